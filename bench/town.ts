import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { somebody, teams } from '../test/flow/teams.ts';
import { addressOf, startBot } from './bot.ts';
import type { BackendCounts } from './changes.ts';
import { type Child, startChild } from './child.ts';
import type { Arrived, Told } from './connector.ts';

/** Just under the bot's `PIN_SERVICE_TIMEOUT` of 90 s: no change is given up because all had to be under way. */
const longestMs = 85_000;

/** Bot, backend and connector, a process each, and their people. */
export async function openTown(delayMs: number) {
  const dataDir = await mkdtemp(join(tmpdir(), 'pin-bench-'));
  const backend = startChild(new URL('backend.ts', import.meta.url), {
    env: { DELAY_MS: String(delayMs), LONGEST_MS: String(longestMs) },
  });
  const connector = startChild(new URL('connector.ts', import.meta.url));
  const connectorUrl = await addressOf(connector);
  const bot = await startBot({ dataDir, pinServiceUrl: await addressOf(backend) });
  const database = new DatabaseSync(join(dataDir, 'pin-bot.sqlite'), { readOnly: true });
  return {
    bot,
    person: (nth: number) => teams(() => bot.url, connectorUrl, somebody(userIdOf(nth))),
    /** By the conversation of a person. */
    arrival: arrivals(connector),
    /** The moment at which the backend takes a person's change. */
    taken: expecting<string>(backend, 'taken', (userId) => userId),
    letGo: () => backend.ask<void>('letGo'),
    counts: () => backend.ask<BackendCounts>('counts'),
    told: () => connector.ask<Record<string, Told>>('told'),
    /** One number out of the bot's store, read past the bot. */
    count(query: string): number {
      return Number(database.prepare(`select count(*) as many from ${query}`).get()?.many);
    },
    async close() {
      database.close();
      for (const child of [bot, backend, connector]) await child.end();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}
export type Town = Awaited<ReturnType<typeof openTown>>;

export const userIdOf = (nth: number): string => `00000000-0000-4000-8000-${String(nth).padStart(12, '0')}`;

/** The next new message in a conversation that fits. */
export const arrivals = (connector: Child) =>
  expecting<Arrived>(connector, 'arrived', ({ conversationId }) => conversationId);

/** Resolves with what is told of `key` next and fits. */
function expecting<T>(child: Child, event: string, keyOf: (told: T) => string) {
  const expected = new Map<string, { fits: (told: T) => boolean; come: (told: T) => void }>();
  child.events.on(event, (told: T) => {
    const key = keyOf(told);
    if (!expected.get(key)?.fits(told)) return;
    expected.get(key)?.come(told);
    expected.delete(key);
  });
  return (key: string, fits: (told: T) => boolean = () => true): Promise<T> =>
    new Promise((come) => expected.set(key, { fits, come }));
}
