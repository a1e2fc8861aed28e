import type { WorkEnd } from '../work/watched-handlers.ts';
import { type Instruments, pairs } from './instruments.ts';

export interface WorkWatch {
  /** The kinds of due work that there are. */
  kinds(kinds: readonly string[]): void;
  ended(kind: string, how: WorkEnd): void;
  /** What came of handing a ticket to the help desk. */
  ticketTried(result: string): void;
}

const ends: readonly WorkEnd[] = ['done', 'again', 'parked', 'fault'];
const ticketResults = ['open', 'later', 'denied', 'refused', 'none'].map((result) => ({ result }));

export function workWatch(make: Instruments): WorkWatch {
  const ended = make.counter('work_total', 'Due work that was carried out, by how it ended', [
    'kind',
    'result',
  ]);
  const tickets = make.counter(
    'ticket_tries_total',
    'Tries to hand a ticket to the help desk, by what came of them',
    ['result'],
    ticketResults,
  );
  return {
    kinds(kinds) {
      for (const labels of pairs('kind', kinds, 'result', ends)) ended.inc(labels, 0);
    },
    ended: (kind, result) => ended.inc({ kind, result }),
    ticketTried: (result) => tickets.inc({ result }),
  };
}
