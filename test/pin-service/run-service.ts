import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { programEnv, programFile } from '../programs.ts';

const entry = programFile('pin-service/main');
const ready = /^PIN service listening on (https?:\S+)$/m;

export interface RunningPinService {
  /** Without a slash at its end. */
  url: string;
  pid: number;
  /** All that it wrote so far on stdout and stderr. */
  logs: () => string;
  /** Ends it with SIGTERM; resolves with its exit code when it is gone. */
  stop: () => Promise<number | null>;
  /** Ends it with SIGKILL; resolves when it is gone. */
  kill: () => Promise<void>;
}

/**
 * Runs the reference PIN service as a process of its own, on a free port, with no setting but those given.
 * Rejects with what it wrote where it ends before it listens.
 */
export async function startPinService(options: {
  env?: Record<string, string>;
  dataDir: string;
}): Promise<RunningPinService> {
  const { child, logs } = runPinService({
    PIN_SERVICE_PORT: '0',
    PIN_SERVICE_DATA_DIR: options.dataDir,
    ...options.env,
  });
  const url = await listening(child, logs);
  const end = async (signal: NodeJS.Signals) => {
    if (child.exitCode === null && child.signalCode === null) {
      const closed = once(child, 'close');
      child.kill(signal);
      await closed;
    }
    return child.exitCode;
  };
  return {
    url,
    pid: child.pid as number,
    logs,
    stop: () => end('SIGTERM'),
    kill: async () => void (await end('SIGKILL')),
  };
}

/** Starts the process with exactly this environment; `logs` tells all that it wrote so far. */
export function runPinService(env: Record<string, string>): { child: ChildProcess; logs: () => string } {
  const child = spawn(process.execPath, [entry], {
    env: { ...programEnv, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let text = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (chunk: string) => {
      text += chunk;
    });
  }
  return { child, logs: () => text };
}

function listening(child: ChildProcess, logs: () => string): Promise<string> {
  return new Promise((resolve, reject) => {
    child.stdout?.on('data', () => {
      const [, url] = ready.exec(logs()) ?? [];
      if (url) resolve(url);
    });
    child.once('close', (code) =>
      reject(new Error(`the PIN service ended with ${code} before it listened: ${logs()}`)),
    );
  });
}
