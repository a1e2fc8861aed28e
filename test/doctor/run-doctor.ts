import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { programEnv, programFile } from '../programs.ts';

const main = programFile('main');

export interface Diagnosis {
  code: number;
  /** All that it printed. */
  out: string;
  err: string;
  /** Its lines about a thing, in order. */
  about: (what: string) => string[];
}

/** The real command, with exactly this environment. */
export function runDoctor(
  env: Record<string, string>,
  words: string[] = [],
  cwd = env.DATA_DIR,
): Promise<Diagnosis> {
  const options = { env: { ...programEnv, ...env }, cwd };
  return new Promise((resolve) => {
    execFile(process.execPath, [main, 'doctor', ...words], options, (error, out, err) =>
      resolve({
        code: typeof error?.code === 'number' ? error.code : error ? -1 : 0,
        out,
        err,
        about: (what) => out.split('\n').filter((line) => line.slice(8).startsWith(`${what}: `)),
      }),
    );
  });
}

/** A folder that is gone after the test. */
export function ownFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'doctor-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}
