import { formatDuration } from '../duration.ts';
import { ask } from './ask.ts';
import { type Finding, fine, type Look, unsure, wrong } from './finding.ts';

const about = 'clock';
/** Of tokens of the channel five minutes are forgiven, and those of other issuers may forgive less. */
const longestSkewMs = 120_000;

/** Holds this machine's clock against those of who gives and checks tokens. */
export const lookAtClock: Look = async ({ settings, asked }) => {
  const { registration, channel, pinService } = settings;
  const urls = [
    ...(registration ? [channel.openIdMetadataUrl, channel.loginUrl] : []),
    new URL('/', pinService.url).href,
  ];
  const hosts = new Map(urls.map((url) => [new URL(url).host, url]));
  const clocks = await Promise.all([...hosts].map(([host, url]) => clockOf(host, url, asked.withinMs)));
  const told = clocks.filter((clock) => clock !== undefined);
  if (told.length === 0) return [unsure(about, 'nobody who was asked has told the time')];
  const off = told.filter(({ skewMs }) => Math.abs(skewMs) > longestSkewMs);
  const right = told.filter((clock) => !off.includes(clock)).map(({ host }) => host);
  const agreed = right.length === 0 ? [] : [fine(about, `within two minutes of ${right.join(', ')}`)];
  return [...off.map((clock) => skewed(clock, right.length === 0)), ...agreed];
};

interface Clock {
  host: string;
  /** How far this machine's clock is before the other. */
  skewMs: number;
}

async function clockOf(host: string, url: string, withinMs: number): Promise<Clock | undefined> {
  const answer = await ask(url, withinMs, { method: 'HEAD' });
  if (answer.kind === 'failed') return undefined;
  const toldMs = Date.parse(answer.headers.get('date') ?? '');
  if (Number.isNaN(toldMs)) return undefined;
  // A cache tells the time at which it was filled.
  const ageMs = Number(answer.headers.get('age') ?? 0) * 1_000 || 0;
  // The header's seconds are cut off: on the average half a one is missing.
  return { host, skewMs: answer.atMs - (toldMs + ageMs + 500) };
}

function skewed({ host, skewMs }: Clock, everywhere: boolean): Finding {
  const wholeMs = Math.round(Math.abs(skewMs) / 1_000) * 1_000;
  const what = `this machine’s clock is ${formatDuration(wholeMs)} ${skewMs > 0 ? 'ahead of' : 'behind'} that of ${host}`;
  return wrong(
    about,
    `${what}: tokens are refused`,
    everywhere
      ? 'Set this machine’s clock by NTP (timedatectl, w32tm).'
      : `This machine agrees with others: have the clock of ${host} set by NTP.`,
  );
}
