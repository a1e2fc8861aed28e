import { execFile } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it, onTestFinished } from 'vitest';
import { startZendesk } from '../helpdesk/stand-in-zendesk.ts';
import { closedPort, tcpPort } from '../pin/stand-in-service.ts';
import { deployment } from './deployment.ts';
import { ownFolder, runDoctor } from './run-doctor.ts';

it('settings that are bad end it with the very words of the bot', async () => {
  const { env } = await deployment({ PIN_SERVICE_TIMEOUT: 'hush-hush', MicrosoftAppTenantId: '' });
  const { code, out, err } = await runDoctor(env);
  expect({ code, out }).toEqual({ code: 1, out: '' });
  expect(err).toBe(
    'The bot cannot start with these settings:\n  - PIN_SERVICE_TIMEOUT should be a number with ms, s, m, h or d, such as 15m\n  - MicrosoftAppTenantId should be set beside MicrosoftAppId\n',
  );
});

it('settings are read from .env, and what Node does not read there is told', async () => {
  const { env } = await deployment();
  const file = { ...env, NODE_EXTRA_CA_CERTS: '/etc/ca.pem' };
  const lines = Object.entries(file).map(([name, value]) => `${name}=${value}`);
  const folder = ownFolder();
  writeFileSync(join(folder, '.env'), lines.join('\n'));
  const { about } = await runDoctor({}, [], folder);
  expect(about('registration').join()).toMatch(/^fine /);
  expect(about('settings')).toEqual([
    'WRONG   settings: NODE_EXTRA_CA_CERTS stands in .env, where it is read by nobody. Set it in the environment that starts the bot.',
    expect.stringMatching(
      /^unsure {2}settings: HOST is 127\.0\.0\.1, so that only this machine reaches the bot\./,
    ),
  ]);
});

const noAddress =
  '--url should be an address with https:// (or http://) before it, without user, password, query or fragment.';

it.each([
  [['--urls', 'https://bot.example.com'], '--urls is not known.'],
  [['--url', 'bot.example.com'], noAddress],
  [['--url', 'ftp://bot.example.com'], noAddress],
  [['--url', 'https://user:secret@bot.example.com'], noAddress],
  [['--within', '5'], '--within should be a number with ms, s, m, h or d, such as 10s.'],
  [['--package', 'a.zip', '--manifest', 'b.json'], '--package and --manifest should not both be given.'],
  [['everything'], 'Every word should be an option, or the value behind one.'],
])('asked for wrongly (%o) it says what and how, and looks at nothing', async (words, what) => {
  const { env } = await deployment();
  const { code, out, err } = await runDoctor(env, words);
  expect({ code, out }).toEqual({ code: 2, out: '' });
  const [first, second] = err.split('\n');
  expect(first).toBe(what);
  expect(second).toMatch(/^Usage: doctor \[--url https:\/\/bot\.example\.com\]/);
});

it('a look that does not end is told, and holds up no other', async () => {
  const silent = await tcpPort(() => {});
  const { env } = await deployment({
    ZENDESK_URL: `http://${silent}`,
    ZENDESK_EMAIL: 'a@b.example',
    ZENDESK_API_TOKEN: 'x',
  });
  const { code, about } = await runDoctor(env, ['--within', '300ms']);
  expect(code).toBe(1);
  expect(about('help desk').join()).toMatch(
    /^WRONG {3}help desk: no end after 2400ms\. Something holds it up/,
  );
  expect(about('store').join()).toMatch(/^fine /);
});

it('Zendesk lets the bot in, or not; where it is away tickets wait', async () => {
  const desk = await startZendesk();
  onTestFinished(() => void desk.stop());
  const { env } = await deployment(desk.env);
  const good = await runDoctor(env);
  expect(good.about('help desk').join()).toMatch(
    /^fine {4}help desk: Zendesk at 127\.0\.0\.1:\d+ lets the bot in\.$/,
  );
  expect(desk.made).toEqual([]);
  const bad = await runDoctor({ ...env, ZENDESK_API_TOKEN: 'another-one' });
  expect(bad.about('help desk').join()).toMatch(
    /^WRONG .*does not let the bot in \(401\): no ticket can be made\. Set ZENDESK_URL, /,
  );
  expect(bad.out).not.toContain('another-one');
  const away = await runDoctor({ ...env, ZENDESK_URL: `http://${await closedPort()}` });
  expect(away.about('help desk').join()).toMatch(/^unsure .*gave no answer that counts; tickets wait/);
});

it('ends with how many things are wrong, and what could not be told', async () => {
  const { env } = await deployment();
  const { out } = await runDoctor(env);
  const wrongs = out.match(/^WRONG /gm)?.length;
  const doubts = out.match(/^unsure /gm)?.length;
  expect(wrongs).toBe(1);
  expect(out.trimEnd().split('\n').at(-1)).toBe(
    `${wrongs} thing is wrong. ${doubts} things could not be told from here.`,
  );
});

it('is what npm run doctor runs, with its words', async () => {
  const script = fileURLToPath(new URL('../../scripts/doctor.mjs', import.meta.url));
  const { env } = await deployment();
  const words = ['--manifest', 'gone.json'];
  const options = { env: { PATH: process.env.PATH ?? '', ...env }, cwd: env.DATA_DIR! };
  const told = await new Promise<{ code: unknown; out: string }>((resolve) =>
    execFile(process.execPath, [script, ...words], options, (error, out) =>
      resolve({ code: error?.code, out }),
    ),
  );
  expect(told.code).toBe(1);
  expect(told.out).toContain('WRONG   manifest: gone.json cannot be read (ENOENT).');
});
