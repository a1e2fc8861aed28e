import { describe, expect, it } from 'vitest';
import { createCards } from '../../src/bot/cards/cards.ts';
import { languages, textLocale } from '../../src/language/catalogue.ts';
import { nearestLanguage } from '../../src/language/fallback.ts';

const twelve = ['da', 'de', 'en', 'es', 'fr', 'it', 'nl', 'pl', 'pt-BR', 'sv', 'th', 'zh-CN'];

describe('the nearest language', () => {
  it.each(twelve)('of %s is that', (language) => {
    expect(nearestLanguage(language, twelve)).toBe(language);
  });

  it.each([
    ['de-AT', 'de'],
    ['de-Latn-CH', 'de'],
    ['fr-CA', 'fr'],
    ['es-419', 'es'],
    ['DA-dk', 'da'],
    ['th-TH-u-nu-thai', 'th'],
    ['en-US', 'en'],
    ['en-TH', 'en'],
    ['pt', 'pt-BR'],
    ['pt-PT', 'pt-BR'],
    ['pt-AO', 'pt-BR'],
    ['zh', 'zh-CN'],
    ['zh-Hans', 'zh-CN'],
    ['zh-SG', 'zh-CN'],
    ['zh-Hans-HK', 'zh-CN'],
  ])('of %s is %s', (locale, language) => {
    expect(nearestLanguage(locale, twelve)).toBe(language);
  });

  it.each(['zh-TW', 'zh-HK', 'zh-MO', 'zh-Hant', 'zh-Hant-CN', 'yue', 'nb-NO', 'nn', 'no', 'ca', 'fi'])(
    'of %s is English, for it is not what any other is written in',
    (locale) => {
      expect(nearestLanguage(locale, twelve)).toBe('en');
    },
  );

  it.each(['', '?', 'de_DE', 'not a locale', '../de', 'und', 'und-TH', 'x-private', '12'])(
    'of %j is English, for it says no language',
    (locale) => {
      expect(nearestLanguage(locale, twelve)).toBe('en');
    },
  );

  it('is the very region where there is one, whatever else there is', () => {
    const more = ['en', 'pt-BR', 'pt-PT', 'zh-CN', 'zh-TW'];
    expect(['pt-PT', 'pt-BR', 'zh-HK', 'zh-SG'].map((each) => nearestLanguage(each, more))).toEqual([
      'pt-PT',
      'pt-BR',
      'zh-TW',
      'zh-CN',
    ]);
  });
});

describe('each language that the bot speaks', () => {
  const cards = createCards({ helpDesk: { name: 'Help desk' }, trial: false });
  const langOf = (locale: string) => cards.help({ locale, timeZone: 'UTC' }, {}).lang;

  it.each(languages)('%s is said on its cards, for screen readers', (language) => {
    expect(langOf(language)).toBe(language.split('-', 1)[0]);
  });

  it.each(['zh-TW', 'nb-NO', 'fi', '', '?'])('is said to be English where %j is answered in it', (locale) => {
    expect(langOf(locale)).toBe('en');
    expect(textLocale(locale)).toBe('en-GB');
  });
});
