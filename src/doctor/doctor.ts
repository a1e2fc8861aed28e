import type { Settings } from '../config.ts';
import { type Asked, doctorUsage, readDoctorArguments } from './arguments.ts';
import { lookAtChannelKeys } from './channel-keys.ts';
import { lookAtClock } from './clock.ts';
import { counted, type Finding, type Look, lineOf } from './finding.ts';
import { lookAtHelpDesk } from './help-desk.ts';
import { lookAtHosts } from './hosts.ts';
import { lookAtManifest } from './manifest.ts';
import { lookAtPinService } from './pin-service.ts';
import { lookAtPublicAddress } from './public-address.ts';
import { lookAtRegistration } from './registration.ts';
import { lookAtRunningBot } from './running-bot.ts';
import { lookAtSettings } from './settings.ts';
import { lookAtStore } from './store.ts';
import { lookAtTenants } from './tenants.ts';
import { within } from './within.ts';

const looks: [about: string, look: Look][] = [
  ['settings', lookAtSettings],
  ['registration', lookAtRegistration],
  ['allowed tenants', lookAtTenants],
  ['channel keys', lookAtChannelKeys],
  ['hosts', lookAtHosts],
  ['store', lookAtStore],
  ['PIN service', lookAtPinService],
  ['help desk', lookAtHelpDesk],
  ['clock', lookAtClock],
  ['bot', lookAtRunningBot],
  ['public address', lookAtPublicAddress],
  ['manifest', lookAtManifest],
];

/**
 * Looks at a deployment from the machine that it runs on, and prints a line for each thing: fine, or what is wrong and how
 * to mend it. Changes no PIN and sends nothing to Teams; may run beside the bot.
 *
 * @param variables what the settings were read from
 * @returns the process's exit code: 1 where something is wrong, 2 where it is asked for wrongly
 */
export async function runDoctor(
  settings: Settings,
  words: string[],
  variables: Readonly<Record<string, string | undefined>>,
): Promise<number> {
  const read = readDoctorArguments(words);
  if (read.kind === 'wrong') {
    process.stderr.write(`${read.what}.\n${doctorUsage}\n`);
    return 2;
  }
  const { asked } = read;
  // All at once, for some wait long; told in their order.
  const running = looks.map(([about, look]) =>
    within(limitOf(asked), about, () => look({ settings, asked, variables })),
  );
  const all: Finding[] = [];
  for (const look of running) {
    const findings = await look;
    for (const finding of findings) process.stdout.write(`${lineOf(finding)}\n`);
    all.push(...findings);
  }
  process.stdout.write(`\n${summaryOf(all)}\n`);
  return all.some(({ verdict }) => verdict === 'wrong') ? 1 : 0;
}

/** No look asks more than so many questions one after the other, a connection's steps counted. */
const limitOf = ({ withinMs }: Asked): number => withinMs * 8;

function summaryOf(findings: Finding[]): string {
  const count = (verdict: Finding['verdict']) => findings.filter((each) => each.verdict === verdict).length;
  const [wrongs, doubts] = [count('wrong'), count('unsure')];
  const open = doubts === 0 ? '' : ` ${counted(doubts, 'thing')} could not be told from here.`;
  if (wrongs > 0) return `${counted(wrongs, 'thing')} ${wrongs === 1 ? 'is' : 'are'} wrong.${open}`;
  return `Nothing is wrong.${open} ${notSeen}`;
}

const notSeen = `Where the bot is silent all the same, look at what cannot be seen from here:
  - the Azure Bot resource: its messaging endpoint is https://<your host>/api/messages, its app id is MicrosoftAppId, and
    its channel "Microsoft Teams" is on
  - the Teams admin center: the app is allowed, and for the people who write to it
  - the bot's log: "request refused" names why a call of Teams was not let in`;
