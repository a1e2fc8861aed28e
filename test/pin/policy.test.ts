import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { commonPins } from '../../src/pin/common-pins.ts';
import { isSimplePattern } from '../../src/pin/patterns.ts';
import { brokenRules, defaultPolicy } from '../../src/pin/policy.ts';

const nobody = {};
const leader = { phoneNumber: '+14103090200', extension: '0200' };
const anything = { ...defaultPolicy, minLength: 4 };
const open = { ...anything, allowCommonPatterns: true };

const digits = (minLength: number, maxLength: number) =>
  fc.string({ unit: fc.constantFrom(...'0123456789'), minLength, maxLength });

describe('each rule, by its examples', () => {
  test.each([
    ['73914', []],
    ['00937', []],
    ['9274013', []],
    ['739146280517394628503917', []],
    ['5550', ['too_short']],
    ['', ['too_short']],
    ['7391462805173946285039174', ['too_long']],
    ['12ab6', ['not_digits']],
    ['7391 4', ['not_digits']],
    ['+73914', ['not_digits']],
    ['\u0667\u0663\u0669\u0661\u0664', ['not_digits']],
    ['\uff17\uff13\uff19\uff11\uff14', ['not_digits']],
    ['ab', ['too_short', 'not_digits']],
    ['🙂🙂🙂🙂', ['too_short', 'not_digits']],
    ['12345', ['too_simple']],
    ['11111', ['too_simple']],
    ['1111', ['too_short', 'too_simple']],
    ['1'.repeat(30), ['too_long', 'too_simple']],
  ])('%s breaks %j', (pin, broken) => {
    expect(brokenRules(pin, defaultPolicy, nobody)).toEqual(broken);
  });

  test('the lengths are those of the policy', () => {
    const policy = { ...defaultPolicy, minLength: 6, maxLength: 8 };
    expect(brokenRules('73914', policy, nobody)).toEqual(['too_short']);
    expect(brokenRules('739146', policy, nobody)).toEqual([]);
    expect(brokenRules('73914628', policy, nobody)).toEqual([]);
    expect(brokenRules('739146280', policy, nobody)).toEqual(['too_long']);
  });

  test('every broken rule is named at once, in the order of the policy', () => {
    const own = { extension: '1111' };
    expect(brokenRules('1111', defaultPolicy, own)).toEqual(['too_short', 'too_simple', 'matches_number']);
  });

  test('with common patterns allowed only length and digits are left', () => {
    const policy = { ...defaultPolicy, allowCommonPatterns: true };
    for (const pin of ['12345', '11111', '159753', '90210', '4103090200', '10200']) {
      expect(brokenRules(pin, policy, leader)).toEqual([]);
    }
    expect(brokenRules('5550', policy, leader)).toEqual(['too_short']);
    expect(brokenRules('12ab6', policy, leader)).toEqual(['not_digits']);
  });
});

describe('the own number', () => {
  test.each([
    ['14103090200', true],
    ['4103090200', true],
    ['103090200', true],
    ['03090200', false],
    ['0014103090200', true],
    ['90014103090200', false],
    ['10200', true],
    ['90200', true],
    ['970200', true],
    ['020097', true],
    ['9702006', false],
    ['91020', false],
  ])('%s: %s', (pin, refused) => {
    expect(brokenRules(pin, anything, leader).includes('matches_number')).toBe(refused);
  });

  test('nothing matches a number that is not there', () => {
    for (const own of [{}, { phoneNumber: null, extension: null }, { phoneNumber: '', extension: 'x' }]) {
      expect(brokenRules('73914', anything, own)).toEqual([]);
      expect(brokenRules('', { ...anything, minLength: 0 }, own)).toEqual([]);
    }
  });

  test('a short extension refuses no longer PIN', () => {
    expect(brokenRules('73914', anything, { extension: '3' })).toEqual([]);
    expect(brokenRules('73914', anything, { extension: '391' })).toEqual(['matches_number']);
  });
});

