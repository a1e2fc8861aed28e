import { describe, expect, it } from 'vitest';
import { commands } from '../../scripts/learn/told-words.ts';
import { faultsOfTexts, manifestFaults } from '../../scripts/manifest/faults.ts';
import { localizationFor, manifestFor } from '../../scripts/manifest/manifest.ts';
import { englishManifestTexts, manifestLanguages, textsOfLanguage } from '../../scripts/manifest/texts.ts';
import { localizationProblems, manifestProblems } from '../../scripts/package/schemas.ts';
import { languages } from '../../src/language/catalogue.ts';
import { understand } from '../../src/language/intent.ts';

const deployment = {
  appId: '0f5b8a4e-6f0f-4d3f-8f2e-4a7be7a1c001',
  botId: '0f5b8a4e-6f0f-4d3f-8f2e-4a7be7a1c002',
  domain: 'pin-bot.example.com',
  developerName: 'Contoso "IT"',
  websiteUrl: 'https://contoso.example/pins',
  version: '0.1.0',
};

describe('the manifest', () => {
  it('is taken by Microsoft’s schema when it is filled in', () => {
    expect(manifestProblems('manifest.json', manifestFor(deployment))).toEqual([]);
    expect(JSON.stringify(manifestFor(deployment))).not.toContain('${');
  });

  it('is refused by it with another app id: the check looks', () => {
    expect(manifestProblems('manifest.json', manifestFor({ ...deployment, appId: 'x' }))).not.toEqual([]);
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

  it('is for the private chat alone, with a menu of six at most', () => {
    const { bots } = manifestFor(deployment) as {
      bots: { scopes: string[]; commandLists: { scopes: string[]; commands: object[] }[] }[];
    };
    expect(bots.map(({ scopes }) => scopes)).toEqual([['personal']]);
    for (const { scopes, commands: menu } of bots.flatMap(({ commandLists }) => commandLists)) {
      expect(scopes).toEqual(['personal']);
      expect(menu.length).toBeLessThanOrEqual(6);
    }
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
    if (language !== 'en') expect(localizationProblems('x.json', localizationFor(language))).toEqual([]);
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
