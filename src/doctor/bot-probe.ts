import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { type Asking, ask } from './ask.ts';

/** What a bot's three endpoints answer to somebody without a token. */
export interface BotAnswers {
  healthz: Asking;
  readyz: Asking;
  messages: Asking;
}

/** Asks a bot at an address, whatever it is reached through. */
export async function askBot(base: URL, withinMs: number): Promise<BotAnswers> {
  const at = (path: string) => new URL(`${base.pathname.replace(/\/+$/, '')}${path}`, base);
  const [healthz, readyz, messages] = await Promise.all([
    ask(at('/healthz'), withinMs),
    askReadiness(at('/readyz'), withinMs),
    ask(at('/api/messages'), withinMs, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(harmless()),
    }),
  ]);
  return { healthz, readyz, messages };
}

/** A bot that has just started may not have its token yet, and says the same for two seconds. */
const againMs = 2_500;

/** Asks `/readyz`, and where it says that something is down once more a little later. */
export async function askReadiness(url: URL, withinMs: number): Promise<Asking> {
  const first = await ask(url, withinMs);
  if (downBehind(first) === undefined) return first;
  await delay(againMs);
  return ask(url, withinMs);
}

/**
 * Sound in form, so that the token is what it fails by, and of nobody: where a bot looks at no token, it still finds no
 * person and no tenant in it. Its type means nothing to any bot.
 */
function harmless(): object {
  return {
    type: 'doctor',
    id: randomUUID(),
    channelId: 'msteams',
    serviceUrl: 'https://doctor.invalid/',
    from: { id: 'doctor' },
    recipient: { id: 'doctor' },
    conversation: { id: 'doctor' },
  };
}

/** Whether `/healthz` is this bot's. */
export function isBot(healthz: Asking): boolean {
  if (healthz.kind !== 'answer' || healthz.status !== 200 || healthz.body.kind !== 'json') return false;
  return (healthz.body.value as { status?: unknown } | null)?.status === 'ok';
}

const names = { store: 'its store', pinService: 'the PIN service', identity: 'its identity' };

/** What a bot says of what stands behind it: the names of all that is down; undefined where nothing is. */
export function downBehind(readyz: Asking): string | undefined {
  if (readyz.kind !== 'answer' || readyz.body.kind !== 'json') return undefined;
  const told = readyz.body.value as Record<string, unknown> | null;
  const down = Object.entries(names).filter(([word]) => told?.[word] === 'down');
  return down.length === 0 ? undefined : down.map(([, name]) => name).join(' and ');
}
