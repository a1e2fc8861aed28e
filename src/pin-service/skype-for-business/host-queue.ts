import type { HostAnswer } from './host-process.ts';
import type { HostRequest } from './lines.ts';

/** What came of a request; `away`: it was never sent, for no host could take it in time. */
export type Answer = Exclude<HostAnswer, { kind: 'notSent' }> | { kind: 'away' };

export interface Job {
  person: string;
  request: HostRequest;
  answer: (answer: Answer) => void;
}

/** Requests that wait for a host. Those about one person go one after another, in their order. */
export interface HostQueue {
  /** Waits so long for a host at most. */
  append(person: string, request: HostRequest, waitMs: number): Promise<Answer>;
  /** The first whose person has no request under way; `done` says when that is over. */
  take(): Job | undefined;
  done(job: Job): void;
  /** It was never sent: it is the first again. */
  putBack(job: Job): void;
  /** How many wait, of all or of one person. */
  length(person?: string): number;
  /** Nobody is left to wait for: whoever waits is told now rather than later. */
  turnAway(): void;
}

export function createHostQueue(): HostQueue {
  const waiting: Job[] = [];
  const busy = new Set<string>();
  return {
    append: (person, request, waitMs) =>
      new Promise((resolve) => {
        const timer = setTimeout(() => {
          const at = waiting.indexOf(job);
          if (at < 0) return;
          waiting.splice(at, 1);
          resolve(away);
        }, waitMs);
        const job: Job = {
          person,
          request,
          answer: (answer) => {
            clearTimeout(timer);
            resolve(answer);
          },
        };
        waiting.push(job);
      }),
    take() {
      const at = waiting.findIndex(({ person }) => !busy.has(person));
      const [job] = at < 0 ? [] : waiting.splice(at, 1);
      if (job) busy.add(job.person);
      return job;
    },
    done: ({ person }) => void busy.delete(person),
    putBack(job) {
      busy.delete(job.person);
      waiting.unshift(job);
    },
    length: (person) => waiting.filter((job) => person === undefined || job.person === person).length,
    turnAway() {
      for (const { answer } of waiting.splice(0)) answer(away);
    },
  };
}

const away: Answer = { kind: 'away' };
