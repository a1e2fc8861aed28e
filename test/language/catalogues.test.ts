import { execFileSync, spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { type Fault, faultsOf, type Texts } from '../../scripts/languages/checks.ts';
import { faultsOfFile, faultsOfText, languageFiles, textsOf } from '../../scripts/languages/files.ts';
import { sameIn } from '../../scripts/languages/same-as-english.ts';
import { languages } from '../../src/language/catalogue.ts';

describe('every catalogue', () => {
  it('is one that the bot reads', () => {
    expect(languageFiles()).toEqual(languages);
    expect(languages).toContain('en');
  });

  it.each(languageFiles())('of %s is complete', (language) => {
    expect(faultsOfFile(language)).toEqual([]);
  });

  it('keeps no exception that it does not need', () => {
    const there = Object.entries(sameIn).filter(([language]) => languages.includes(language));
    for (const [language, keys] of there) {
      const [texts, english] = [language, 'en'].map(textsOf);
      for (const key of Object.keys(keys)) expect(texts?.[key], `${language} ${key}`).toBe(english?.[key]);
    }
  });
});

/** The faults of one made-up text. */
function faults(english: string, text: unknown, language = 'de', key = 'a.text'): string[] {
  return faultsOf(language, { [key]: text }, { [key]: english }).map(({ what }) => what);
}

describe('the check of keys', () => {
  const english = { a: 'One thing', b: 'Another thing' };

  it.each<[string, Texts, Fault[]]>([
    ['missing', { a: 'Eines' }, [{ key: 'b', what: 'is missing: "Another thing"' }]],
    ['too many', { a: 'Eines', b: 'Anderes', c: '' }, [{ key: 'c', what: 'is no text of the bot' }]],
    ['empty', { a: 'Eines', b: ' ' }, [{ key: 'b', what: 'has no text' }]],
    ['no text', { a: 'Eines', b: 7 }, [{ key: 'b', what: 'has no text' }]],
    [
      'inherited',
      { a: 'Eines', b: 'Anderes', toString: 'x' },
      [{ key: 'toString', what: 'is no text of the bot' }],
    ],
  ])('finds one that is %s', (_, texts, found) => {
    expect(faultsOf('de', texts, english)).toEqual(found);
  });

  it('finds one that is there twice', () => {
    const file = '{\n  "a": "Eines",\n  "b": "Anderes",\n  "a": "Noch eines"\n}';
    expect(faultsOfText('de', file, english)).toEqual([{ key: 'a', what: 'is there twice' }]);
  });

  it('finds a file that is no JSON', () => {
    const found = [{ key: '', what: expect.stringMatching(/^is no JSON: /) }];
    expect(faultsOfText('de', '{', english)).toEqual(found);
  });

  it.each(['german', 'DE', 'pt_BR', 'pt-br', 'zh-cn', 'qaa', ''])(
    'finds the name %j of a file',
    (language) => {
      expect(faultsOf(language, english, english)).toHaveLength(1);
    },
  );
});

describe('the check of a text', () => {
  it.each<[string, string, unknown, string]>([
    ['that does not compile', 'One {a}', 'Eins {a', 'is no ICU message: EXPECT_ARGUMENT_CLOSING_BRACE'],
    ['without an argument', 'Until {date}', 'Bis dann', 'does not say {date}'],
    ['with a further argument', 'Until then', 'Bis {date}', 'asks for {date}, which is not given'],
    ['with a renamed argument', 'Until {date}', 'Bis {datum}', 'asks for {datum}, which is not given'],
    ['that shows a brace', 'Look', "Schau '{'hier'}'", 'shows a brace'],
    ['that quotes by an apostrophe', '{a} thing', "l'{a}", 'does not say {a}'],
    ['with two apostrophes', 'It is', "Es''s", "has a ' that quotes: write ’ instead"],
    ['that is English', 'Look here', 'Look here', 'is the English text'],
    [
      'that is half English',
      'Look. Ask the help desk.',
      'Schau. Ask the help desk.',
      'has English words left: "ask the help"',
    ],
    ['without its bold', '**a** b', 'A b', 'has 0 marks of bold (**), the English text 2'],
    ['with an open bold', '**a** b', '**A b', 'has 1 marks of bold (**), the English text 2'],
    ['with a star', 'a b', '*A* b', 'has a * or a bracket that is part of no bold and no link'],
    ['without its link', 'Call [it](tel:1)', 'Ruf an', 'links to nothing, the English text to tel:1'],
    [
      'with another link',
      'Call [it](tel:1)',
      'Ruf [es](tel:2) an',
      'links to tel:2, the English text to tel:1',
    ],
    [
      'with a broken link',
      'Call [it](tel:1)',
      'Ruf [es] (tel:1) an',
      'links to nothing, the English text to tel:1',
    ],
    ['with other Markdown', 'a b', 'A _b_', 'has a _, which Teams would act upon'],
    ['with a tag', 'a b', 'A <b>', 'has a <, which Teams would act upon'],
    ['that begins like a list', 'First one', '1. Eines', 'begins like a list or a heading'],
    ['with another example', 'Not 12345', 'Nicht 12354', 'has other numbers'],
    ['that shouts', 'It is done', 'Erledigt!', 'calls out (!), where the bot speaks calmly'],
    ['with a blank behind', 'It is done', 'Erledigt ', 'has blanks or characters that do not belong there'],
    ['with two blanks', 'It is done', 'Ist  erledigt', 'has blanks or characters that do not belong there'],
    ['with letters in pieces', 'Change', 'A\u0308ndern', 'has blanks or characters that do not belong there'],
  ])('finds one %s', (_, english, text, found) => {
    expect(faults(english, text)).toContain(found);
  });

  it('finds bold that would show its stars, for want of a blank', () => {
    expect(faults('**Dialling in.** You', '**拨入会议。**您从', 'zh-CN')).toEqual([
      'shows its ** instead of bold: "拨入会议。**您从"',
    ]);
    expect(faults('**Dialling in.** You', '**拨入会议**。您从', 'zh-CN')).toEqual([]);
    expect(faults('**{models}:** {path}', '**{models}：**{path}', 'zh-CN')).toHaveLength(1);
    expect(faults('**Dialling in.** You', '**Einwahl.** Sie')).toEqual([]);
    expect(faults('It is **not** that', 'Es ist ** nicht** das')).toHaveLength(1);
  });

  it('finds a button that is too long, on its longest day', () => {
    const title = `{day}, ${'x'.repeat(40 - ', Donnerstag'.length)}`;
    expect(faults('{day} at noon', title, 'de', 'action.later')).toEqual([]);
    expect(faults('{day} at noon', `${title}x`, 'de', 'action.later')).toEqual([
      `is longer than a button of 40: "Donnerstag, ${'x'.repeat(29)}"`,
    ]);
    expect(faults('{day} at noon', `${title}x`, 'de', 'a.text')).toEqual([]);
  });
});

describe('the check of choices', () => {
  const english = '{n, plural, one {a digit} other {{n} digits}}';

  it.each([
    ['de', '{n, plural, one {Ziffer} other {{n} Ziffern}}'],
    ['de', '{n, plural, =1 {Ziffer} other {{n} Ziffern}}'],
    ['th', '{n} หลัก'],
    ['zh-CN', '{n, plural, =1 {一位} other {{n} 位}}'],
    ['fr', '{n, plural, one {{n} chiffre} many {{n} de chiffres} other {{n} chiffres}}'],
    ['pl', '{n, plural, one {cyfra} few {{n} cyfry} many {{n} cyfr} other {{n} cyfry}}'],
  ])('lets %s have %s', (language, text) => {
    expect(faults(english, text, language)).toEqual([]);
  });

  it.each([
    ['de', '{n} Ziffern', ['has no plural of {n}']],
    ['de', '{n, plural, other {{n} Ziffern}}', ['has no form "one" of {n}']],
    [
      'pl',
      '{n, plural, one {cyfra} other {{n} cyfr}}',
      ['has no form "few" of {n}', 'has no form "many" of {n}'],
    ],
    ['fr', '{n, plural, one {{n} chiffre} other {{n} chiffres}}', ['has no form "many" of {n}']],
    ['fr', '{n, plural, =1 {un chiffre} many {{n}} other {{n} chiffres}}', ['has no form "one" of {n}']],
    [
      'de',
      '{n, plural, one {a} few {b} other {{n}}}',
      ['has a form "few" of {n}, which the language does not have'],
    ],
  ])('finds that %s has %s', (language, text, found) => {
    expect(faults(english, text, language)).toEqual(found);
  });

  it('finds other choices of a select, within a plural too', () => {
    const choose = (name: string) => `{a, select, ${name} {Ihre} other {{a}}}`;
    const found = ['chooses among a=andere, a=other, the English text among a=none, a=other'];
    expect(faults('{a, select, none {your} other {{a}}}', choose('none'))).toEqual([]);
    expect(faults('{a, select, none {your} other {{a}}}', choose('andere'))).toEqual(found);
    expect(faults('{a, select, none {your} other {{a}}}', '{a}')).toHaveLength(1);
    const within = (text: string) => `{n, plural, one {eine} other {${text}}}`;
    expect(faults(within('{a, select, none {your} other {{a}}}'), within(choose('andere')))).toEqual(found);
  });
});

describe('texts that may be as in English', () => {
  it.each([
    ['phones.poly.models', 'Polycom VVX, Poly Trio'],
    ['phones.poly.path', 'Settings › Features › Skype for Business'],
    ['form.placeholder', '{digits}'],
    ['phones.at', '{model} ({location})'],
  ])('%s: %s', (key, text) => {
    expect(faults(text, text, 'sv', key)).toEqual([]);
  });

  it.each(['phones.other.models', 'phones.other.path', 'action.help'])('%s is none of them', (key) => {
    expect(faults('Other models', 'Other models', 'sv', key)).toEqual(['is the English text']);
  });

  it('are the names of products within a text', () => {
    expect(faults('Not for Windows Hello here', 'Nicht für Windows Hello', 'de')).toEqual([]);
    expect(faults('Use Skype for Business here', 'Mit Skype for Business', 'de')).toEqual([]);
  });
});

describe('npm run languages', () => {
  const script = new URL('../../scripts/languages.ts', import.meta.url).pathname;

  it('says of a language that it is complete', () => {
    expect(execFileSync(process.execPath, [script, 'en'], { encoding: 'utf8' })).toBe(
      'en (English): complete\n',
    );
  });

  it('ends with 1 where there is no such language', () => {
    const { status, stdout } = spawnSync(process.execPath, [script, 'xx'], { encoding: 'utf8' });
    expect(stdout).toBe('xx: there is no src/language/catalogues/xx.json\n');
    expect(status).toBe(1);
  });
});
