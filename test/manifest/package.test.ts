import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { localizationFor, manifestFor } from '../../scripts/manifest/manifest.ts';
import { manifestLanguages } from '../../scripts/manifest/texts.ts';
import { ownFolder, ownManifest, textOf } from './run-package.ts';

const appId = '0f5b8a4e-6f0f-4d3f-8f2e-4a7be7a1c001';
const botId = '0f5b8a4e-6f0f-4d3f-8f2e-4a7be7a1c002';
const sound = ['--app-id', appId, '--domain', 'pins.contoso.example'];
const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'));

let folder: ReturnType<typeof ownFolder>;
beforeEach(() => {
  folder = ownFolder();
});
afterEach(() => folder.removeAll());

const jsonIn = (name: string, file: string) => JSON.parse(textOf(folder.files(name)[file]));

describe('npm run package', () => {
  it('makes a zip of the manifest, the icons and the languages, and of nothing else', async () => {
    const { code, stdout, stderr } = await folder.run(sound);
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toContain(`${join('build', 'conference-pin.zip')}: Conference PIN ${version}`);
    expect(folder.built()).toEqual(['conference-pin.zip']);
    const files = folder.files('conference-pin.zip');
    const languages = manifestLanguages();
    const named = languages.map((language) => `${language.toLowerCase()}.json`);
    expect(languages).toHaveLength(11);
    expect(Object.keys(files).sort()).toEqual(['manifest.json', 'color.png', 'outline.png', ...named].sort());
    for (const icon of ['color.png', 'outline.png'])
      expect(Buffer.from(files[icon]!).equals(readFileSync(join(ownManifest, icon)))).toBe(true);
    for (const language of languages)
      expect(JSON.parse(textOf(files[`${language.toLowerCase()}.json`]))).toEqual(localizationFor(language));
  });

  it('fills the manifest with the app, and the pages of its own bot', async () => {
    await folder.run(sound);
    const manifest = jsonIn('conference-pin.zip', 'manifest.json');
    const domain = 'pins.contoso.example';
    const websiteUrl = `https://${domain}/terms`;
    const deployment = { appId, botId: appId, domain, developerName: domain, websiteUrl, version };
    expect(manifest).toEqual(manifestFor(deployment));
    expect(manifest.developer).toEqual({
      name: domain,
      websiteUrl,
      privacyUrl: `https://${domain}/privacy`,
      termsOfUseUrl: `https://${domain}/terms`,
    });
    expect(manifest.bots[0]).toMatchObject({ botId: appId, scopes: ['personal'] });
    expect(manifest.validDomains).toEqual([domain]);
    expect(manifest.webApplicationInfo).toEqual({ id: appId, resource: `api://${domain}/${appId}` });
    for (const { file } of manifest.localizationInfo.additionalLanguages)
      expect(folder.files('conference-pin.zip')).toHaveProperty([file]);
  });

  it('takes what it is told of the app', async () => {
    const developer = ['--developer', 'Contoso "IT"', '--website', 'https://help.contoso.example/pin'];
    const app = ['--bot-id', botId.toUpperCase(), '--version', '1.4.0'];
    await folder.run(['--app-id', appId, '--domain', 'PINS.contoso.example', ...developer, ...app]);
    const manifest = jsonIn('conference-pin.zip', 'manifest.json');
    expect(manifest).toMatchObject({ id: appId, version: '1.4.0' });
    expect(manifest.developer).toMatchObject({
      name: 'Contoso "IT"',
      websiteUrl: 'https://help.contoso.example/pin',
      privacyUrl: 'https://pins.contoso.example/privacy',
    });
    expect([manifest.bots[0].botId, manifest.composeExtensions[0].botId]).toEqual([botId, botId]);
    expect(manifest.webApplicationInfo.id).toBe(botId);
  });

  it('calls the app by its name in every language, and the zip after it', async () => {
    await folder.run([...sound, '--name', 'Contoso PIN é']);
    expect(folder.built()).toEqual(['contoso-pin-e.zip']);
    const { 'manifest.json': manifest, ...others } = folder.files('contoso-pin-e.zip');
    expect(JSON.parse(textOf(manifest)).name).toEqual({ short: 'Contoso PIN é' });
    const texts = Object.entries(others).filter(([name]) => name.endsWith('.json'));
    expect(texts).toHaveLength(11);
    for (const [, text] of texts) {
      expect(JSON.parse(textOf(text))['name.short']).toBe('Contoso PIN é');
      expect(JSON.parse(textOf(text))).not.toHaveProperty(['name.full']);
    }
  });

  it('makes the same bytes each time, in every time zone', async () => {
    await folder.run(sound, { TZ: 'Pacific/Auckland' });
    const first = folder.bytes('conference-pin.zip');
    const { code } = await folder.run(sound, { TZ: 'America/St_Johns' });
    expect(code).toBe(0);
    expect(folder.bytes('conference-pin.zip').equals(first)).toBe(true);
  });

  it('packages another folder of the same form', async () => {
    folder.copy();
    folder.edit('manifest.json', (manifest) => {
      manifest.accentColor = '#123456';
    });
    expect((await folder.runCopy(sound)).refused).toEqual([]);
    expect(jsonIn('conference-pin.zip', 'manifest.json').accentColor).toBe('#123456');
  });
});

