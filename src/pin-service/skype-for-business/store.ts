import { setTimeout as pause } from 'node:timers/promises';
import { failLeftOver } from '../changes.ts';
import type { Found, PinStore } from '../pin-store.ts';
import { changePin } from './change.ts';
import { findOut } from './find-out.ts';
import { startHost } from './host-process.ts';
import { openHosts } from './hosts.ts';
import { openCalls, schema, sentIds } from './journal.ts';
import { lookUp } from './look-up.ts';
import { principalName } from './person-name.ts';
import type { PoolNeeds } from './pool-needs.ts';
import { mustHaveScripts } from './scripts.ts';
import type { PoolSettings } from './settings.ts';

const roomAgainMs = 5_000;
const startTimeoutMs = 120_000;

/** A pool of Lync or Skype for Business Server, through PowerShell. The service's own database holds the journal alone. */
export function openPool(
  settings: PoolSettings,
  given: Pick<PoolNeeds, 'sql' | 'nowMs' | 'report' | 'onFault'>,
): PinStore {
  const { sql, nowMs, report } = given;
  mustHaveScripts();
  sql.exec(schema);
  failLeftOver(sql, nowMs(), sentIds);
  const stopping = new AbortController();
  const hosts = openHosts({
    hosts: settings.hosts,
    queue: settings.queue,
    lifetimeMs: settings.hostLifetimeMs,
    callTimeoutMs: settings.callTimeoutMs,
    start: () => startHost(settings, startTimeoutMs, nowMs),
    nowMs,
    onTrouble: (pool, why, asked) => report({ pool, why, ...(asked ? { asked } : {}) }),
  });
  const needs: PoolNeeds = {
    ...given,
    hosts,
    settings,
    until: (timeMs) => untilTime(timeMs, nowMs, stopping.signal),
    isClosed: () => stopping.signal.aborted,
  };
  const waitForRoom = (person: string) => (hosts.isFull(person) ? roomAgainMs : undefined);
  return {
    // Another kind of name is nobody's here: it stands for itself.
    personOf: (userId) => principalName(userId) ?? userId.toLowerCase(),
    lineOf: (person) => person,
    lineRetryMs: roomAgainMs,
    account: (userId) => accountOf(needs, userId, waitForRoom),
    waitForRoom,
    change: (begun, tell) => changePin(needs, begun, tell),
    leftUnderWay: () =>
      openCalls(sql).map((call) => ({ person: call.person, findOut: () => findOut(needs, call) })),
    close() {
      stopping.abort();
      hosts.close();
    },
  };
}

async function accountOf(
  needs: PoolNeeds,
  userId: string,
  waitForRoom: (person: string) => number | undefined,
): Promise<Found> {
  const person = principalName(userId);
  if (person === undefined) {
    needs.report({ pool: 'refused', why: 'not_a_principal_name' });
    return { kind: 'none' };
  }
  const waitMs = waitForRoom(person);
  if (waitMs !== undefined) return { kind: 'busy', retryAfterMs: waitMs };
  const looked = await lookUp(needs, person);
  return looked.kind === 'one' ? { kind: 'account', account: looked.found.account } : looked;
}

/** By a clock that nobody sets, and in steps, for a timer holds no more than 24 days. */
async function untilTime(timeMs: number, nowMs: () => number, signal: AbortSignal): Promise<void> {
  const endMs = performance.now() + (timeMs - nowMs());
  while (!signal.aborted && endMs > performance.now()) {
    const stepMs = Math.min(endMs - performance.now(), 3_600_000);
    await pause(Math.max(1, stepMs), undefined, { signal }).catch(() => {});
  }
}
