import { existsSync, readFileSync } from 'node:fs';
import { parseEnv } from 'node:util';
import { bootBot } from './boot.ts';
import { readSettings, SettingsError } from './config.ts';
import { keepMemoryPrivate } from './memory-privacy.ts';

keepMemoryPrivate();

function environment(): Record<string, string | undefined> {
  const file = existsSync('.env') ? parseEnv(readFileSync('.env', 'utf8')) : {};
  return { ...file, ...process.env };
}

function startFault(error: unknown, port: number | undefined): string {
  if (error instanceof SettingsError) return error.message;
  const { code, path } = error as NodeJS.ErrnoException;
  if (code === 'EADDRINUSE') return `Port ${port} is in use by another program: set PORT to a free one.`;
  if (code === 'EACCES' || code === 'EROFS' || code === 'ENOTDIR' || code === 'ERR_SQLITE_ERROR') {
    return `The data folder cannot be written${path ? ` (${path})` : ''}: set DATA_DIR to a folder of this account.`;
  }
  return `The bot could not start: ${(error as Error).name} ${code ?? ''}`.trim();
}

let port: number | undefined;
try {
  const settings = readSettings(environment());
  port = settings.listen.port;
  const bot = await bootBot(settings);
  process.stdout.write(
    `Conference PIN bot listening on ${bot.url}${settings.registration ? '' : ' (a trial: nobody is authenticated)'}\n`,
  );
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.on(signal, () => {
      if (bot.stopping()) process.exit(1);
      void bot.stop().then(() => process.exit(0));
    });
  }
} catch (error) {
  process.stderr.write(`${startFault(error, port)}\n`);
  process.exit(1);
}
