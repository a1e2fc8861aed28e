import { readdirSync, readlinkSync, writeFileSync } from 'node:fs';
import { Session } from 'node:inspector/promises';
import { answerParent } from './parent.ts';

/** Loaded into the bot's process before the bot (`--import`): tells what its memory holds, and profiles it on demand. */

let session: Session | undefined;

answerParent({
  memory() {
    // Twice, because what the first one finalizes the second one frees.
    globalThis.gc?.();
    globalThis.gc?.();
    const { rss, heapUsed, external } = process.memoryUsage();
    return { rss, heap: heapUsed + external };
  },
  /** The time that all threads of the process have had of a core, in microseconds. */
  cpu() {
    const { user, system } = process.cpuUsage();
    return user + system;
  },
  /** What the process holds open, by count. Files and sockets are Linux's alone to tell; 0 elsewhere. */
  open() {
    const files = process.platform === 'linux' ? readdirSync('/proc/self/fd').map(target) : [];
    const sockets = files.filter((file) => file.startsWith('socket:')).length;
    return { resources: process.getActiveResourcesInfo().length, files: files.length, sockets };
  },
  async startProfile() {
    session = new Session();
    session.connect();
    await session.post('Profiler.enable');
    // Of a minute or two: finer, its end would hold the bot up for longer than what is measured next may wait.
    await session.post('Profiler.setSamplingInterval', {
      interval: Number(process.env.PROFILE_US ?? 10_000),
    });
    await session.post('Profiler.start');
  },
  async stopProfile(file) {
    const stopped = await session?.post('Profiler.stop');
    session?.disconnect();
    writeFileSync(String(file), JSON.stringify(stopped?.profile));
  },
});

/** What a descriptor is of. The one that lists them is gone by then. */
function target(descriptor: string): string {
  try {
    return readlinkSync(`/proc/self/fd/${descriptor}`);
  } catch {
    return '';
  }
}
