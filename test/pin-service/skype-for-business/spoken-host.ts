import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { onTestFinished } from 'vitest';
import type { SeedPerson } from '../../../src/pin-service/embedded/seed-form.ts';
import { type Pool, type PoolOptions, startPool } from './stand-in-pool.ts';
import { onLines } from './text-lines.ts';

export type SpokenHost = ReturnType<typeof startHost>;

/** Starts a host of the stand-in as the PIN service would, to speak its lines by hand. It ends with the test. */
export function startHost(env: Pick<Pool['env'], 'SFB_POOL' | 'SFB_POWERSHELL'>, args: string[] = []) {
  const usual = ['-NoLogo', '-NoProfile', '-File', 'pin-host.ps1', '-Pool', env.SFB_POOL];
  const child = spawn(env.SFB_POWERSHELL, [...usual, ...args], {
    env: {},
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  const lines: string[] = [];
  const waiting: (() => void)[] = [];
  const chunks = { count: 0, characters: 0 };
  const look = () => waiting.splice(0).forEach((go) => void go());
  onLines(child.stdout, (line) => lines.push(line));
  child.stdout.on('data', (text: string) => {
    chunks.count += 1;
    chunks.characters += text.length;
    look();
  });
  child.stdin.on('error', () => {});
  const ended = once(child, 'close').then(([code, signal]) => ({ code, signal }));
  let gone = false;
  void ended.then(() => {
    gone = true;
    look();
  });
  const next = async (): Promise<string> => {
    while (lines.length === 0) {
      if (gone) throw new Error('the host has ended and said no more');
      await new Promise<void>((resolve) => waiting.push(resolve));
    }
    return lines.shift() ?? '';
  };
  const say = (request: unknown) => void child.stdin.write(`${JSON.stringify(request)}\n`);
  return {
    child,
    chunks,
    /** The next line of its stdout; rejects where it ends without one. */
    next,
    json: async () => JSON.parse(await next()),
    /** Lines that nobody has taken yet. */
    left: () => lines,
    say,
    async ask(request: Record<string, unknown>) {
      say(request);
      return JSON.parse(await next());
    },
    /** How it ended, once it has and all that it wrote was read. */
    ended,
    /** Resolves when it has written that many characters in all. */
    async wrote(characters: number): Promise<void> {
      while (chunks.characters < characters) await new Promise<void>((resolve) => waiting.push(resolve));
    },
  };
}

/** A pool that stops with the test. */
export async function poolWith(people: SeedPerson[], options: PoolOptions = {}) {
  const pool = await startPool(people, options);
  onTestFinished(() => pool.stop());
  return pool;
}

/** A pool and a host of it that has said ready. */
export async function readyHost(people: SeedPerson[], options: PoolOptions = {}, args: string[] = []) {
  const pool = await poolWith(people, options);
  const host = startHost(pool.env, args);
  const first = await host.next();
  if (first !== '{"ready":true}') throw new Error(`the host has not said ready but ${first}`);
  return { pool, host };
}
