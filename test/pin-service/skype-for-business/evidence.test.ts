import fc from 'fast-check';
import { expect, test } from 'vitest';
import { verdictOf } from '../../../src/pin-service/skype-for-business/evidence.ts';
import { numbersOf, principalName } from '../../../src/pin-service/skype-for-business/person-name.ts';

const calledAtMs = Date.parse('2026-11-24T13:05:00Z');
const minute = 60_000;
const window = { fromMs: calledAtMs, toMs: calledAtMs + 6 * minute };
const time = fc.integer({ min: -1e10, max: 1e10 }).map((ms) => new Date(calledAtMs + ms).toISOString());
const times = fc.record({ isSet: fc.boolean(), changedAt: fc.option(time) });
const at = (ms: number) => ({ isSet: true, changedAt: new Date(calledAtMs + ms).toISOString() });
const never = { isSet: false, changedAt: null };

test('a time that has not moved is no change, whatever else there was', () => {
  fc.assert(
    fc.property(time, fc.boolean(), fc.boolean(), (changedAt, isSet, other) => {
      const before = { isSet: true, changedAt };
      expect(verdictOf({ before, after: { isSet, changedAt } }, window, other)).toEqual({ kind: 'failed' });
    }),
  );
});

test('applied is only what moved, about then, and with nobody else near', () => {
  fc.assert(
    fc.property(times, times, fc.boolean(), (before, after, other) => {
      const verdict = verdictOf({ before, after }, window, other);
      if (verdict.kind !== 'applied') return;
      expect(after.changedAt).not.toBe(before.changedAt);
      expect(other).toBe(false);
      expect(verdict.atMs).toBe(Date.parse(after.changedAt ?? ''));
      expect(verdict.atMs).toBeGreaterThanOrEqual(window.fromMs - 5 * minute);
      expect(verdict.atMs).toBeLessThanOrEqual(window.toMs + 5 * minute);
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
  const verdict = verdictOf({ before: never, after: at(ms) }, window, other);
  expect('doubt' in verdict ? verdict.doubt : verdict.kind).toBe(expected);
});

test('no time tells that nothing was set only where nothing ever was', () => {
  const untimed = { isSet: true, changedAt: null };
  const doubt = { kind: 'doubt', doubt: 'no_time' };
  expect(verdictOf({ before: never, after: never }, window, false)).toEqual({ kind: 'failed' });
  expect(verdictOf({ before: never, after: untimed }, window, false)).toEqual(doubt);
  expect(verdictOf({ before: untimed, after: untimed }, window, false)).toEqual(doubt);
  expect(verdictOf({ before: at(-minute), after: never }, window, false)).toEqual(doubt);
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
