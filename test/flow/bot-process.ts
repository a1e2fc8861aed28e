import { type ChildProcess, spawn } from 'node:child_process';
import { EventEmitter, once } from 'node:events';
import { programEnv, programFile } from '../programs.ts';

const main = programFile('main');

/** The bot as a process of its own. */
export async function startBot(env: Record<string, string>) {
  const child = spawn(process.execPath, [main], {
    cwd: env.DATA_DIR,
    env: { ...programEnv, PORT: '0', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let log = '';
  const lines = new EventEmitter();
  // Not its exit: what it wrote last may be read after that.
  const closed = once(child, 'close').then(() => true as const);
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: Buffer) => {
      log += chunk.toString();
      lines.emit('more');
    });
  }
  const url = await listening(child, closed, lines, () => log);
  /** Waits until its log holds this so often: a pipe may bring a line later than the answer that it tells of. */
  async function logged(what: RegExp, times = 1): Promise<string> {
    const all = new RegExp(what, 'g');
    while ((log.match(all)?.length ?? 0) < times) {
      await once(lines, 'more', { signal: AbortSignal.timeout(30_000) });
    }
    return log;
  }
  return {
    url,
    pid: child.pid ?? 0,
    log: () => log,
    logged,
    /** All that it has logged until now: lines of a moment are written together, and with a warning at once. */
    async wholeLog(): Promise<string> {
      const warned = /"msg":"request refused"/g;
      const before = log.match(warned)?.length ?? 0;
      const headers = { 'content-type': 'application/json' };
      await fetch(`${url}/api/messages`, { method: 'POST', headers, body: '{}' });
      return logged(warned, before + 1);
    },
    async end(signal: NodeJS.Signals = 'SIGTERM'): Promise<number | null> {
      child.kill(signal);
      await closed;
      return child.exitCode;
    },
  };
}
export type BotProcess = Awaited<ReturnType<typeof startBot>>;

async function listening(
  child: ChildProcess,
  closed: Promise<true>,
  lines: EventEmitter,
  log: () => string,
): Promise<string> {
  for (let ended = false; ; ) {
    const url = /listening on (http:\S+)/.exec(log())?.[1];
    if (url) return url;
    if (ended) throw new Error(`the bot ended with ${child.exitCode}: ${log()}`);
    ended = await Promise.race([once(lines, 'more').then(() => false), closed]);
  }
}
