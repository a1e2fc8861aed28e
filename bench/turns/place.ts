import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { registered } from '../../test/flow/registered.ts';
import { somebody, teams } from '../../test/flow/teams.ts';
import { addressOf, startProbed } from '../bot.ts';
import { buildBot, plainProbe } from '../built.ts';
import type { BackendCounts } from '../changes.ts';
import { startChild } from '../child.ts';
import type { Told } from '../connector.ts';
import { arrivals, userIdOf } from '../town.ts';
import { stillOpen } from '../verdict.ts';

/**
 * The built bot with a registration, the bare echo with the same one, and what both need: an issuer, a connector and a
 * PIN service that answers at once. Each is a process of its own but the issuer, which is asked at the start alone.
 */
export async function openPlace(settings: Record<string, string> = {}) {
  const dataDir = await mkdtemp(join(tmpdir(), 'pin-bench-'));
  const registration = await registered();
  const backend = startChild(new URL('../backend.ts', import.meta.url), {
    env: { DELAY_MS: '0', LONGEST_MS: '0' },
  });
  const connector = startChild(new URL('../connector.ts', import.meta.url));
  const [connectorUrl, pinServiceUrl] = [await addressOf(connector), await addressOf(backend)];
  const probe = plainProbe(dataDir);
  const env = { ...registration.env, DATA_DIR: dataDir, PIN_SERVICE_URL: pinServiceUrl, ...settings };
  const bot = await startProbed(buildBot(), { probe, cwd: dataDir, env });
  const echoFile = new URL('../echo/echo.mjs', import.meta.url);
  const echo = await startProbed(echoFile, { probe, cwd: dataDir, env: registration.env });
  const database = new DatabaseSync(join(dataDir, 'pin-bot.sqlite'), { readOnly: true });
  const token = registration.authorization(() => connectorUrl);
  const tokens: string[] = [];
  const count = (query: string): number =>
    Number(database.prepare(`select count(*) as many from ${query}`).get()?.many);
  const speaker = (to: { url: string }) => (nth: number) =>
    teams(
      () => to.url,
      connectorUrl,
      somebody(userIdOf(nth)),
      async () => tokens.pop() ?? token(),
    );
  return {
    bot,
    echo,
    ofBot: speaker(bot),
    ofEcho: speaker(echo),
    /** Signs tokens for so many requests, so that signing is no part of what they take. Each is used once. */
    async signTokens(many: number): Promise<void> {
      while (tokens.length < many) tokens.push(await token());
    },
    arrival: arrivals(connector),
    counts: () => backend.ask<BackendCounts>('counts'),
    told: () => connector.ask<Record<string, Told>>('told'),
    /** The requests that came to the connector since this was asked last. */
    requests: () => connector.ask<Record<string, number>>('requests'),
    count,
    /** True where the bot has nothing more to do for anybody, but what is for later. */
    isQuiet: () => count("due_work where kind in ('look', 'card', 'note', 'welcome')") + count(stillOpen) === 0,
    async close() {
      database.close();
      for (const child of [bot, echo, backend, connector]) await child.end();
      await registration.stop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}
export type Place = Awaited<ReturnType<typeof openPlace>>;
