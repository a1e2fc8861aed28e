import fc from 'fast-check';
import { expect, test } from 'vitest';
import { verdictOf } from '../../../src/pin-service/skype-for-business/evidence.ts';
import { numbersOf, principalName } from '../../../src/pin-service/skype-for-business/person-name.ts';

const calledAtMs = Date.parse('2026-11-24T13:05:00Z');
const window = { calledAtMs, sessionEndsAtMs: calledAtMs + 360_000 };
const minute = 60_000;
const time = fc.integer({ min: -1e10, max: 1e10 }).map((ms) => new Date(calledAtMs + ms).toISOString());

test('a time that has not moved is no change, whatever else there was', () => {
  fc.assert(
    fc.property(fc.option(time), fc.boolean(), (before, other) => {
      expect(verdictOf({ before, after: before }, window, other)).toEqual({ kind: 'failed' });
    }),
  );
});

test('applied is only what moved, about then, and with nobody else near', () => {
  fc.assert(
    fc.property(fc.option(time), fc.option(time), fc.boolean(), (before, after, other) => {
      const verdict = verdictOf({ before, after }, window, other);
      if (verdict.kind !== 'applied') return;
      expect(after).not.toBe(before);
      expect(other).toBe(false);
      expect(verdict.atMs).toBe(Date.parse(after ?? ''));
      expect(verdict.atMs).toBeGreaterThanOrEqual(window.calledAtMs - 5 * minute);
      expect(verdict.atMs).toBeLessThanOrEqual(window.sessionEndsAtMs + 5 * minute);
    }),
    { numRuns: 1_000 },
  );
});

test.each([
  ['in the window', minute, false, 'applied'],
  ['by a clock that is a little behind', -4 * minute, false, 'applied'],
  ['long before', -6 * minute, false, 'other_time'],
  ['long after', 12 * minute, false, 'other_time'],
  ['in the window, beside another change', minute, true, 'another_change'],
] as const)('a time that moved %s', (_what, ms, other, expected) => {
  const after = new Date(calledAtMs + ms).toISOString();
  const verdict = verdictOf({ before: null, after }, window, other);
  expect('doubt' in verdict ? verdict.doubt : verdict.kind).toBe(expected);
});

test('a time that is gone is a doubt', () => {
  const before = new Date(calledAtMs - minute).toISOString();
  expect(verdictOf({ before, after: null }, window, false)).toEqual({ kind: 'doubt', doubt: 'no_time' });
});

test.each([
  ['tel:+442034201234;ext=1234', '+442034201234', '1234'],
  ['tel:+14103090200', '+14103090200', null],
  ['TEL:+1-410-309-0200;EXT=0200', '+14103090200', '0200'],
  ['tel:0200', null, '0200'],
  ['tel:0131;ext=0131', null, '0131'],
  ['tel:+442034201234;phone-context=x;ext=12', '+442034201234', '12'],
  ['sip:somebody@contoso.example', null, null],
  ['tel:', null, null],
  ['', null, null],
  [null, null, null],
])('LineURI %s is the number %s and the extension %s', (lineUri, phoneNumber, extension) => {
  expect(numbersOf(lineUri)).toEqual({ phoneNumber, extension });
});

test('a principal name has no character that a shell or a filter reads anything into', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 40 }), (text) => {
      const name = principalName(`a${text}@contoso.example`);
      if (name !== undefined) expect(name).not.toMatch(/[\s*?[\]"`$(){};|&<>\\/,=%:]/);
    }),
    { numRuns: 2_000 },
  );
  expect(principalName('Åsa.O’Neil+1@Contoso.example')).toBe('åsa.o’neil+1@contoso.example');
});
