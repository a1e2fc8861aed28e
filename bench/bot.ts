import { type Child, startChild } from './child.ts';

export interface Memory {
  /** What V8 holds after a collection, buffers included. Bytes. */
  heap: number;
  /** What the process has of the machine's memory. Bytes. */
  rss: number;
}

/** What a process holds open, by count: handles and requests of Node, and descriptors of the system. */
export interface Open {
  resources: number;
  files: number;
  sockets: number;
}

/** The bot as it is deployed, but for a probe that tells of its memory. Local mode, SQLite in `dataDir`. */
export function startBot({ dataDir, pinServiceUrl }: { dataDir: string; pinServiceUrl: string }) {
  return startProbed(new URL('../src/main.ts', import.meta.url), {
    probe: new URL('probe.ts', import.meta.url).href,
    cwd: dataDir,
    env: {
      DATA_DIR: dataDir,
      PIN_SERVICE_URL: pinServiceUrl,
      PIN_SERVICE_TIMEOUT: '90s',
      REMINDERS: '30d',
      LOG_LEVEL: 'warn',
    },
  });
}

/** A program that listens on any free port, with a probe that tells what it takes. */
export async function startProbed(
  file: URL,
  { probe, cwd, env }: { probe: string; cwd: string; env: Record<string, string> },
) {
  const child = startChild(file, {
    cwd,
    execArgv: ['--expose-gc', '--import', probe],
    env: { PORT: '0', PROFILE_US: '200', ...env },
  });
  const url = await addressOf(child);
  return {
    url,
    log: child.log,
    memory: () => child.ask<Memory>('memory'),
    open: () => child.ask<Open>('open'),
    /** Microseconds that it has had of the machine's cores so far. */
    cpuUs: () => child.ask<number>('cpu'),
    /** Profiles the program until what it returns is called, which writes the profile to `file`. */
    async profile(file: string): Promise<() => Promise<void>> {
      await child.ask('startProfile');
      return () => child.ask('stopProfile', file);
    },
    end: child.end,
  };
}
export type Bot = Awaited<ReturnType<typeof startProbed>>;

export const addressOf = (child: Child): Promise<string> => child.says(/listening on (http:\S+)/);
