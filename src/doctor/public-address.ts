import { BlockList, isIP } from 'node:net';
import { isLoopback } from '../settings-form.ts';
import type { Asking } from './ask.ts';
import { askBot, type BotAnswers, downBehind, isBot } from './bot-probe.ts';
import { toldFailure } from './connection-failure.ts';
import { type Finding, fine, type Look, unsure, wrong } from './finding.ts';
import { judgeMessages } from './messages-answer.ts';
import { goesByProxy, reach } from './reach.ts';

const about = 'public address';

/** Asks the bot as Teams would, from this machine: that Teams comes through from outside it cannot show. */
export const lookAtPublicAddress: Look = async ({ asked: { url, withinMs } }) => {
  if (!url) return [unsure(about, 'not asked', 'Give it with --url, such as --url https://bot.example.com.')];
  const plain = url.protocol === 'http:' ? [plainHttp()] : [];
  const reached = goesByProxy(url) ? undefined : await reach(url, withinMs);
  if (reached?.kind === 'failed') {
    const { what, mend } = toldFailure(reached.failure, url.host);
    return [...plain, wrong(about, `${what}: Teams cannot reach the bot`, mend)];
  }
  return [...plain, ...inside(url, reached?.addresses ?? []), ...judged(await askBot(url, withinMs), url)];
};

const plainHttp = (): Finding =>
  wrong(
    about,
    'it is http, and Teams speaks https alone',
    'Put something in front of the bot that ends TLS, and name that in the Azure Bot resource.',
  );

const insides = new BlockList();
for (const [network, prefix] of [
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.168.0.0', 16],
] as const)
  insides.addSubnet(network, prefix);
for (const [network, prefix] of [
  ['::1', 128],
  ['fc00::', 7],
  ['fe80::', 10],
] as const)
  insides.addSubnet(network, prefix, 'ipv6');

/** Within a company a name may lead to another place than outside. */
function inside(url: URL, addresses: string[]): Finding[] {
  const within = addresses.find((address) => insides.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4'));
  if (within === undefined) return [];
  return [
    unsure(
      about,
      `${url.hostname} is ${within} from here, ${isLoopback(within) ? 'this very machine' : 'an address of the inside'}: what Teams meets was not seen`,
      'Ask once more from outside the network, such as from a phone: /healthz must say ok there too.',
    ),
  ];
}

function judged({ healthz, readyz, messages }: BotAnswers, url: URL): Finding[] {
  const lives = judgeHealthz(healthz, url);
  const endpoint = judgeMessages(messages, url);
  const down = downBehind(readyz);
  return [lives, endpoint, ...(down === undefined ? [] : [behind(down)])];
}

function judgeHealthz(answer: Asking, url: URL): Finding {
  if (isBot(answer)) return fine(about, `${url.host} leads to a bot that lives (/healthz)`);
  if (answer.kind === 'failed') {
    const { what, mend } = toldFailure(answer.failure, url.host);
    return wrong(about, what, mend);
  }
  const { status } = answer;
  const mend =
    status >= 500
      ? 'What is in front of the bot cannot reach it: see that the bot runs, and that PORT and HOST are what it is passed on to.'
      : 'Pass all paths on to the bot, and ask for no sign-in in front of it.';
  return wrong(about, `GET /healthz is answered ${status}, and not by the bot`, mend);
}

/** It may have been started with other settings than these. */
const behind = (down: string): Finding =>
  wrong(
    about,
    `the bot there says that this is down: ${down} (/readyz)`,
    'The other lines say why, if it has these settings; otherwise its log does.',
  );
