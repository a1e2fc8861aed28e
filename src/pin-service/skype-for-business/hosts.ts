import { setTimeout as pause } from 'node:timers/promises';
import { backoffMs } from './backoff.ts';
import type { Host } from './host-process.ts';
import { type Answer, createHostQueue, type HostQueue, type Job } from './host-queue.ts';
import type { HostRequest } from './lines.ts';

export interface HostsNeeds {
  hosts: number;
  queue: number;
  lifetimeMs: number;
  callTimeoutMs: number;
  start: () => Host;
  nowMs: () => number;
  /** Told why a host was given up, or could not be had (a word, or an exception's type), and what it was asked for then. */
  onTrouble: (what: 'lost' | 'start', why: string, asked?: HostRequest['do']) => void;
}

/** A small pool of hosts: one that is lost or old is replaced. */
export interface Hosts {
  /** Asks the next free host; what only reads is asked of another where the first was lost. Never rejects. */
  ask(person: string, request: HostRequest): Promise<Answer>;
  /** Whether no more requests should be taken in: at all, or about this person, who must not fill it for all. */
  isFull(person: string): boolean;
  close(): void;
}

const closeGraceMs = 10_000;
/** A host that does nothing good for so long is as bad as one that does not start. */
const probationMs = 30_000;
const mostOfAPerson = 5;

export function openHosts(needs: HostsNeeds): Hosts {
  const queue = createHostQueue();
  const desk = createDesk(needs, queue);
  const all = new Set<Host>();
  let closed = false;

  /** One place: a host after another. */
  async function keepOne(): Promise<void> {
    let failed = 0;
    while (!closed) {
      const host = needs.start();
      all.add(host);
      const why = await host.ready;
      const wasGood = why === undefined && (await desk.serve(host));
      all.delete(host);
      failed = wasGood ? 0 : failed + 1;
      if (why !== undefined) needs.onTrouble('start', why);
      // One that was good, or the first that went bad after it had begun well, is replaced at once.
      if (closed || wasGood || (why === undefined && failed === 1)) continue;
      if (all.size === 0) queue.turnAway();
      await pause(backoffMs(failed), undefined, { ref: false });
    }
  }

  function once(person: string, request: HostRequest): Promise<Answer> {
    // All hosts are in their pause: nobody is to wait for the end of it.
    if (all.size === 0) return Promise.resolve({ kind: 'away' });
    const answer = queue.append(person, request, needs.callTimeoutMs);
    desk.pump();
    return answer;
  }

  for (let nth = 0; nth < needs.hosts; nth += 1) void keepOne();
  return {
    async ask(person, request) {
      const answer = await once(person, request);
      const isRead = request.do === 'account' || request.do === 'info';
      return isRead && answer.kind === 'lost' && answer.why === 'ended' ? once(person, request) : answer;
    },
    isFull: (person) => queue.length() >= needs.queue || queue.length(person) >= mostOfAPerson,
    close() {
      closed = true;
      queue.turnAway();
      for (const host of all) host.kill();
    },
  };
}

/** Gives what waits to the hosts that are free. */
function createDesk(needs: HostsNeeds, queue: HostQueue) {
  const idle = new Set<Host>();
  /** Those that have answered, or were told to end. */
  const good = new WeakSet<Host>();

  function pump(): void {
    for (const host of idle) {
      const job = queue.take();
      if (!job) return;
      idle.delete(host);
      void run(host, job);
    }
  }

  async function run(host: Host, job: Job): Promise<void> {
    const came = await host.ask(job.request, needs.callTimeoutMs);
    if (came.kind === 'notSent') {
      queue.putBack(job);
      needs.onTrouble('lost', 'nonsense');
      host.kill();
    } else {
      queue.done(job);
      job.answer(came);
      if (came.kind === 'lost') needs.onTrouble('lost', came.why, job.request.do);
      else release(host);
    }
    pump();
  }

  function release(host: Host): void {
    good.add(host);
    if (needs.nowMs() - host.bornAtMs >= needs.lifetimeMs) void host.close(closeGraceMs);
    else idle.add(host);
  }

  /** Until it is gone; says whether it was of use. One that is old while it works is closed when it has answered. */
  async function serve(host: Host): Promise<boolean> {
    idle.add(host);
    const leftMs = Math.max(0, needs.lifetimeMs - (needs.nowMs() - host.bornAtMs));
    const old = setTimeout(() => {
      if (!idle.delete(host)) return;
      good.add(host);
      void host.close(closeGraceMs);
    }, leftMs);
    pump();
    await host.gone;
    clearTimeout(old);
    const wasIdle = idle.delete(host);
    if (wasIdle) needs.onTrouble('lost', 'ended');
    return good.has(host) || needs.nowMs() - host.bornAtMs >= probationMs;
  }

  return { pump, serve };
}
