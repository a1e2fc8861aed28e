import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { lookAtNames } from '../../src/doctor/setting-names.ts';
import { exampleValues } from '../docs/documents.ts';
import { deployment } from './deployment.ts';
import { ownFolder, runDoctor } from './run-doctor.ts';

it('misspelt settings in .env are told, with the name that was meant and never their values', async () => {
  const { env } = await deployment();
  const own = { HELPDESK_AGENT: 'hush', MicrosoftAppld: 'hush', 'data-dir': 'hush', BACKUP_TARGET: 'hush' };
  const lines = Object.entries({ ...env, ...own }).map(([name, value]) => `${name}=${value}`);
  const folder = ownFolder();
  writeFileSync(join(folder, '.env'), lines.join('\n'));
  const { code, out, about } = await runDoctor({}, [], folder);
  expect(code).toBe(1);
  const expected = [
    'WRONG   settings: HELPDESK_AGENT stands in .env, and no program reads it. Write HELPDESK_AGENTS, or leave it out.',
    'WRONG   settings: MicrosoftAppld stands in .env, and no program reads it. Write MicrosoftAppId, or leave it out.',
    'WRONG   settings: data-dir stands in .env, and no program reads it. Write DATA_DIR, or leave it out.',
    'unsure  settings: BACKUP_TARGET stands in .env, and the bot does not read it. Leave it out, unless something else reads the file.',
  ];
  expect(about('settings')).toEqual(expect.arrayContaining(expected));
  // And where HOST is loopback.
  expect(about('settings')).toHaveLength(expected.length + 1);
  expect(out).not.toContain('hush');
});

it.each([
  ['PIN_SERVICE_SCOP', 'PIN_SERVICE_SCOPE'],
  ['PIN_SERVICE_TIMOEUT', 'PIN_SERVICE_TIMEOUT'],
  ['helpdesk_email', 'HELPDESK_EMAIL'],
  ['SFB_POOLS', 'SFB_POOL'],
  ['SFB_UNLOK', 'SFB_UNLOCK'],
  ['PIN_SERVICE_TOKEN_ISUER', 'PIN_SERVICE_TOKEN_ISSUER'],
  ['PIN_SERVICE_SOMETHING_ELSE', undefined],
  ['MICROSOFT_APP_ID', 'MicrosoftAppId'],
  ['ZENDESK_TOKEN', undefined],
])('of %s it thinks that %s was meant', (name, meant) => {
  const [found] = lookAtNames({ [name]: 'x' }, {});
  expect(found?.verdict).toBe(meant ? 'wrong' : 'unsure');
  expect(found?.mend).toContain(meant ? `Write ${meant},` : 'Leave it out');
});

it('no setting of the programs, of Azure, Node or a proxy is called misspelt', () => {
  const example = readFileSync(new URL('../../.env.example', import.meta.url), 'utf8');
  const others = [
    'AZURE_CLIENT_ID',
    'NODE_OPTIONS',
    'WEBSITE_HOSTNAME',
    'HTTPS_PROXY',
    'no_proxy',
    'PGSSLMODE',
    'TZ',
  ];
  const names = [...exampleValues(example).keys(), ...others];
  expect(names.length).toBeGreaterThan(80);
  expect(lookAtNames(Object.fromEntries(names.map((name) => [name, 'x'])), {})).toEqual([]);
});

it('a line of a secret that reads as a name is not repeated', () => {
  const [found] = lookAtNames({ MIIEvQhushIBADAN: '=' }, {});
  expect(found?.verdict).toBe('unsure');
  expect(found?.what).toMatch(/^a name that looks like none of a setting’s stands in \.env/);
});

it('an empty value counts as absent, and what the environment holds is not of .env', () => {
  expect(lookAtNames({ HELPDESK_AGENT: ' ', PORTS: '1' }, { PORTS: '1' })).toEqual([]);
});