describe('npm run package refuses', () => {
  it.each<[string, string[], string[]]>([
    [
      'no arguments',
      [],
      [
        '--app-id should be a GUID',
        '--domain should be a host name alone, such as pins.contoso.com: no https://, port, path or *',
      ],
    ],
    ['an app id that is none', ['--app-id', 'pins', ...sound.slice(2)], ['--app-id should be a GUID']],
    [
      'an app id of zeros',
      ['--app-id', '00000000-0000-0000-0000-000000000000', ...sound.slice(2)],
      ['--app-id should be the id of a registration, not zeros alone'],
    ],
    ['a bot id that is none', [...sound, '--bot-id', `28:${appId}`], ['--bot-id should be a GUID']],
    ['a long name', [...sound, '--name', 'x'.repeat(31)], ['--name should have at most 30 characters']],
    ['an empty name', [...sound, '--name', ' '], ['--name should not be empty']],
    [
      'a long developer',
      [...sound, '--developer', 'x'.repeat(33)],
      ['--developer should have at most 32 characters'],
    ],
    [
      'a long domain, which would be the developer',
      [...sound, '--domain', 'a-rather-long-name.contoso.example'],
      ['--developer should be given: the domain has more than 32 characters'],
    ],
    [
      'a website in the open',
      [...sound, '--website', 'http://contoso.example'],
      ['--website should be an address that begins with https://'],
    ],
    ['half a version', [...sound, '--version', '1.4'], ['--version should be three numbers, such as 1.4.0']],
    ['a word too many', [...sound, 'now'], ['Every word should be an option, or the value behind one']],
    ['an option that there is not', [...sound, '--scope', 'team'], ['--scope is not known']],
    [
      'options that there are not, and tells what else is wrong',
      [
        '--scopes=team',
        '--app-id',
        'pins',
        '-v',
        'now',
        '--domain',
        'localhost',
        '--verbose',
        '--version',
        '1',
      ],
      [
        '--scopes is not known',
        '-v is not known',
        '--verbose is not known',
        '--app-id should be a GUID',
        '--domain should be a host name alone',
        '--version should be three numbers',
      ],
    ],
    ['a value that is left out', [...sound, '--name'], ['--name should have a value behind it']],
    [
      'a value that is left out between others',
      ['--name', ...sound],
      ['--name should have a value behind it'],
    ],
    [
      'a folder that is not there',
      [...sound, '--manifest', 'nowhere'],
      ['languages/: should be there to read: ENOENT'],
    ],
  ])('%s', async (_what, args, lines) => {
    const { code, stdout, refused } = await folder.run(args);
    expect(refused).toEqual(lines.map((line) => expect.stringContaining(line)));
    expect([code, stdout, folder.built()]).toEqual([1, '', undefined]);
  });

  it.each([
    'https://pins.contoso.example',
    'pins.contoso.example/',
    'pins.contoso.example:443',
    '*.contoso.example',
    '10.0.0.1',
    'localhost',
    'pins..example',
    'pins_.contoso.example',
    'pins.contoso.example.',
    'bücher.example',
  ])('the domain %s', async (domain) => {
    const { code, refused } = await folder.run(['--app-id', appId, '--domain', domain]);
    expect(refused).toEqual([expect.stringContaining('--domain should be a host name alone')]);
    expect([code, folder.built()]).toEqual([1, undefined]);
  });

  it('to write where it may not, and says where', async () => {
    writeFileSync(join(folder.path, 'build'), 'a file');
    const { code, refused } = await folder.run(sound);
    expect(refused).toEqual([`${join('build', 'conference-pin.zip')} cannot be written: EEXIST`]);
    expect(code).toBe(1);
  });
});
