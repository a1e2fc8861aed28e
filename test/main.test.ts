import { execFile } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it, onTestFinished } from 'vitest';

const main = fileURLToPath(new URL('../src/main.ts', import.meta.url));

interface Ended {
  code: number | string | null | undefined;
  out: string;
  err: string;
}

/** The real program in a folder of its own. One that goes on is ended, and has no code then. */
function run(cwd: string, words: string[], env: Record<string, string> = {}): Promise<Ended> {
  const options = { cwd, env: { PATH: process.env.PATH ?? '', PORT: '0', ...env }, timeout: 60_000 };
  return new Promise((resolve) => {
    execFile(process.execPath, [main, ...words], options, (error, out, err) =>
      resolve({ code: error ? error.code : 0, out, err }),
    );
  });
}

function ownFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'main-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

it.each([['audti'], ['--version'], ['--help'], ['']])('starts no bot at the word %j', async (word) => {
  const folder = ownFolder();
  const { code, out, err } = await run(folder, [word]);
  expect({ code, out }).toEqual({ code: 2, out: '' });
  expect(err).toMatch(/^Usage: /);
  for (const said of ['audit --since', 'doctor [--url', 'without a word, which is the bot'])
    expect(err).toContain(said);
  expect(readdirSync(folder)).toEqual([]);
});

it.each([
  ['a file', ''],
  ['beneath a file', '/data'],
])('a data folder that is %s is told in words', async (_, beneath) => {
  const folder = ownFolder();
  const file = join(folder, 'file');
  writeFileSync(file, '');
  const { code, out, err } = await run(folder, [], { DATA_DIR: `${file}${beneath}` });
  expect({ code, out }).toEqual({ code: 1, out: '' });
  expect(err).toBe(
    `The data folder cannot be written (${file}${beneath}): set DATA_DIR to a folder of this account.\n`,
  );
});
