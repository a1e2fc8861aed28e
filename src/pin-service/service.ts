import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { createChangeWork } from './change-work.ts';
import { forgetOldChanges } from './changes.ts';
import { openDatabase } from './database.ts';
import { openEmbedded } from './embedded/store.ts';
import type { PinStore } from './pin-store.ts';
import { refusedCallers } from './refused-callers.ts';
import { createPinServer } from './server.ts';
import type { Settings } from './settings.ts';
import { openPool } from './skype-for-business/store.ts';
import { keepToOneStore } from './store-check.ts';
import { readTls } from './tls.ts';
import { tokenCheck } from './token-check.ts';

const dayMs = 86_400_000;

export interface PinService {
  url: string;
  /** Ends connections and closes the database. What was running stays pending for the next start to end. */
  stop: () => void;
}

export interface ServiceNeeds {
  nowMs: () => number;
  onFault: (error: unknown) => void;
  onRefused: (why: string) => void;
  /** Told of what an operator may want to know: words and ids alone. */
  onReport: (fields: Record<string, string>) => void;
}

/**
 * Starts the service and resolves when it listens.
 *
 * @throws StartError, or Node's error where the port cannot be had.
 */
export async function startService(settings: Settings, needs: ServiceNeeds): Promise<PinService> {
  const { nowMs, onFault } = needs;
  const tls = settings.tls && readTls(settings.tls);
  const database = openDatabase(settings.dataDir);
  let store: PinStore | undefined;
  try {
    const { sql } = database;
    keepToOneStore(sql, settings.dataDir, settings.pool ? 'skype-for-business' : 'embedded');
    store = settings.pool
      ? openPool(settings.pool, { sql, nowMs, onFault, report: needs.onReport })
      : await openEmbedded(settings, { sql, nowMs, onFault });
    forgetOldChanges(sql, nowMs());
    const changes = createChangeWork({ sql, store, limits: settings.limits, nowMs, onFault });
    const checkToken = settings.tokens && tokenCheck(settings.tokens, needs);
    const refused = refusedCallers(settings.refusedLimit, nowMs);
    const server = createPinServer({ ...settings, sql, store, changes, tls, checkToken, refused, onFault });
    server.listen(settings.port, settings.host);
    await once(server, 'listening');
    const forgetting = setInterval(() => forgetOldChanges(sql, nowMs()), dayMs);
    const opened = store;
    return {
      url: `${tls ? 'https' : 'http'}://${placeOf(server.address() as AddressInfo)}`,
      stop: () => {
        clearInterval(forgetting);
        server.close();
        server.server.closeAllConnections();
        opened.close();
        database.close();
      },
    };
  } catch (error) {
    store?.close();
    database.close();
    throw error;
  }
}

function placeOf({ address, family, port }: AddressInfo): string {
  return `${family === 'IPv6' ? `[${address}]` : address}:${port}`;
}
