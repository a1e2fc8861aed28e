import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { registered } from '../../test/flow/registered.ts';
import { somebody, teams } from '../../test/flow/teams.ts';
import { addressOf, type Bot, startProbed } from '../bot.ts';
import { buildBot, plainProbe } from '../built.ts';
import type { BackendCounts } from '../changes.ts';
import { startChild } from '../child.ts';
import { arrivals, userIdOf } from '../town.ts';
import { stillOpen } from '../verdict.ts';

/**
 * The built bot with a registration, the bare echo with the same one, and what both need: an issuer, a connector and a
 * PIN service that answers at once. Each is a process of its own but the issuer, which is asked at the start alone.
 * `otherMain` is another program, to be measured beside the bot.
 */
export async function openPlace(otherMain?: URL) {
  const around = await openSurroundings();
  const { registration, connectorUrl, connector, backend } = around;
  const bot = await startBuilt(buildBot(), around);
  const other = otherMain && (await startBuilt(otherMain, around));
  const echo = await startEcho(around);
  const token = registration.authorization(() => connectorUrl);
  const tokens: string[] = [];
  const nextToken = async () => tokens.pop() ?? token();
  const speaker = (to: { url: string }) => (nth: number) =>
    teams(() => to.url, connectorUrl, somebody(userIdOf(nth)), nextToken);
  const shared = {
    echo,
    ofEcho: speaker(echo),
    /** Signs tokens for so many requests, so that signing is no part of what they take. Each is used once. */
    async signTokens(many: number): Promise<void> {
      while (tokens.length < many) tokens.push(await token());
    },
    arrival: arrivals(connector),
    counts: () => backend.ask<BackendCounts>('counts'),
    /** The requests that came to the connector since this was asked last. */
    requests: () => connector.ask<Record<string, number>>('requests'),
  };
  const seat = ({ program, ...of }: Built) => ({ ...shared, ...of, bot: program, ofBot: speaker(program) });
  return {
    ...seat(bot),
    /** The same, with the other program in the bot's place. */
    other: other && seat(other),
    async close() {
      for (const built of [bot, other]) await built?.end();
      await echo.end();
      await around.close();
    },
  };
}
export type Place = Omit<Awaited<ReturnType<typeof openPlace>>, 'other' | 'close'>;

export async function openSurroundings() {
  const folder = await mkdtemp(join(tmpdir(), 'pin-bench-'));
  const registration = await registered();
  const backend = startChild(new URL('../backend.ts', import.meta.url), {
    env: { DELAY_MS: '0', LONGEST_MS: '0' },
  });
  const connector = startChild(new URL('../connector.ts', import.meta.url));
  const [connectorUrl, pinServiceUrl] = [await addressOf(connector), await addressOf(backend)];
  return {
    registration,
    backend,
    connector,
    connectorUrl,
    pinServiceUrl,
    folder,
    probe: plainProbe(folder),
    async close() {
      for (const child of [backend, connector]) await child.end();
      await registration.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
export type Surroundings = Awaited<ReturnType<typeof openSurroundings>>;

interface Built {
  program: Bot;
  count: (query: string) => number;
  isQuiet: () => boolean;
  end: () => Promise<void>;
}

/** A build of the bot with a folder of its own. */
async function startBuilt(main: URL, around: Surroundings): Promise<Built> {
  const { registration, pinServiceUrl, probe, folder } = around;
  const dataDir = await mkdtemp(join(folder, 'data-'));
  const env = { ...registration.env, DATA_DIR: dataDir, PIN_SERVICE_URL: pinServiceUrl };
  const program = await startProbed(main, { probe, cwd: dataDir, env });
  const database = new DatabaseSync(join(dataDir, 'pin-bot.sqlite'), { readOnly: true });
  const count = (query: string): number =>
    Number(database.prepare(`select count(*) as many from ${query}`).get()?.many);
  return {
    program,
    count,
    /** True where the bot has nothing more to do for anybody, but what is for later. */
    isQuiet: () =>
      count("due_work where kind in ('look', 'card', 'note', 'welcome')") + count(stillOpen) === 0,
    async end() {
      database.close();
      await program.end();
    },
  };
}

export const echoFile = new URL('../echo/echo.mjs', import.meta.url);

const startEcho = ({ probe, folder, registration }: Surroundings): Promise<Bot> =>
  startProbed(echoFile, { probe, cwd: folder, env: registration.env });
