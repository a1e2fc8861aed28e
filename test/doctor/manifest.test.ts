import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { strToU8, type Zippable, zipSync } from 'fflate';
import { expect, it } from 'vitest';
import { icons, manifestOf, packed, template } from './app-package.ts';
import { deployment } from './deployment.ts';
import { ownFolder, runDoctor } from './run-doctor.ts';

const address = ['--url', 'https://bot.invalid'];

/** The manifest's lines: its package is made of these files, for the bot that is deployed. */
async function diagnosed(make: (manifest: Record<string, any>) => Zippable | Uint8Array, words = address) {
  const { env } = await deployment();
  const made = make(manifestOf(env.MicrosoftAppId!, 'bot.invalid'));
  const file = join(ownFolder(), 'app.zip');
  writeFileSync(file, made instanceof Uint8Array ? made : zipSync(made));
  const { code, about } = await runDoctor(env, ['--package', file, ...words]);
  return { code, lines: about('manifest'), appId: env.MicrosoftAppId! };
}

const elsewhere = 'b0000000-0000-4000-8000-000000000000';

it('of this bot is fine, and its domains are held against the public address', async () => {
  const { lines } = await diagnosed(packed);
  expect(lines).toEqual([
    'fine    manifest: its app and its bot are MicrosoftAppId, bot.invalid among its domains.',
  ]);
  const bare = await diagnosed(packed, []);
  expect(bare.lines).toEqual([
    'fine    manifest: its app and its bot are MicrosoftAppId.',
    'unsure  manifest: its domains were not looked at. Give the public address with --url.',
  ]);
});

it.each<[string, (manifest: Record<string, any>) => Zippable | Uint8Array, RegExp]>([
  [
    'another bot',
    (m) => packed({ ...m, bots: [{ ...m.bots[0], botId: elsewhere }] }),
    /its bot is "b0000000-\S+", and MicrosoftAppId is \S+: people write to another bot\. Make the package anew/,
  ],
  [
    'another app',
    (m) => packed({ ...m, id: elsewhere }),
    /its app is "b0000000-\S+", and the bot’s links to its chat name MicrosoftAppId, \S+: they lead nowhere/,
  ],
  [
    'another extension',
    (m) => packed({ ...m, composeExtensions: [{ botId: elsewhere }] }),
    /its message extension is of the bot "b0000000-\S+", and not of/,
  ],
  ['no bot', (m) => packed({ ...m, bots: [] }), /its bot is none, and MicrosoftAppId is/],
  [
    'no private chat',
    (m) => packed({ ...m, bots: [{ ...m.bots[0], scopes: ['team'] }] }),
    /its bot has no private chat\. Add "personal" to bots\[0\]\.scopes/,
  ],
  [
    'another domain',
    (m) => packed({ ...m, validDomains: ['old.example', '*.elsewhere.example'] }),
    /bot\.invalid is none of its domains \("old\.example", "\*\.elsewhere\.example"\)\. Make the package anew/,
  ],
  [
    'no icon',
    (m) => ({ 'manifest.json': strToU8(JSON.stringify(m)) }),
    /an icon that it names is not in the package/,
  ],
  [
    'places that are not filled in',
    () => packed(JSON.parse(template())),
    /it is the template, with places that are not filled in\. Make the package by npm run package/,
  ],
  [
    'a folder in it',
    (m) => ({ app: packed(m) }),
    /manifest\.json is within a folder of \S+, and Teams looks at the top\. Zip the files/,
  ],
  ['no manifest', () => icons, /holds no manifest\.json/],
  ['no JSON', () => ({ 'manifest.json': strToU8('{"id": hush-hush') }), /the manifest in \S+ is no JSON/],
  ['another thing', () => ({ 'manifest.json': strToU8('[]') }), /is not one of a Teams app/],
  ['no zip', () => strToU8('hush-hush'), /\S+ cannot be read as a zip/],
])('with %s is wrong, and how to mend it is told', async (_what, make, expected) => {
  const { code, lines } = await diagnosed(make);
  expect(code).toBe(1);
  expect(lines[0]).toMatch(/^WRONG {3}manifest: /);
  expect(lines[0]).toMatch(expected);
  expect(lines.join()).not.toContain('hush-hush');
});

it('a wildcard takes the hosts beneath it', async () => {
  const { lines } = await diagnosed((m) => packed({ ...m, validDomains: ['*.invalid'] }));
  expect(lines.join()).toMatch(/^fine /);
});

it('is read as a file of its own too, and is told where neither is given', async () => {
  const { env } = await deployment();
  const file = join(ownFolder(), 'manifest.json');
  writeFileSync(file, `\uFEFF${JSON.stringify(manifestOf(env.MicrosoftAppId!, 'bot.invalid'))}`);
  const { about } = await runDoctor(env, ['--manifest', file, ...address]);
  expect(about('manifest').join()).toMatch(/^fine .*bot\.invalid among its domains\.$/);
  const missing = await runDoctor(env, ['--manifest', `${file}.gone`]);
  expect(missing.about('manifest').join()).toMatch(/^WRONG .*manifest\.json\.gone cannot be read \(ENOENT\)/);
  expect((await runDoctor(env)).about('manifest').join()).toMatch(
    /^unsure {2}manifest: not looked at\. Name the app package with --package/,
  );
});
