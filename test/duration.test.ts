import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatDuration, parseDuration } from '../src/duration.ts';

describe('reading a duration', () => {
  it.each([
    ['250ms', 250],
    ['20s', 20_000],
    ['30m', 1_800_000],
    ['24h', 86_400_000],
    ['180d', 15_552_000_000],
    ['0s', 0],
    ['1.5h', 5_400_000],
    ['1.001s', 1_001],
    [' 15m ', 900_000],
  ])('reads %s', (text, durationMs) => {
    expect(parseDuration(text)).toBe(durationMs);
  });

  it.each([
    ['', 'nothing'],
    ['15', 'no unit'],
    ['m', 'no number'],
    ['-5m', 'a sign'],
    ['+5m', 'a sign'],
    ['5M', 'a capital unit'],
    ['5 m', 'a space within'],
    ['5w', 'an unknown unit'],
    ['1h30m', 'two amounts'],
    ['1e3s', 'an exponent'],
    ['0x10s', 'another base'],
    ['.5s', 'no whole part'],
    ['5.s', 'no fraction after the point'],
    ['0.5ms', 'a fraction of a millisecond'],
    ['5m\n5m', 'two lines'],
    ['999999999999999d', 'more than can be counted exactly'],
    ['٥m', 'digits of another script'],
  ])('refuses "%s": %s', (text) => {
    expect(parseDuration(text)).toBeUndefined();
  });

  it('never throws, and only ever yields whole milliseconds', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const durationMs = parseDuration(text);
        expect(durationMs === undefined || (Number.isSafeInteger(durationMs) && durationMs >= 0)).toBe(true);
      }),
    );
  });
});

describe('writing a duration', () => {
  it.each([
    [0, '0ms'],
    [250, '250ms'],
    [90_000, '90s'],
    [3_600_000, '1h'],
    [86_400_000, '1d'],
    [90_000_000, '25h'],
  ])('writes %d ms as %s', (durationMs, text) => {
    expect(formatDuration(durationMs)).toBe(text);
  });

  it('is read back as what was written', () => {
    fc.assert(
      fc.property(fc.nat({ max: 10 ** 13 }), (durationMs) => {
        expect(parseDuration(formatDuration(durationMs))).toBe(durationMs);
      }),
    );
  });

  it.each([[-1], [0.5], [Number.NaN], [Number.POSITIVE_INFINITY]])('refuses %d', (durationMs) => {
    expect(() => formatDuration(durationMs)).toThrow(RangeError);
  });
});
