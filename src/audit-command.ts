import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { parseArgs } from 'node:util';
import { argumentFault, durationShape } from './command-arguments.ts';
import type { Settings } from './config.ts';
import { parseDuration } from './duration.ts';
import { type AuditFormat, auditLines } from './helpdesk/audit.ts';
import { openAudit } from './store/open-audit.ts';

export const auditUsage = 'Usage: audit --since 7d [--format jsonl|csv]';

type Asked = { kind: 'asked'; sinceMs: number; format: AuditFormat } | { kind: 'wrong'; what: string };
const wrong = (what: string): Asked => ({ kind: 'wrong', what });

/** What was asked for, or what of it is not written as the usage says. */
function readAuditArguments(words: string[]): Asked {
  try {
    const { values } = parseArgs({
      args: words,
      options: { since: { type: 'string' }, format: { type: 'string', default: 'jsonl' } },
    });
    const { since, format } = values;
    if (since === undefined) return wrong('--since is missing');
    const sinceMs = parseDuration(since);
    if (!sinceMs) return wrong(`--since ${durationShape}, such as 7d`);
    if (format !== 'jsonl' && format !== 'csv') return wrong('--format should be jsonl or csv');
    return { kind: 'asked', sinceMs, format };
  } catch (error) {
    return wrong(argumentFault(error));
  }
}

/**
 * Writes the events of the audit to standard output, the oldest first, beside a bot that runs. Changes nothing.
 *
 * @returns the process's exit code
 */
export async function runAudit(settings: Settings, words: string[]): Promise<number> {
  const asked = readAuditArguments(words);
  if (asked.kind === 'wrong') return complain(`${asked.what}.\n${auditUsage}`, 2);
  const { dataDir, databaseUrl } = settings;
  if (databaseUrl === undefined && !existsSync(join(dataDir, 'pin-bot.sqlite')))
    return complain('There is no store in DATA_DIR: start this where the bot runs, with its settings.', 1);
  const audit = await openAudit(databaseUrl === undefined ? { dataDir } : { databaseUrl });
  try {
    const events = audit.store.events(new Date(Date.now() - asked.sinceMs));
    await pipeline(Readable.from(auditLines(events, asked.format)), process.stdout, { end: false });
    return 0;
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException;
    // Whoever reads has had enough.
    if (code === 'EPIPE') return 0;
    return complain(`The store could not be read: ${(error as Error).name} ${code}`.trim(), 1);
  } finally {
    await audit.close();
  }
}

function complain(text: string, exitCode: number): number {
  process.stderr.write(`${text}\n`);
  return exitCode;
}
