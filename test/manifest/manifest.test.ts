import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { describe, expect, it } from 'vitest';
import { commands } from '../../scripts/learn/told-words.ts';
import { faultsOfTexts, manifestFaults } from '../../scripts/manifest/faults.ts';
import {
  englishManifestTexts,
  localizationFor,
  manifestFor,
  manifestLanguages,
  textsOfLanguage,
} from '../../scripts/manifest/manifest.ts';
import { languages } from '../../src/language/catalogue.ts';
import { understand } from '../../src/language/intent.ts';

const require = createRequire(import.meta.url);
const { default: Ajv } = require('ajv-draft-04');
const { default: addFormats } = require('ajv-formats');

const schemas = new URL(
  '../../node_modules/@microsoft/app-manifest/build/json-schemas/teams/v1.30/',
  import.meta.url,
);
function complaints(schemaName: string, value: object): unknown[] {
  // One of Microsoft’s patterns is no regular expression with the flag u.
  const ajv = new Ajv({ strict: false, allErrors: true, unicodeRegExp: false });
  addFormats(ajv);
  const check = ajv.compile(JSON.parse(readFileSync(new URL(schemaName, schemas), 'utf8')));
  return check(value) ? [] : (check.errors ?? []);
}
const deployment = {
  appId: '0f5b8a4e-6f0f-4d3f-8f2e-4a7be7a1c001',
  domain: 'pin-bot.example.com',
  developerName: 'Contoso "IT"',
};

describe('the manifest', () => {
  it('is taken by Microsoft’s schema when it is filled in', () => {
    expect(complaints('MicrosoftTeams.schema.json', manifestFor(deployment))).toEqual([]);
    expect(JSON.stringify(manifestFor(deployment))).not.toContain('${');
  });

  it('is refused by it with another app id: the check looks', () => {
    expect(complaints('MicrosoftTeams.schema.json', manifestFor({ ...deployment, appId: 'x' }))).not.toEqual(
      [],
    );
  });

  it('gives Portugal what Brazil reads, and nobody simplified Chinese who reads traditional', () => {
    const { localizationInfo } = manifestFor(deployment) as {
      localizationInfo: { additionalLanguages: { languageTag: string }[] };
    };
    const tags = localizationInfo.additionalLanguages.map(({ languageTag }) => languageTag);
    expect(tags).toContain('pt');
    expect(tags).toContain('zh-cn');
    expect(tags).not.toContain('zh');
  });

  it('names every language that the bot speaks', () => {
    expect(manifestLanguages()).toEqual(languages.filter((language) => language !== 'en'));
  });
});

const titlesOf = (texts: Record<string, string>) =>
  Object.entries(texts)
    .filter(([key]) => key.endsWith('.title') && key.startsWith('bots'))
    .map(([, title]) => title);

describe.each(languages)('the manifest in %s', (language) => {
  it('is complete, and within Teams’ limits', () => {
    expect(manifestFaults(language)).toEqual([]);
    if (language !== 'en')
      expect(complaints('MicrosoftTeams.Localization.schema.json', localizationFor(language))).toEqual([]);
  });

  it('has commands that are understood', () => {
    const texts = language === 'en' ? englishManifestTexts() : textsOfLanguage(language);
    expect(titlesOf(texts).map((title) => understand(title, language).intent)).toEqual(commands);
  });
});

describe('the check of a manifest’s texts', () => {
  const english = { 'name.short': 'PIN', 'bots[0].commandLists[0].commands[0].title': 'Reset my PIN' };
  const title = 'bots[0].commandLists[0].commands[0].title';

  it.each([
    ['missing', { 'name.short': 'Kode' }, [title]],
    ['empty', { 'name.short': 'Kode', [title]: ' ' }, [title]],
    ['strange', { 'name.short': 'Kode', [title]: 'Nulstil', other: 'x' }, ['other']],
    ['English', { 'name.short': 'Kode', [title]: 'Reset my PIN' }, [title]],
    ['too long', { 'name.short': 'x'.repeat(31), [title]: 'y'.repeat(33) }, ['name.short', title]],
  ])('finds one that is %s', (_, texts, keys) => {
    expect(faultsOfTexts(texts, english).map(({ key }) => key)).toEqual(keys);
  });

  it('finds nothing else', () => {
    expect(faultsOfTexts({ 'name.short': 'K'.repeat(30), [title]: 'N'.repeat(32) }, english)).toEqual([]);
  });
});
