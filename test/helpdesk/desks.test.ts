import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createCards } from '../../src/bot/cards/cards.ts';
import { readSettings } from '../../src/config.ts';
import { deskFor } from '../../src/helpdesk/desks.ts';
import { readRegions } from '../../src/settings-regions.ts';
import { readingOf } from '../cards/card-parts.ts';

const general = { name: 'NAM Help Desk', phone: '410-309-0200' };
const file = {
  DE: { name: 'IT-Hotline', phone: '+49 30 1234567', language: 'de' },
  'fr-CA': { name: 'Centre de services', email: 'aide@example.ca' },
  fr: { name: 'Assistance', email: 'aide@example.fr' },
};

describe('the desk of a region', () => {
  const read = readRegions(JSON.stringify(file));
  const regions = 'regions' in read ? read.regions : undefined;

  it.each([
    ['fr-CA', 'Centre de services', 'the very locale'],
    ['fr-FR', 'Assistance', 'the language'],
    ['de-DE', 'IT-Hotline', 'the country'],
    ['en-DE', 'IT-Hotline', 'the country, whatever is spoken'],
    ['fr-DE', 'IT-Hotline', 'the country before the language'],
    ['de-AT', 'NAM Help Desk', 'the general one'],
    ['en-US', 'NAM Help Desk', 'the general one'],
    ['no tag at all', 'NAM Help Desk', 'the general one'],
    ['constructor', 'NAM Help Desk', 'the general one'],
  ])('of %s is "%s", by %s', (locale, name) => {
    expect(deskFor({ helpDesk: general, regions }, locale).name).toBe(name);
  });

  it('stands on every card of its people', () => {
    const cards = createCards({ helpDesk: general, regions, trial: false });
    const help = (locale: string) => readingOf(cards.help({ locale, timeZone: 'UTC' }, {}));
    expect(help('de-DE')).toContain('+49 30 1234567');
    expect(help('de-DE')).not.toContain('410-309-0200');
    expect(help('en-US')).toContain('410-309-0200');
  });

  it.each([
    ['no JSON', '{', 'should name a file of JSON'],
    ['a country in small letters with a region', '{"de-de":{"name":"x"}}', 'country such as DE, a'],
    ['no name', '{"DE":{}}', 'DE.name should be set'],
    ['a misspelt word', '{"DE":{"name":"x","mail":"a@b.c"}}', 'DE'],
    ['a bad address', '{"DE":{"name":"x","email":"secret"}}', 'DE.email should be a mail address'],
    ['a page that is none', '{"DE":{"name":"x","ticketUrl":"javascript:1"}}', 'DE.ticketUrl'],
    ['a list', '[]', 'should name a file of desks by their country, language or locale'],
  ])('is refused with %s, without a value of it', (_what, text, words) => {
    const refused = readRegions(text);
    expect('problems' in refused ? refused.problems.join('\n') : '').toContain(words);
    expect(JSON.stringify(refused)).not.toContain('secret');
  });

  it.each([
    'deutsch',
    'XX',
    'UK',
    'EN',
    'zh-Hanz',
    'deu',
    'iw',
    'xx',
    'fr-XX',
    'en-UK',
    'de-de',
    'und',
    '__proto__',
    '',
  ])('is refused for "%s", which is no place that anybody’s Teams names', (key) => {
    expect(readRegions(JSON.stringify({ [key]: { name: 'x' } }))).toEqual({
      problems: [
        `names a file in which ${key || 'an empty key'} should be a country such as DE, a language such as de or a locale such as de-CH`,
      ],
    });
  });

  it.each(['GB', 'XK', 'EU', 'fr', 'tlh', 'zh-Hant', 'zh-Hant-TW', 'es-419', 'nb-NO', 'fil-PH'])(
    'is taken for "%s"',
    (key) => {
      expect(readRegions(JSON.stringify({ [key]: { name: 'x' } }))).toHaveProperty('regions');
    },
  );

  it('is refused with all that is wrong of it, in words that say what it should be', () => {
    const bad = {
      deutsch: { fon: '1' },
      DE: { name: 'x', fon: '1', mail: 'secret', phone: 5 },
      FR: 'secret',
      DK: { name: 7, email: true, phoneNote: null, language: 'secret', ticketUrl: [] },
      SE: { name: '' },
    };
    const read = readRegions(JSON.stringify(bad));
    const one = 'should be one of name, ticketUrl, email, phone, phoneNote and language';
    expect(
      'problems' in read && read.problems.map((each) => each.replace('names a file in which ', '')),
    ).toEqual([
      'deutsch should be a country such as DE, a language such as de or a locale such as de-CH',
      'deutsch.name should be set',
      `deutsch.fon ${one}`,
      'DE.phone should be a phone number',
      `DE.fon ${one}`,
      `DE.mail ${one}`,
      'FR should be a desk, such as {"name": "Service desk"}',
      'DK.name should be a name',
      'DK.ticketUrl should be an http or https address',
      'DK.email should be a mail address',
      'DK.phoneNote should be a text',
      expect.stringMatching(/^DK\.language should be one of da, /),
      'SE.name should be a name',
    ]);
  });
});

describe('HELPDESK_REGIONS', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'regions-'));
    await writeFile(join(folder, 'good.json'), JSON.stringify(file));
    await writeFile(join(folder, 'bad.json'), '{"DE":{"name":"x","phone":"none"},"UK":{"name":"y"}}');
  });
  afterAll(() => rm(folder, { recursive: true }));

  it('is read from the file that it names', () => {
    const { helpDeskRegions } = readSettings({ HELPDESK_REGIONS: join(folder, 'good.json') });
    expect(helpDeskRegions?.get('DE')).toEqual(file.DE);
  });

  it.each([
    ['gone.json', 'HELPDESK_REGIONS should name a file that is there'],
    ['bad.json', '  - HELPDESK_REGIONS names a file in which DE.phone should be a phone number\n'],
    ['bad.json', '  - HELPDESK_REGIONS names a file in which UK should be a country such as DE'],
  ])('stops the start with %s', (name, words) => {
    expect(() => readSettings({ HELPDESK_REGIONS: join(folder, name) })).toThrow(words);
  });
});

describe('Zendesk’s settings', () => {
  const all = {
    ZENDESK_URL: 'https://contoso.zendesk.com/',
    ZENDESK_EMAIL: 'bot@contoso.com',
    ZENDESK_API_TOKEN: 'token-made-up',
  };
  it('belong together', () => {
    expect(readSettings(all).zendesk).toEqual({
      url: 'https://contoso.zendesk.com',
      email: 'bot@contoso.com',
      apiToken: 'token-made-up',
    });
    expect(readSettings({}).zendesk).toBeUndefined();
    for (const name of Object.keys(all))
      expect(() => readSettings({ ...all, [name]: '' })).toThrow(`${name} should be set beside`);
  });

  it.each([
    ['ZENDESK_URL', 'http://contoso.zendesk.com'],
    ['ZENDESK_URL', 'https://user:secret-word@contoso.zendesk.com'],
    ['ZENDESK_EMAIL', 'secret-word'],
    ['HELPDESK_AGENTS', 'secret-word'],
    ['HELPDESK_LANGUAGE', 'secret word'],
  ])('are refused where %s is badly written, without its value', (name, value) => {
    let message = '';
    try {
      readSettings({ ...all, [name]: value });
    } catch (error) {
      message = (error as Error).message;
    }
    expect(message).toContain(name);
    expect(message).not.toMatch(/secret.word/);
  });
});
