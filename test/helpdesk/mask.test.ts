import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mask, masked } from '../../src/helpdesk/mask.ts';

const digits = fc.stringMatching(/^\d{4,24}$/);
const between = fc.constantFrom(
  '',
  ' ',
  '-',
  ' - ',
  '\u00a0',
  '\u2013',
  '\u2212',
  '\u200b',
  '\n',
  '_',
  '.',
  ', ',
  '/',
  '*',
  '\ufe0f\u20e3',
);
const around = fc.stringMatching(/^[a-zA-Z ,.!äøł]{0,20}$/);

describe('what a person writes for the help desk', () => {
  it.each([
    ['my new pin 73914 is refused', `my new pin ${mask} is refused`],
    ['7 3 9 1 4', mask],
    ['it is 7-3-9-1-4, again', `it is ${mask}, again`],
    ['７３９１４', mask],
    ['٧٣٩١٤', mask],
    ['①②③④⑤', mask],
    ['a73914b', `a${mask}b`],
    ['4.8.3.0.2', mask],
    ['48.302', mask],
    ['4, 8, 3, 0', mask],
    ['4/8/3/0', mask],
    ['*4*8*3*0*', `*${mask}*`],
    ['4️⃣8️⃣3️⃣0️⃣', mask],
    ['0042 and 73914', `${mask} and ${mask}`],
  ])('loses its digits: "%s"', (text, left) => {
    expect(masked(text)).toEqual({ text: left, isMasked: true });
  });

  it.each(['', 'room 204', 'since 10:30', '2 of my 3 phones', 'on 12.5. or 13.5.', 'error 404'])(
    'stays as it is: "%s"',
    (text) => {
      expect(masked(text)).toEqual({ text, isMasked: false });
    },
  );

  it('has no run of four digits left, whatever stands between them and around them', () => {
    fc.assert(
      fc.property(around, digits, between, around, (before, pin, separator, after) => {
        const left = masked(`${before}${[...pin].join(separator)}${after}`);
        expect(left).toEqual({ text: `${before}${mask}${after}`, isMasked: true });
      }),
    );
  });

  it('has none left in any text, and is the same masked again', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (text) => {
        const left = masked(text).text;
        expect(left.replace(/[\s\p{Pd}\p{Cf}\p{M}\u2212\u00b7_]/gu, '')).not.toMatch(/\p{N}{4}/u);
        expect(masked(left)).toEqual({ text: left, isMasked: false });
      }),
    );
  });

  it('without four digits is untouched', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 200 }), (text) => {
        fc.pre((text.match(/\p{N}/gu) ?? []).length < 4);
        expect(masked(text)).toEqual({ text, isMasked: false });
      }),
    );
  });
});
