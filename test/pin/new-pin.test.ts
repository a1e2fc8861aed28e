import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { checkNewPin } from '../../src/pin/new-pin.ts';
import { brokenRules, defaultPolicy } from '../../src/pin/policy.ts';

const leader = { phoneNumber: '+14103090200', extension: '0200' };
const check = (pin?: string, repeat?: string) => checkNewPin({ pin, repeat }, defaultPolicy, leader);

describe('the two fields of the form', () => {
  test('a fine PIN typed twice is fine, and comes back as what to set', () => {
    expect(check('73914', '73914')).toEqual({ kind: 'fine', pin: '73914' });
  });

  test.each([
    [undefined, undefined],
    ['', ''],
    ['73914', undefined],
    [undefined, '73914'],
    ['12ab6', ''],
    ['  ', '\t'],
  ])('an empty field is all that is said: %j, %j', (pin, repeat) => {
    expect(check(pin, repeat)).toEqual({ kind: 'broken', codes: ['empty'] });
  });

  test('two that differ are not alike, whatever else is broken', () => {
    expect(check('73914', '73915')).toEqual({ kind: 'broken', codes: ['not_alike'] });
    expect(check('0200', '73914')).toEqual({
      kind: 'broken',
      codes: ['too_short', 'matches_number', 'not_alike'],
    });
  });

  test('leading zeros count', () => {
    expect(check('007391', '7391')).toEqual({ kind: 'broken', codes: ['not_alike'] });
  });

  test('white space around is dropped, from either field', () => {
    expect(check(' 73914\n', '73914\u00a0')).toEqual({ kind: 'fine', pin: '73914' });
  });

  test('white space inside is refused', () => {
    expect(check('739 14', '739 14')).toEqual({ kind: 'broken', codes: ['not_digits'] });
  });

  test('typed alike, the codes are those of the policy', () => {
    const typed = fc.string({ unit: fc.constantFrom(...'0123456789ab'), minLength: 1, maxLength: 30 });
    fc.assert(
      fc.property(typed, (pin) => {
        const codes = brokenRules(pin, defaultPolicy, leader);
        expect(check(pin, pin)).toEqual(
          codes.length === 0 ? { kind: 'fine', pin } : { kind: 'broken', codes },
        );
      }),
    );
  });
});
