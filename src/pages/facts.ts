import type { Settings } from '../config.ts';
import { formatDuration } from '../duration.ts';
import type { HelpDesk } from '../helpdesk/desks.ts';
import { keepPinMs } from '../pin/change.ts';

/** What the pages say that depends on how this bot is run. */
export interface PageFacts {
  helpDesk: HelpDesk;
  /** Some countries have help desks of their own. */
  hasRegions: boolean;
  /** Somebody has the help desk's view. */
  hasAgents: boolean;
  /** The host that takes tickets. */
  ticketHost: string | undefined;
  isTrial: boolean;
  /** In words, such as "180 days". */
  auditKept: string;
  referenceKept: string;
  pinHeld: string;
  formLasts: string;
  /** In words, such as "5 times in 1 day". */
  changeLimit: string;
}

export function pageFacts(settings: Settings): PageFacts {
  const { helpDesk, zendesk, resetLimit, pinService } = settings;
  return {
    helpDesk,
    hasRegions: settings.helpDeskRegions !== undefined,
    hasAgents: settings.helpDeskAgents.size > 0,
    ticketHost: zendesk && new URL(zendesk.url).host,
    isTrial: settings.registration === undefined,
    auditKept: inWords(settings.auditRetentionMs),
    referenceKept: inWords(settings.referenceRetentionMs),
    pinHeld: inWords(Math.max(keepPinMs, pinService.timeoutMs)),
    formLasts: inWords(settings.formLifetimeMs),
    changeLimit: `${resetLimit.most} ${resetLimit.most === 1 ? 'time' : 'times'} in ${inWords(resetLimit.perMs)}`,
  };
}

const units: Record<string, string> = { ms: 'millisecond', s: 'second', m: 'minute', h: 'hour', d: 'day' };

/** A duration in English: "180 days". */
export function inWords(durationMs: number): string {
  const [, count = '', unit = ''] = /^(\d+)(\D+)$/.exec(formatDuration(durationMs)) ?? [];
  return `${count} ${units[unit]}${count === '1' ? '' : 's'}`;
}