describe('properties', () => {
  const pin = digits(4, 24);

  test('one group over and over is refused', () => {
    fc.assert(
      fc.property(digits(1, 6), fc.integer({ min: 4, max: 8 }), (group, times) => {
        const policy = { ...anything, maxLength: 100 };
        expect(brokenRules(group.repeat(times), policy, nobody)).toEqual(['too_simple']);
      }),
    );
  });

  test('every digit doubled is refused', () => {
    fc.assert(
      fc.property(digits(2, 12), (half) => {
        const doubled = [...half].map((digit) => digit + digit).join('');
        expect(brokenRules(doubled, anything, nobody)).toEqual(['too_simple']);
      }),
    );
  });

  test('a run of four, up or down, is refused wherever it stands', () => {
    const run = fc
      .tuple(fc.integer({ min: 0, max: 9 }), fc.constantFrom(1, 9))
      .map(([first, step]) => [0, 1, 2, 3].map((n) => (first + n * step) % 10).join(''));
    fc.assert(
      fc.property(digits(0, 10), run, digits(0, 10), (before, middle, after) => {
        expect(brokenRules(before + middle + after, anything, nobody)).toEqual(['too_simple']);
      }),
    );
  });

  test('the length rules say exactly whether the length is within the policy', () => {
    const lengths = fc.tuple(fc.integer({ min: 4, max: 24 }), fc.integer({ min: 4, max: 24 }));
    fc.assert(
      fc.property(digits(0, 30), lengths, (typed, [minLength, maxLength]) => {
        const broken = brokenRules(typed, { ...open, minLength, maxLength }, nobody);
        expect(broken.includes('too_short')).toBe(typed.length < minLength);
        expect(broken.includes('too_long')).toBe(typed.length > maxLength);
        expect(broken.includes('not_digits')).toBe(false);
      }),
    );
  });

  test('anything but ASCII digits is not digits, and nothing more is said than that and the length', () => {
    const notDigits = fc.string({ unit: 'binary' }).filter((typed) => /[^0-9]/.test(typed));
    fc.assert(
      fc.property(notDigits, (typed) => {
        const broken = brokenRules(typed, defaultPolicy, leader);
        expect(broken.at(-1)).toBe('not_digits');
        expect(broken).not.toContain('too_simple');
        expect(broken).not.toContain('matches_number');
      }),
    );
  });

  test('a number with up to two digits beside it is refused, with three it is not', () => {
    fc.assert(
      fc.property(digits(4, 11), digits(0, 4), digits(0, 4), (number, before, after) => {
        const around = before.length + after.length;
        const broken = brokenRules(before + number + after, anything, { extension: number });
        expect(broken.includes('matches_number')).toBe(around < 3);
      }),
    );
  });

  test('refusal by number goes both ways', () => {
    fc.assert(
      fc.property(digits(4, 8), digits(4, 8), (one, other) => {
        const forth = brokenRules(one, anything, { extension: other }).includes('matches_number');
        const back = brokenRules(other, anything, { phoneNumber: one }).includes('matches_number');
        expect(forth).toBe(back);
      }),
    );
  });

  test('common patterns allowed: every string of digits of a right length is fine', () => {
    fc.assert(
      fc.property(pin, (typed) => {
        expect(brokenRules(typed, open, { extension: typed })).toEqual([]);
      }),
    );
  });
});

describe('the rules leave people room', () => {
  test('of all PINs with five digits fewer than one in a hundred is refused as too simple', () => {
    let refused = 0;
    for (let number = 0; number < 100_000; number += 1) {
      const typed = String(number).padStart(5, '0');
      if (brokenRules(typed, defaultPolicy, nobody).length > 0) refused += 1;
    }
    expect(refused).toBeGreaterThan(0);
    expect(refused).toBeLessThan(1_000);
  });

  test('a very long paste is judged in one pass, not in its square', () => {
    const paste = `${'1'.repeat(250_000)}2`;
    expect(brokenRules(paste, defaultPolicy, leader)).toEqual(['too_long']);
  });
});

describe('the list of the commonest', () => {
  test('holds PINs of 4 to 10 digits that no rule of form refuses', () => {
    expect(commonPins.size).toBeGreaterThan(50);
    for (const common of commonPins) {
      expect(common).toMatch(/^[0-9]{4,10}$/);
      expect(isSimplePattern(common)).toBe(false);
      expect(brokenRules(common, anything, nobody)).toEqual(['too_simple']);
    }
  });
});
