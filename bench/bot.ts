import { type Child, startChild } from './child.ts';

export interface Memory {
  /** What V8 holds after a collection, buffers included. Bytes. */
  heap: number;
  /** What the process has of the machine's memory. Bytes. */
  rss: number;
}

/** The bot as it is deployed, but for a probe that tells of its memory. Local mode, SQLite in `dataDir`. */
export async function startBot({ dataDir, pinServiceUrl }: { dataDir: string; pinServiceUrl: string }) {
  const child = startChild(new URL('../src/main.ts', import.meta.url), {
    cwd: dataDir,
    execArgv: ['--expose-gc', '--import', new URL('probe.ts', import.meta.url).href],
    env: {
      PORT: '0',
      DATA_DIR: dataDir,
      PIN_SERVICE_URL: pinServiceUrl,
      PIN_SERVICE_TIMEOUT: '90s',
      REMINDERS: '30d',
      LOG_LEVEL: 'warn',
    },
  });
  const url = await addressOf(child);
  return {
    url,
    log: child.log,
    memory: () => child.ask<Memory>('memory'),
    /** Profiles the bot until what it returns is called, which writes the profile to `file`. */
    async profile(file: string): Promise<() => Promise<void>> {
      await child.ask('startProfile');
      return () => child.ask('stopProfile', file);
    },
    end: child.end,
  };
}
export type Bot = Awaited<ReturnType<typeof startBot>>;

export const addressOf = (child: Child): Promise<string> => child.says(/listening on (http:\S+)/);
