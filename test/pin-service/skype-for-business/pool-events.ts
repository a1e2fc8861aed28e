import type { CallName } from './pool-state.ts';

/** `refused`: the cmdlet has said no; `aborted`: the pool never did the call; `answered`: the host has been told. */
export type Phase = 'arrived' | 'applied' | 'refused' | 'aborted' | 'answered';
export interface CallEvent {
  phase: Phase;
  do: CallName;
  upn: string;
  /** The session's id. */
  session: number;
}

/** What happened in a pool, and the waiting for it. */
export function poolEvents() {
  const events: CallEvent[] = [];
  const waiting = new Set<() => void>();
  const changed = () => {
    for (const look of waiting) look();
  };
  /** Resolves as soon as it holds; looked at after each call, connection and session that comes or goes. */
  const until = (holds: () => boolean): Promise<void> =>
    new Promise((resolve) => {
      const look = () => {
        if (!holds()) return;
        waiting.delete(look);
        resolve();
      };
      waiting.add(look);
      look();
    });
  return {
    events,
    until,
    changed,
    record(event: CallEvent) {
      events.push(event);
      changed();
    },
    /** Resolves when that many such calls came to this phase, the past ones counted. */
    saw(name: CallName, upn: string, { phase = 'arrived' as Phase, times = 1 } = {}): Promise<void> {
      const fits = (event: CallEvent) =>
        event.do === name && event.phase === phase && event.upn.toLowerCase() === upn.toLowerCase();
      return until(() => events.filter(fits).length >= times);
    },
  };
}
