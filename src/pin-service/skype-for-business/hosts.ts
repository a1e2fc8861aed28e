import { setTimeout as pause } from 'node:timers/promises';
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
  /** Told why a host was given up, or could not be had: a word, or an exception's type. */
  onTrouble: (what: 'lost' | 'start', why: string) => void;
}

/** A small pool of hosts: one that is lost or old is replaced. */
export interface Hosts {
  /** Asks the next free host. Never rejects. */
  ask(person: string, request: HostRequest): Promise<Answer>;
  /** Whether no more requests should be taken in. */
  isFull(): boolean;
  close(): void;
}

const closeGraceMs = 10_000;
const firstPauseMs = 1_000;
const longestPauseMs = 60_000;

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
      if (why === undefined) await desk.serve(host);
      all.delete(host);
      failed = why === undefined ? 0 : failed + 1;
      if (why === undefined || closed) continue;
      needs.onTrouble('start', why);
      if (all.size === 0) queue.turnAway();
      const pauseMs = Math.min(longestPauseMs, firstPauseMs * 2 ** Math.min(failed - 1, 10));
      await pause(pauseMs, undefined, { ref: false });
    }
  }

  for (let nth = 0; nth < needs.hosts; nth += 1) void keepOne();
  return {
    ask(person, request) {
      const answer = queue.append(person, request, needs.callTimeoutMs);
      desk.pump();
      return answer;
    },
    isFull: () => queue.length() >= needs.queue,
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
      host.kill();
    } else {
      queue.done(job);
      job.answer(came);
      if (came.kind === 'lost') needs.onTrouble('lost', came.why);
      else if (needs.nowMs() - host.bornAtMs >= needs.lifetimeMs) void host.close(closeGraceMs);
      else idle.add(host);
    }
    pump();
  }

  /** Until it is gone. One that is old while it works is closed when it has answered. */
  async function serve(host: Host): Promise<void> {
    idle.add(host);
    const leftMs = Math.max(0, needs.lifetimeMs - (needs.nowMs() - host.bornAtMs));
    const old = setTimeout(() => {
      if (idle.delete(host)) void host.close(closeGraceMs);
    }, leftMs);
    pump();
    await host.gone;
    clearTimeout(old);
    idle.delete(host);
  }

  return { pump, serve };
}
