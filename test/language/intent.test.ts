import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { understand } from '../../src/language/intent.ts';
import type { Intent } from '../../src/language/intents.ts';
import { plainText, readLength } from '../../src/language/plain-text.ts';
import { examples } from './examples.ts';

const all = Object.entries(examples).flatMap(([intent, texts]) =>
  texts.map((text) => ({ intent: intent as Intent, text })),
);
const meant = all.filter(({ intent }) => intent !== 'unclear');

describe('what a message asks for', () => {
  it.each(all)('$intent: "$text"', ({ intent, text }) => {
    expect(understand(text).intent).toBe(intent);
  });

  it.each([
    ['a mention of the bot', '<at>Reset my PIN</at> what is it for', 'whatFor'],
    [
      'a mention with an id, and markup',
      '<p><at id="0">Bot</at>&nbsp;<b>reset</b> my <i>pin</i></p>',
      'reset',
    ],
    ['non-breaking blanks', 'reset\u00a0my\u202fpin', 'reset'],
    ['entities', 'don&#39;t reset my&nbsp;pin', 'cancel'],
    ['hexadecimal entities', 'res&#x65;t my pin', 'reset'],
    ['an entity beyond Unicode', 'reset my pin &#x110000; &#9999999;', 'reset'],
    ['a curly apostrophe', 'what\u2019s my PIN', 'reset'],
    ['invisible characters', 're\u00adset my p\u200bin', 'reset'],
    ['full-width letters', '\uff32\uff25\uff33\uff25\uff34 PIN', 'reset'],
    ['emoji', '\u{1f62d}reset\u{1f64f}my\u{1f4cc}pin\u{1f62d}', 'reset'],
    ['line breaks', 'reset\r\nmy\npin', 'reset'],
    ['a question mark alone', '?', 'helpDesk'],
    ['a thumb up alone', '\u{1f44d}\u{1f3fd}', 'thanks'],
  ])('reads through %s', (_, text, intent) => {
    expect(understand(text).intent).toBe(intent);
  });

  it('never throws, whatever the characters', () => {
    const intents = Object.keys(examples);
    const halves = fc.nat({ max: 0xffff }).map((unit) => String.fromCharCode(unit));
    const anything = fc.oneof(fc.string({ unit: 'binary' }), fc.string({ unit: halves }), fc.lorem());
    fc.assert(
      fc.property(anything, (text) => {
        const { intent, pinTyped } = understand(text);
        expect([intents.includes(intent), typeof pinTyped]).toEqual([true, 'boolean']);
      }),
    );
  });
});

describe('what does not change the meaning', () => {
  const blanks = fc.stringMatching(/^[ \t\n\u00a0]{1,4}$/);

  it('is the case of the letters', () => {
    fc.assert(
      fc.property(fc.constantFrom(...all), fc.infiniteStream(fc.boolean()), ({ intent, text }, capitals) => {
        const mixed = [...text].map((each) => (capitals.next().value ? each.toUpperCase() : each)).join('');
        fc.pre(!/&[a-z]+;/i.test(text));
        expect(understand(mixed).intent).toBe(intent);
      }),
    );
  });

  it('is how the words are spaced', () => {
    fc.assert(
      fc.property(fc.constantFrom(...all), blanks, ({ intent, text }, blank) => {
        expect(understand(`${blank}${text.replaceAll(' ', blank)}${blank}`).intent).toBe(intent);
      }),
    );
  });

  it.each([' please', ', thanks', ' thank you very much!', ' pls :)', '. Cheers', ' \u{1f64f}'])(
    'is politeness at the end: "%s"',
    (ending) => {
      // A greeting with thanks behind it may be either.
      const wishes = meant.filter(({ intent }) => intent !== 'hello');
      const read = wishes.map(({ text }) => ({ intent: understand(text + ending).intent, text }));
      expect(read).toEqual(wishes);
    },
  );

  it.each(['Hi, ', 'Hello bot! ', 'good morning '])('is a greeting before it: "%s"', (greeting) => {
    const requests = meant.filter(({ intent }) => intent !== 'thanks');
    const read = requests.map(({ text }) => ({ intent: understand(greeting + text).intent, text }));
    expect(read).toEqual(requests);
  });
});

describe('a very long message', () => {
  it('is read to its 2,000th character and no further', () => {
    const before = 'weather '.repeat(readLength / 8);
    expect(understand(`${before}reset my pin`).intent).toBe('unclear');
    expect(understand(`${before.slice(16)} reset my pin`).intent).toBe('reset');
  });

  it.each(['<at', '&#1;', '\ufdfa', '\u0958', 'a\u0300', '1 '])(
    'leaves no more than that to read: %s…',
    (unit) => {
      expect(plainText(unit.repeat(100_000)).length).toBeLessThanOrEqual(readLength);
    },
  );

  // Were one of the patterns exponential, or 100 kB read, these would not end.
  it.each([
    'i have ',
    'done now ',
    'what the ',
    'reset it ',
    'my pin ',
    'use to ',
    'phone sign in ',
    '1 ',
    '+1-',
    '<at>',
  ])('is answered though it is hostile: %s…', (unit) => {
    const hostile = unit.repeat(100_000 / unit.length);
    expect(understand(`${hostile}!`)).toEqual(understand(`${hostile.slice(0, readLength)}`));
  });
});
