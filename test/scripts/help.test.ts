import { execFile } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it, onTestFinished } from 'vitest';

const path = (relative: string) => fileURLToPath(new URL(`../../${relative}`, import.meta.url));

it.each([
  ['scripts/package.ts', ['--help'], 'npm run package -- --app-id <GUID> --domain <host>'],
  ['scripts/package.ts', ['--scope', 'team', '--help'], 'npm run package -- --app-id <GUID> --domain <host>'],
  ['scripts/languages.ts', ['--help'], 'npm run languages -- [<language> …]'],
  ['scripts/build.ts', ['--help'], 'npm run build -- [--maps]'],
  ['scripts/doctor.mjs', ['--help'], 'doctor [--url https://bot.example.com]'],
  ['src/main.ts', ['doctor', '--help'], 'doctor [--url https://bot.example.com]'],
  ['src/main.ts', ['audit', '--help'], 'audit --since 7d [--format jsonl|csv]'],
  ['src/main.ts', ['--help'], 'node dist/main.js without a word, which is the bot'],
])('%s %o says how it is used, does nothing and ends with 0', async (script, words, usage) => {
  const folder = mkdtempSync(join(tmpdir(), 'help-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  // Bad settings are no reason to say nothing.
  const options = { cwd: folder, env: { PATH: process.env.PATH ?? '', PORT: 'http' } };
  const told = await new Promise<{ code: unknown; out: string; err: string }>((resolve) =>
    execFile(process.execPath, [path(script), ...words], options, (error, out, err) =>
      resolve({ code: error ? error.code : 0, out, err }),
    ),
  );
  expect({ code: told.code, err: told.err }).toEqual({ code: 0, err: '' });
  expect(told.out.startsWith(`Usage: ${usage}`)).toBe(true);
  expect(readdirSync(folder)).toEqual([]);
});
