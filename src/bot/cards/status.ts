import { z } from 'zod';
import { escapeMarkdown } from '../../language/escape.ts';
import { formatDate } from '../../language/formats.ts';
import { formatPhoneNumber } from '../../language/phone-number.ts';
import type { PinAccount } from '../../pin/backend.ts';
import { button } from './actions.ts';
import type { Card } from './facts.ts';
import { personLine } from './form-texts.ts';
import { helpDeskPart, ticketActions } from './help-desk.ts';
import { meetingTip, type Page } from './page.ts';
import { fact, loadCard, noPart, part, viewOf } from './template.ts';

const makeStatus = loadCard(
  'status',
  viewOf({ name: z.string(), facts: z.array(fact).min(1), meeting: part, helpDesk: part }),
);

/** Is a PIN set, since when, until when, is it locked. */
export function statusCard(page: Page, { account }: { account: PinAccount }): Card {
  const { say, lang } = page;
  const { displayName } = account;
  const help = button(page, 'help');
  return makeStatus({
    lang,
    title: say('status.title'),
    name: personLine(say, { ...account, displayName, phoneNumber: null, extension: null }),
    facts: factsOf(page, account),
    // Locked, perhaps minutes before a meeting.
    meeting: account.locked === 'no' ? noPart : meetingTip(page),
    helpDesk: account.locked === 'administrator' ? helpDeskPart(page) : noPart,
    actions:
      account.locked === 'administrator' ? [...ticketActions(page), help] : [button(page, 'reset'), help],
  });
}

function factsOf(page: Page, account: PinAccount) {
  const { say } = page;
  const facts = [
    { title: say('status.set'), value: setSince(page, account) },
    { title: say('status.expires'), value: account.pinSet ? expires(page, account) : '' },
    { title: say('status.locked'), value: say(`status.locked.${account.locked}`) },
    {
      title: say('status.phoneNumber'),
      value: escapeMarkdown(formatPhoneNumber(account.phoneNumber ?? ''), 40),
    },
    { title: say('status.extension'), value: escapeMarkdown(account.extension ?? '', 20) },
  ];
  return facts.filter(({ value }) => value !== '');
}

function setSince({ say, reader }: Page, { pinSet, pinChangedAt }: PinAccount): string {
  if (!pinSet) return say('status.set.no');
  if (!pinChangedAt) return say('status.set.yes');
  return say('status.set.since', { date: formatDate(pinChangedAt, reader) });
}

function expires({ say, reader }: Page, { pinExpiresAt, policy }: PinAccount): string {
  if (pinExpiresAt) return formatDate(pinExpiresAt, reader);
  return say(policy.lifetimeDays === 0 ? 'status.expires.never' : 'status.expires.unknown');
}
