import '../node-version.ts';
import { keepMemoryPrivate } from '../memory-privacy.ts';
import type { PinService } from './service.ts';
import { readSettings, type Settings } from './settings.ts';
import { StartError } from './start-error.ts';

keepMemoryPrivate();

/** One line on stderr, without the error's message: nobody vouches for what a library puts into it. */
function reportFault(error: unknown): void {
  const { name, code, stack = '' } = error as Error & { code?: string };
  const where = stack.split('\n').filter((line) => line.startsWith('    at '));
  const fault = {
    time: new Date().toISOString(),
    fault: name,
    code,
    where: where.map((line) => line.trim()),
  };
  process.stderr.write(`${JSON.stringify(fault)}\n`);
}

/** What an operator may want to know of the pool: words and ids. */
function report(fields: Record<string, string>): void {
  process.stderr.write(`${JSON.stringify({ time: new Date().toISOString(), ...fields })}\n`);
}

/** Which check a token has failed: the answer does not say, and whoever runs the service has to know. */
function reportRefusal(why: string): void {
  const time = new Date().toISOString();
  process.stderr.write(`${JSON.stringify({ time, refused: 'token', why })}\n`);
}

/** A stranger must not fill the disk: each word once in a while. Their number is small. */
function oncePer(restMs: number, tell: (word: string) => void): (word: string) => void {
  const toldAt = new Map<string, number>();
  return (word) => {
    const now = Date.now();
    if (now - (toldAt.get(word) ?? Number.NEGATIVE_INFINITY) < restMs) return;
    toldAt.set(word, now);
    tell(word);
  };
}

// Node's own crash report quotes the error's message and the line of source; nobody vouches for what stands in either.
for (const event of ['uncaughtException', 'unhandledRejection'] as const) {
  process.on(event, (error: unknown) => {
    reportFault(error instanceof Error ? error : new Error(event));
    process.exit(1);
  });
}

function startFault(error: unknown, settings: Settings | undefined): string {
  if (error instanceof StartError) return error.message;
  const { code } = error as NodeJS.ErrnoException;
  const place = `${settings?.host}:${settings?.port}`;
  if (code === 'EADDRINUSE')
    return `${place} is in use by another program: set PIN_SERVICE_PORT to a free port`;
  if (code === 'EACCES') return `${place} may not be listened on: set PIN_SERVICE_PORT to another port`;
  return `a fault: ${(error as Error).message}`;
}

async function start(): Promise<void> {
  let settings: Settings | undefined;
  let service: PinService;
  try {
    settings = readSettings(process.env);
    const onRefused = oncePer(60_000, reportRefusal);
    const needs = { nowMs: Date.now, onFault: reportFault, onRefused, onReport: report };
    // An older Node has no SQLite, and would stumble over it before its version is looked at.
    const { startService } = await import('./service.ts');
    service = await startService(settings, needs);
  } catch (error) {
    process.stderr.write(`PIN service: ${startFault(error, settings)}\n`);
    process.exit(1);
  }
  // Ends at once, for changes may take minutes: what was running is ended truthfully at the next start.
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.once(signal, () => {
      service.stop();
      process.exit(0);
    });
  }
  process.stdout.write(`PIN service listening on ${service.url}\n`);
}

/** `doubts` and `settle`: what an operator says of changes of which nobody knows what became. */
async function command(args: string[]): Promise<number> {
  let settings: Settings | undefined;
  const out = (text: string) => void process.stdout.write(text);
  const error = (text: string) => void process.stderr.write(text);
  try {
    settings = readSettings(process.env);
    const { runDoubtsCommand } = await import('./skype-for-business/doubts-command.ts');
    return runDoubtsCommand(args, settings.dataDir, Date.now(), { out, error });
  } catch (fault) {
    error(`PIN service: ${startFault(fault, settings)}\n`);
    return 1;
  }
}

const args = process.argv.slice(2);
if (args.length === 0) await start();
else process.exitCode = await command(args);
