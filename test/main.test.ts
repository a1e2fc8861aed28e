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

it.each([['audti'], ['--version'], ['']])('starts no bot at the word %j', async (word) => {
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

const registered = {
  MicrosoftAppType: 'SingleTenant',
  MicrosoftAppId: '22222222-2222-4222-8222-222222222222',
  MicrosoftAppTenantId: '11111111-1111-4111-8111-111111111111',
  PIN_SERVICE_URL: 'https://pins.example.com',
  HELPDESK_EMAIL: 'help.desk@example.com',
};
const unread = 'and no program reads it: write';

it.each([[[]], [['doctor']], [['audit', '--since', '7d']]])(
  'a misspelt name in .env is told first where settings are bad, and no value (%o)',
  async (words) => {
    const folder = ownFolder();
    const own = { ...registered, MicrosoftAppPasword: 'hush', HELPDESK_PHON: 'hush', BACKUP_TARGET: 'hush' };
    const lines = Object.entries(own).map(([name, value]) => `${name}=${value}`);
    writeFileSync(join(folder, '.env'), lines.join('\n'));
    const { code, out, err } = await run(folder, words);
    expect({ code, out }).toEqual({ code: 1, out: '' });
    expect(err.trimEnd().split('\n')).toEqual([
      'The bot cannot start with these settings:',
      `  - HELPDESK_PHON stands in .env, ${unread} HELPDESK_PHONE, or leave it out`,
      `  - MicrosoftAppPasword stands in .env, ${unread} MicrosoftAppPassword, or leave it out`,
      '  - MicrosoftAppPassword should be set for SingleTenant',
    ]);
  },
);

it('of the environment only such a name is told as may be meant for a setting that is missing', async () => {
  const own = { ...registered, MicrosoftAppPasword: 'hush', HELPDESK_PHON: 'hush', HOSTS: 'hush' };
  const { code, err } = await run(ownFolder(), [], own);
  expect(code).toBe(1);
  expect(err.trimEnd().split('\n').slice(1)).toEqual([
    `  - MicrosoftAppPasword is set, ${unread} MicrosoftAppPassword, or leave it out`,
    '  - MicrosoftAppPassword should be set for SingleTenant',
  ]);
});
