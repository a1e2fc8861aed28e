import { expect, test } from 'vitest';
import { retryAfterMs } from '../../src/http/retry-after.ts';

const now = Date.UTC(2025, 0, 15, 12, 0, 0);
const day = 24 * 60 * 60 * 1000;

test.each([
  ['0', 0],
  ['7', 7_000],
  [' 120 ', 120_000],
  ['Wed, 15 Jan 2025 12:00:30 GMT', 30_000],
  ['Wednesday, 15-Jan-25 12:00:30 GMT', 30_000],
  ['Wed Jan 15 12:00:30 2025 GMT', 30_000],
  ['Wed, 15 Jan 2025 11:59:00 GMT', 0],
])('%s is %i ms', (header, waitMs) => {
  expect(retryAfterMs(header, now)).toBe(waitMs);
});

test.each([null, '', 'soon', '-1', '5.5', '1e3', '2025-01-15', 'Wed, 99 Foo 2025'])(
  '%s says nothing',
  (header) => {
    expect(retryAfterMs(header, now)).toBeUndefined();
  },
);

test('no wait is longer than a day', () => {
  expect(retryAfterMs('9'.repeat(400), now)).toBe(day);
  expect(retryAfterMs('Fri, 31 Dec 2100 00:00:00 GMT', now)).toBe(day);
});
