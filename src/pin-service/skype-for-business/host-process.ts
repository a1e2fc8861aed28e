import { type ChildProcess, type ChildProcessByStdio, spawn } from 'node:child_process';
import type { Readable, Writable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { type HostLine, type HostRequest, hostLine, longestLine } from './lines.ts';
import type { PoolSettings } from './settings.ts';

/**
 * What came of a request. `error`: the cmdlet itself has answered so. `lost`: the host is gone, and what became of the request
 * is not known; `lostAtMs` is when its process was dead. `notSent`: nothing was sent, and the host is of no use.
 */
export type HostAnswer =
  | { kind: 'ok'; ok: unknown }
  | { kind: 'error'; type: string; errorId: string }
  | { kind: 'lost'; why: Lost; lostAtMs: number }
  | { kind: 'notSent' };

export type Lost = 'ended' | 'silent' | 'nonsense' | 'transport';

/** One PowerShell with one remote session. It does one thing at a time. */
export interface Host {
  bornAtMs: number;
  /** Resolves with undefined when it may be asked, or with why it never may: a word for the log. */
  ready: Promise<string | undefined>;
  /** Resolves when its process is gone. */
  gone: Promise<void>;
  ask(request: HostRequest, timeoutMs: number): Promise<HostAnswer>;
  /** Lets it end its remote session; kills it where it does not. */
  close(graceMs: number): Promise<void>;
  kill(): void;
}

/** Beside `src/` and `dist/`. */
export const script = fileURLToPath(
  new URL('../../../deploy/skype-for-business/pin-host.ps1', import.meta.url),
);

/** Starts a host. The PIN goes to its stdin alone; what it writes on stderr is not looked at. */
export function startHost(settings: PoolSettings, startTimeoutMs: number, nowMs: () => number): Host {
  const child = startProgram(settings);
  return typeof child === 'string' ? stillborn(child, nowMs) : hostOf(child, startTimeoutMs, nowMs);
}

function hostOf(child: Program, startTimeoutMs: number, nowMs: () => number): Host {
  const gone = new Promise<void>((resolve) => {
    child.once('exit', () => resolve());
    child.once('error', () => resolve());
  });
  /** How it ended, for the log. */
  let end = 'ended';
  child.once('error', (error) => {
    end = cannotStart(error);
  });
  child.once('exit', (code, signal) => {
    end = `ended ${signal ?? code}`;
  });
  const heard = listen(child);
  let counter = 0;

  async function ask(request: HostRequest, timeoutMs: number): Promise<HostAnswer> {
    if (heard.isBroken()) return { kind: 'notSent' };
    counter += 1;
    const id = String(counter);
    const line = heard.next(timeoutMs);
    child.stdin.write(`${JSON.stringify({ id, ...request })}\n`);
    const answer = await line;
    if (answer.kind === 'ok' && answer.id === id) return { kind: 'ok', ok: answer.ok };
    if (answer.kind === 'error' && answer.id === id && !answer.transport)
      return { kind: 'error', type: answer.type, errorId: answer.errorId };
    // Whoever has once answered something else is not trusted with another request.
    child.kill('SIGKILL');
    await gone;
    return { kind: 'lost', why: whyLost(answer), lostAtMs: nowMs() };
  }

  async function begun(): Promise<string | undefined> {
    const line = await heard.next(startTimeoutMs);
    if (line.kind === 'ready') return undefined;
    child.kill('SIGKILL');
    if (line.kind === 'ended') return end;
    return line.kind === 'fatal' ? line.type : whyLost(line);
  }

  return {
    bornAtMs: nowMs(),
    ready: begun(),
    gone,
    ask,
    async close(graceMs) {
      child.stdin.end('{"do":"close"}\n');
      const timer = setTimeout(() => child.kill('SIGKILL'), graceMs);
      await gone;
      clearTimeout(timer);
    },
    kill: () => void child.kill('SIGKILL'),
  };
}

type Program = ChildProcessByStdio<Writable, Readable, null>;

/** A word for the log where the system does not even try; most faults come as an event instead. */
function startProgram(settings: PoolSettings): Program | string {
  try {
    return spawn(settings.powershell, argumentsFor(settings), {
      stdio: ['pipe', 'pipe', 'ignore'],
      env: withoutOwnSettings(process.env),
      windowsHide: true,
    });
  } catch (error) {
    return cannotStart(error);
  }
}

const cannotStart = (error: unknown): string =>
  `cannot_start ${(error as NodeJS.ErrnoException).code ?? ''}`.trim();

const stillborn = (why: string, nowMs: () => number): Host => ({
  bornAtMs: nowMs(),
  ready: Promise.resolve(why),
  gone: Promise.resolve(),
  ask: async () => ({ kind: 'notSent' }),
  close: async () => {},
  kill: () => {},
});

type Heard = HostLine | { kind: 'ended' | 'silent' | 'nonsense' };

const whyLost = (line: Heard): Lost =>
  line.kind === 'ended' || line.kind === 'silent'
    ? line.kind
    : line.kind === 'error'
      ? 'transport'
      : 'nonsense';

/** Lines as they come. Whatever comes while nobody waits is nonsense, and is what the next one to wait hears. */
function listen(child: ChildProcess) {
  let rest = '';
  let early: Heard | undefined;
  let waiting: ((line: Heard) => void) | undefined;
  const tell = (line: Heard) => {
    if (waiting) waiting(line);
    else early ??= line.kind === 'ended' ? line : { kind: 'nonsense' };
    waiting = undefined;
  };
  child.stdout?.setEncoding('utf8').on('data', (chunk: string) => {
    const lines = (rest + chunk).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) tell(read(line));
    if (rest.length > longestLine) {
      rest = '';
      tell({ kind: 'nonsense' });
    }
  });
  child.stdin?.on('error', () => {});
  const ended = () => tell({ kind: 'ended' });
  child.once('error', ended).once('close', ended);
  // Something else may hold its output open; what it has written itself is here by then.
  child.once('exit', () => setTimeout(ended, 1_000).unref());
  return {
    isBroken: () => early !== undefined,
    next(timeoutMs: number): Promise<Heard> {
      if (early) return Promise.resolve(early);
      return new Promise((resolve) => {
        const timer = setTimeout(() => tell({ kind: 'silent' }), timeoutMs);
        waiting = (line) => {
          clearTimeout(timer);
          resolve(line);
        };
      });
    },
  };
}

function read(line: string): Heard {
  if (line.length > longestLine) return { kind: 'nonsense' };
  try {
    const parsed = hostLine.safeParse(JSON.parse(line));
    return parsed.success ? parsed.data : { kind: 'nonsense' };
  } catch {
    return { kind: 'nonsense' };
  }
}

function argumentsFor({ pool, sessionIdleMs, callTimeoutMs, site }: PoolSettings): string[] {
  const seconds = (durationMs: number) => String(Math.max(1, Math.ceil(durationMs / 1_000)));
  return [
    ...['-NoLogo', '-NoProfile', '-NonInteractive', '-ExecutionPolicy', 'RemoteSigned', '-File', script],
    ...['-Pool', pool, '-IdleTimeoutSeconds', seconds(sessionIdleMs)],
    ...['-CallTimeoutSeconds', seconds(callTimeoutMs), ...(site === undefined ? [] : ['-Site', site])],
  ];
}

/** PowerShell needs the machine's variables, and none of the service's. */
const withoutOwnSettings = (env: NodeJS.ProcessEnv): NodeJS.ProcessEnv =>
  Object.fromEntries(Object.entries(env).filter(([name]) => !/^(PIN_SERVICE|SFB)_/i.test(name)));
