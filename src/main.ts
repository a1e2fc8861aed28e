import './node-version.ts';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseEnv } from 'node:util';
import { faultFields } from './log-fields.ts';
import { keepMemoryPrivate } from './memory-privacy.ts';

keepMemoryPrivate();
// Node's own crash report quotes the error's message and the line of source; nobody vouches for what stands in either.
for (const event of ['uncaughtException', 'unhandledRejection'] as const) {
  process.on(event, (error: unknown) => {
    process.stderr.write(`${JSON.stringify({ level: 'fatal', event, ...faultFields(error) })}\n`);
    process.exit(1);
  });
}

function environment(): Record<string, string | undefined> {
  const file = existsSync('.env') ? parseEnv(readFileSync('.env', 'utf8')) : {};
  return { ...file, ...process.env };
}

async function settingsOf(variables: Record<string, string | undefined>) {
  const { readSettings } = await import('./config.ts');
  try {
    return readSettings(variables);
  } catch (error) {
    const { withMisspelt } = await import('./misspelt-settings.ts');
    throw withMisspelt(error, variables, process.env);
  }
}

function startFault(error: unknown, port: number | undefined): string {
  const { code, path, syscall, port: wanted = port } = error as NodeJS.ErrnoException & { port?: number };
  if (code === 'SETTINGS_INVALID') return (error as Error).message;
  const portSetting = wanted === port ? 'PORT' : 'ADMIN_PORT';
  if (syscall === 'listen' && code === 'EACCES')
    return `Port ${wanted} may not be listened on: set ${portSetting} to another one.`;
  if (code === 'EADDRINUSE')
    return `Port ${wanted} is in use by another program: set ${portSetting} to a free one.`;
  if (code === 'ENOTFOUND' || code === 'EADDRNOTAVAIL')
    return 'That is no address of this machine: set HOST (or ADMIN_HOST) to one of its addresses.';
  if (code === 'DATABASE_UNUSABLE')
    return 'The database of DATABASE_URL cannot be used: see that it is there, and that its user may make tables in it.';
  if (code === 'DATA_DIR_OWNED')
    return 'The data folder is in use by another bot: stop that one, or set DATA_DIR to a folder of its own.';
  if (
    code === 'EACCES' ||
    code === 'EPERM' ||
    code === 'EROFS' ||
    code === 'EEXIST' ||
    code === 'ENOTDIR' ||
    code === 'ERR_SQLITE_ERROR'
  ) {
    return `The data folder cannot be written${path ? ` (${path})` : ''}: set DATA_DIR to a folder of this account.`;
  }
  return `The bot could not start: ${(error as Error).name} ${code ?? ''}`.trim();
}

const dataDirIn = ({ DATA_DIR }: Record<string, string | undefined>): string =>
  DATA_DIR?.trim() ? DATA_DIR : './data';

/** Beside the data, which no other account can write. */
async function keepCompiledCode(dataDir: string, only: 'where it is' | 'anew'): Promise<void> {
  const folder = join(dataDir, 'compile-cache');
  const { enableCompileCache } = await import('node:module');
  if (only === 'anew' || existsSync(folder)) enableCompileCache(folder);
}

const usage = `Usage: node dist/main.js without a word, which is the bot, or with one of its commands:
  audit --since 7d [--format jsonl|csv]
  doctor [--url https://bot.example.com] [--package <zip>] …
`;
const [command, ...words] = process.argv.slice(2);

async function usageOf(command: 'audit' | 'doctor'): Promise<string> {
  if (command === 'audit') return (await import('./audit-command.ts')).auditUsage;
  return (await import('./doctor/arguments.ts')).doctorUsage;
}

if (command === '--help') {
  process.stdout.write(usage);
  process.exit(0);
}
// A mistyped command must not become a second bot.
if (command !== undefined && command !== 'audit' && command !== 'doctor') {
  process.stderr.write(usage);
  process.exit(2);
}
// Before the settings are read: they may be bad.
if (command !== undefined && words.includes('--help')) {
  process.stdout.write(`${await usageOf(command)}\n`);
  process.exit(0);
}

let port: number | undefined;
try {
  const variables = environment();
  // Loading is most of a start, and begins with the settings. One that they stop makes no folder.
  if (command === undefined) await keepCompiledCode(dataDirIn(variables), 'where it is');
  const settings = await settingsOf(variables);
  port = settings.listen.port;
  if (command === 'audit') {
    const { runAudit } = await import('./audit-command.ts');
    process.exit(await runAudit(settings, words));
  }
  if (command === 'doctor') {
    const { runDoctor } = await import('./doctor/doctor.ts');
    process.exit(await runDoctor(settings, words, variables));
  }
  await keepCompiledCode(settings.dataDir, 'anew');
  const { bootBot } = await import('./boot.ts');
  const bot = await bootBot(settings);
  const reach = settings.listen.host === undefined ? ' (on every address of this machine)' : '';
  const trial = settings.registration ? '' : ' (a trial: nobody is authenticated)';
  process.stdout.write(`Conference PIN bot listening on ${bot.url}${reach}${trial}\n`);
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
