import type { CallName } from './pool-state.ts';

export interface Held {
  do: CallName | 'start';
  upn: string;
}
type Moment = 'before' | 'after';

/** Calls kept waiting in the pool, before or after they are done, until they are released. */
export function poolHolds() {
  const holds = new Set<{ fits: (held: Held, moment: Moment) => boolean; pass: () => Promise<void> }>();
  return {
    /** Holds each such call from now on; `start` holds a host before it is ready. `reached` resolves at the first one. */
    hold(name: Held['do'], { upn, when = 'before' }: { upn?: string; when?: Moment } = {}) {
      const reached = Promise.withResolvers<void>();
      const released = Promise.withResolvers<void>();
      const fits = (held: Held, moment: Moment) =>
        held.do === name &&
        moment === when &&
        (upn === undefined || held.upn.toLowerCase() === upn.toLowerCase());
      const pass = () => {
        reached.resolve();
        return released.promise;
      };
      const entry = { fits, pass };
      holds.add(entry);
      const release = () => {
        holds.delete(entry);
        released.resolve();
      };
      return { reached: reached.promise, release };
    },
    /** Resolves when nothing holds the call; rejects when its session closes first. */
    async pass(held: Held, moment: Moment, signal: AbortSignal): Promise<void> {
      const closed = Promise.withResolvers<never>();
      const close = () => closed.reject(signal.reason);
      closed.promise.catch(() => {});
      signal.addEventListener('abort', close, { once: true });
      for (const hold of holds) {
        if (hold.fits(held, moment)) await Promise.race([hold.pass(), closed.promise]);
      }
      signal.removeEventListener('abort', close);
      signal.throwIfAborted();
    },
  };
}
