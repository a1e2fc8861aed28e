import type { DueWork, DueWorkStore, WorkHandler } from './due-work.ts';
import { type KeepLease, leaseKeeper, leaseMs, type Timers } from './lease.ts';

/** Most of it is waiting: for the end of a turn, for a channel that hangs. Few of those must not hold up the others. */
const mostAtOnce = 64;

export interface RunnerParts {
  store: DueWorkStore;
  handlers: Record<string, WorkHandler>;
  timers: Timers;
  /** Names this process's leases. */
  owner: string;
  /** How long there is nothing to look for at most. Short where others put work into the same store. */
  longestSleepMs: number;
  /** Told of each fault of a handler or of the store, without the payload. */
  onFault: (error: unknown, work?: { kind: string; tries: number }) => void;
}

export interface Runner {
  /** Something was put: look now. */
  wake(): void;
  /** Stops claiming, waits for what is running, frees the leases. */
  stop(): Promise<void>;
}

/**
 * Carries out due work: claims it with a lease, renews the lease while its handler runs, and settles it after the effect.
 * Between due times it sleeps until the next one instead of polling.
 */
export function startRunner(parts: RunnerParts): Runner {
  const running = new Set<Promise<void>>();
  const keepLease = leaseKeeper(parts);
  let stopped = false;
  let cancelSleep = () => {};
  let round: Promise<void> | undefined;
  let wokenMeanwhile = false;

  function wake(): void {
    if (stopped) return;
    wokenMeanwhile = round !== undefined;
    if (round) return;
    cancelSleep();
    round = claimDue({ ...parts, keepLease }, running, () => stopped, wake)
      .then((sleepMs) => {
        if (!stopped) cancelSleep = parts.timers.after(sleepMs, wake);
      })
      .finally(() => {
        round = undefined;
        if (wokenMeanwhile) wake();
      });
  }

  wake();
  return {
    wake,
    async stop() {
      stopped = true;
      await round;
      cancelSleep();
      await Promise.all(running);
      await parts.store.release(parts.owner);
    },
  };
}

type ClaimingParts = RunnerParts & { keepLease: KeepLease };

/** Starts all that is due and returns for how many milliseconds there is nothing to look for. */
async function claimDue(
  parts: ClaimingParts,
  running: Set<Promise<void>>,
  stopped: () => boolean,
  wake: () => void,
) {
  const { store, timers } = parts;
  const begin = (work: DueWork) => {
    let isLeft = true;
    const run = carryOut(parts, work)
      .then((left) => {
        isLeft = left;
      })
      .finally(() => {
        const wasFull = running.size >= mostAtOnce;
        running.delete(run);
        // Where it is gone, and all else that is due was claimed before, there is nothing new to look for.
        if (isLeft || wasFull) wake();
      });
    running.add(run);
  };
  try {
    for (;;) {
      const lookedAt = timers.now();
      const mayClaim = !stopped() && running.size < mostAtOnce;
      const work = mayClaim ? await store.claim(parts.owner, lookedAt, leaseMs) : undefined;
      if (work) begin(work);
      const nextAt = await store.nextAt();
      // Only where something is left is it worth another claim.
      if (!work || !nextAt || nextAt > timers.now())
        return sleepMs(parts, running.size, { nextAt, lookedAt });
    }
  } catch (error) {
    parts.onFault(error);
    return 1_000;
  }
}

function sleepMs(
  { timers, longestSleepMs }: ClaimingParts,
  running: number,
  { nextAt, lookedAt }: { nextAt: Date | undefined; lookedAt: Date },
): number {
  const untilMs = nextAt ? nextAt.getTime() - timers.now().getTime() : longestSleepMs;
  // Due when it was looked at, and yet not to be claimed: it is left to another process for a moment.
  const notOurs = nextAt !== undefined && nextAt <= lookedAt;
  const leastMs = running < mostAtOnce ? (notOurs ? 250 : 0) : 1_000;
  return Math.min(Math.max(untilMs, leastMs), longestSleepMs);
}

/** @returns whether the work is owed still */
async function carryOut(parts: ClaimingParts, work: DueWork): Promise<boolean> {
  const { store, handlers, timers, onFault } = parts;
  const stopRenewing = parts.keepLease(work);
  try {
    const result = await (handlers[work.kind] ?? unknownKind)(work);
    if (result.kind === 'done') return !(await store.done(work, result.repeatable));
    if (result.kind === 'again') await store.again(work, result.at);
    else await store.park(work, result.why);
  } catch (error) {
    onFault(error, { kind: work.kind, tries: work.tries });
    const dueAt = new Date(timers.now().getTime() + backOffMs(work.tries));
    await store.again(work, dueAt).catch(onFault);
  } finally {
    stopRenewing();
  }
  return true;
}

const unknownKind: WorkHandler = async (work) => {
  throw Object.assign(new Error(`No handler for due work of kind ${work.kind}`), { code: 'WORK_UNKNOWN' });
};

/** One second, doubled with each try, five minutes at most. */
function backOffMs(tries: number): number {
  return Math.min(1_000 * 2 ** Math.min(tries - 1, 20), 300_000);
}
