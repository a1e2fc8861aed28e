import { type ChildProcess, fork } from 'node:child_process';
import { EventEmitter, once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { Message } from './parent.ts';

export interface ChildOptions {
  env?: Record<string, string>;
  cwd?: string;
  /** Arguments of Node itself. */
  execArgv?: string[];
}

/** One program of a benchmark, in a process of its own. */
export function startChild(file: URL, options: ChildOptions = {}) {
  const child = fork(fileURLToPath(file), {
    ...options,
    env: { PATH: process.env.PATH ?? '', ...options.env },
    execArgv: options.execArgv ?? [],
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  const events = new EventEmitter();
  const asked = new Map<number, (answer: unknown) => void>();
  let count = 0;
  let log = '';
  const gone = ended(child, () => log);
  // Who waits for something is told; where nobody waits it is no fault.
  gone.catch(() => undefined);
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on('data', (chunk: Buffer) => {
      log += chunk.toString();
      events.emit('logged');
    });
  }
  child.on('message', (message: Message) => {
    if ('event' in message) events.emit(message.event, message.data);
    else {
      asked.get(message.nth)?.(message.answer);
      asked.delete(message.nth);
    }
  });
  return {
    events,
    log: () => log,
    ask<T>(name: string, given?: unknown): Promise<T> {
      count += 1;
      child.send({ nth: count, name, given });
      return Promise.race([
        new Promise<T>((resolve) => asked.set(count, resolve as (answer: unknown) => void)),
        gone,
      ]);
    },
    /** The first thing that it writes which fits. */
    async says(what: RegExp): Promise<string> {
      for (;;) {
        const found = what.exec(log)?.[1];
        if (found !== undefined) return found;
        await Promise.race([once(events, 'logged'), gone]);
      }
    },
    async end(): Promise<void> {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const exit = once(child, 'exit');
      child.kill('SIGTERM');
      await exit;
    },
  };
}
export type Child = ReturnType<typeof startChild>;

async function ended(child: ChildProcess, log: () => string): Promise<never> {
  await once(child, 'exit');
  throw new Error(`${child.spawnargs.at(-1)} ended with ${child.exitCode ?? child.signalCode}: ${log()}`);
}
