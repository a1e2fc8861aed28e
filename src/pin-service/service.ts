import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { createChangeWork } from './change-work.ts';
import { failLeftOver, forgetOldChanges } from './changes.ts';
import { openDatabase } from './database.ts';
import { readPepper } from './pepper.ts';
import { refusedCallers } from './refused-callers.ts';
import { readSeed } from './seed.ts';
import { seedAccounts } from './seeding.ts';
import { createPinServer } from './server.ts';
import type { Settings } from './settings.ts';
import { readTls } from './tls.ts';
import { tokenCheck } from './token-check.ts';

const dayMs = 86_400_000;

export interface PinService {
  url: string;
  /** Ends connections and closes the database. What was running stays pending for the next start to end. */
  stop: () => void;
}

/**
 * Starts the service and resolves when it listens.
 *
 * @throws StartError, or Node's error where the port cannot be had.
 */
export async function startService(
  settings: Settings,
  needs: { nowMs: () => number; onFault: (error: unknown) => void; onRefused: (why: string) => void },
): Promise<PinService> {
  const { nowMs, onFault } = needs;
  const people = readSeed(settings.seedFile);
  const tls = settings.tls && readTls(settings.tls);
  const database = openDatabase(settings.dataDir);
  try {
    const { sql } = database;
    const pepper = await readPepper(settings.pepper, settings.dataDir, sql);
    await seedAccounts(sql, people, pepper, nowMs());
    // Nobody else works on this folder: what is pending was left behind by a process that is gone.
    failLeftOver(sql, nowMs());
    forgetOldChanges(sql, nowMs());
    const { uniquePins, limits, changeDelayMs: delayMs } = settings;
    const changes = createChangeWork({ sql, pepper, uniquePins, limits, delayMs, nowMs, onFault });
    const checkToken = settings.tokens && tokenCheck(settings.tokens, needs);
    const refused = refusedCallers(settings.refusedLimit, nowMs);
    const server = createPinServer({ ...settings, sql, changes, tls, checkToken, refused, onFault });
    server.listen(settings.port, settings.host);
    await once(server, 'listening');
    const forgetting = setInterval(() => forgetOldChanges(sql, nowMs()), dayMs);
    return {
      url: `${tls ? 'https' : 'http'}://${placeOf(server.address() as AddressInfo)}`,
      stop: () => {
        clearInterval(forgetting);
        server.close();
        server.server.closeAllConnections();
        database.close();
      },
    };
  } catch (error) {
    database.close();
    throw error;
  }
}

function placeOf({ address, family, port }: AddressInfo): string {
  return `${family === 'IPv6' ? `[${address}]` : address}:${port}`;
}
