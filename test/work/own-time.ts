import type { Timers } from '../../src/work/lease.ts';

/** Time that passes when the test says so. */
export function ownTime(start: Date): Timers & {
  pass(delayMs: number): void;
  sleeping(delayMs?: number): Promise<void>;
  nextInMs(): number | undefined;
} {
  let nowMs = start.getTime();
  let timers: { atMs: number; call: () => void }[] = [];
  let told = () => {};
  const nextInMs = () =>
    timers.length === 0 ? undefined : Math.min(...timers.map((timer) => timer.atMs)) - nowMs;
  return {
    now: () => new Date(nowMs),
    after(delayMs, call) {
      // Over already: as a real timer it needs no passing of time.
      if (delayMs <= 0) {
        const soon = setImmediate(call);
        return () => clearImmediate(soon);
      }
      const timer = { atMs: nowMs + delayMs, call };
      timers.push(timer);
      told();
      return () => {
        timers = timers.filter((each) => each !== timer);
      };
    },
    pass(delayMs) {
      nowMs += delayMs;
      const over = timers.filter((timer) => timer.atMs <= nowMs);
      timers = timers.filter((timer) => timer.atMs > nowMs);
      for (const timer of over) timer.call();
    },
    nextInMs,
    /** Until a timer waits: for exactly `delayMs` where given. */
    async sleeping(delayMs) {
      const fits = () => timers.some((timer) => delayMs === undefined || timer.atMs - nowMs === delayMs);
      while (!fits())
        await new Promise<void>((resolve) => {
          told = resolve;
        });
    },
  };
}
