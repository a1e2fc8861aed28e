import { expect, it } from 'vitest';
import { languages, sayIn } from '../../src/language/catalogue.ts';
import { understand } from '../../src/language/intent.ts';
import { told, understandAgain } from '../../src/language/understood-again.ts';

const locales = [...languages, 'de-CH', 'zz'];

it.each(locales)('what the bot has told is understood again as at first, in %s', (locale) => {
  const texts = told.map((key) => sayIn(locale)(key));
  for (const text of texts.flatMap((each) => [each, each.toUpperCase(), ` ${each.toLowerCase()}\n`])) {
    for (const _ of ['first', 'again'])
      expect({ text, ...understandAgain(text, locale) }).toEqual({ text, ...understand(text, locale) });
  }
});

it.each([`${' '.repeat(3_000)}help`, 'help me', 'reset my PIN to 73914', 'HELP!', '', 'what is my PIN'])(
  'so is %j',
  (text) => {
    expect(understandAgain(text, 'en-US')).toEqual(understand(text, 'en-US'));
  },
);

it('what is understood cannot be changed for the next one who writes it', () => {
  expect(Object.isFrozen(understandAgain('help', 'en-US'))).toBe(true);
});
