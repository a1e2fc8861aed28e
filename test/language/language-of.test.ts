import { describe, expect, it } from 'vitest';
import { understand } from '../../src/language/intent.ts';

const answered = (text: string, locale: string) => understand(text, locale).language;

describe('the language of an answer', () => {
  it.each([
    ['Ich habe meine PIN vergessen', 'en-US', 'de'],
    ['j’ai oublié mon code PIN', 'en-GB', 'fr'],
    ['he olvidado mi pin', 'de-DE', 'es'],
    ['mam zablokowany pin do konferencji', 'en-US', 'pl'],
    ['我忘记了会议密码', 'en-US', 'zh-CN'],
    ['ลืมรหัสพินค่ะ', 'en-US', 'th'],
    ['I forgot my pin', 'da-DK', 'en'],
    ['Ich habe meine PIN vergessen', 'fi-FI', 'de'],
  ])('is that of the message: “%s” in a Teams in %s', (text, locale, language) => {
    expect(answered(text, locale)).toBe(language);
  });

  it.each([
    ['pin status', 'sv-SE'],
    ['reset pin', 'de-AT'],
    ['ok', 'nl-NL'],
    ['?', 'pt-BR'],
    ['73914', 'th-TH'],
    ['', 'fr-CA'],
  ])('is that of Teams where the message is the same in several: “%s”, %s', (text, locale) => {
    expect(answered(text, locale)).toBe(locale);
  });

  it.each([
    ['забыл пин', 'ru-RU'],
    ['PINを忘れました', 'ja-JP'],
    ['PIN 재설정', 'ko-KR'],
    ['ξέχασα το pin', 'en-US'],
    ['unustasin pin koodi', 'et-EE'],
    ['pozabil sem pin', 'sl-SI'],
    ['lupa pin saya', 'id-ID'],
    ['我忘記了會議密碼', 'en-US'],
    ['我忘記了會議密碼', 'zh-TW'],
    ['reset my pin', 'constructor'],
    ['reset my pin', '__proto__'],
    ['reset my pin', ''],
  ])('is that of Teams where the message’s is none that the bot speaks: “%s”, %s', (text, locale) => {
    expect(answered(text, locale)).toBe(locale);
  });

  it('is no neighbour’s, where there are no words of the person’s own', () => {
    expect(answered('jeg har glemt pinkoden min', 'nb-NO')).toBe('nb-NO');
    expect(answered('he oblidat el meu pin', 'ca-ES')).toBe('ca-ES');
  });

  it('keeps the person’s region', () => {
    expect(answered('Ich habe meine PIN vergessen', 'de-CH')).toBe('de-CH');
  });
});
