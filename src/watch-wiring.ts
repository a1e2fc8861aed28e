import { setTimeout as delay } from 'node:timers/promises';
import { createAdminServer, listenAdmin } from './admin-server.ts';
import type { Settings } from './config.ts';
import type { Log } from './log.ts';
import type { Metrics } from './metrics.ts';
import type { Behind } from './readiness.ts';
import { sharedFor } from './shared-answer.ts';
import type { StandingStore } from './watch/standing.ts';

/** A store that takes longer counts as away: Prometheus waits for ten seconds, and is to be told of it. */
const longestMs = 3_000;

export interface WatchParts {
  metrics: Metrics;
  store: StandingStore;
  behind: Behind;
  workKinds: readonly string[];
  log: Log;
}

/**
 * Tells metrics on a port of their own, where the settings name one.
 *
 * @returns ends the telling
 */
export async function startTelling({ admin }: Settings, parts: WatchParts): Promise<() => void> {
  if (!admin) return () => {};
  const { metrics, log } = parts;
  metrics.watchProcess();
  metrics.beforeTelling(sharedFor(2_000, () => look(parts)));
  const server = createAdminServer(metrics);
  log.info({ port: await listenAdmin(server, admin) }, 'metrics are told');
  return () => void server.close();
}

/** How things stand, as they are just now, whoever asks. Never rejects. */
async function look({ metrics, store, behind, workKinds }: WatchParts): Promise<void> {
  const now = new Date();
  const asked = store.standing(now).catch(() => undefined);
  const [standing, reached] = await Promise.all([
    Promise.race([asked, delay(longestMs, undefined, { ref: false })]),
    behind.reached(),
  ]);
  metrics.standing.stands(standing, now, workKinds);
  metrics.standing.backend(reached.backend === 'up');
}
