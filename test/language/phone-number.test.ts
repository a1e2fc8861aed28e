import { describe, expect, it } from 'vitest';
import { formatPhoneNumber } from '../../src/language/phone-number.ts';

describe('a phone number', () => {
  it.each([
    ['+14103090200', '+1 410 309 0200'],
    ['+442034201234', '+44 20 3420 1234'],
    ['+4589876543', '+45 89 87 65 43'],
    ['+861012345678', '+86 10 1234 5678'],
    ['+6621234567', '+66 2 123 4567'],
  ])('%s is grouped as %s', (number, shown) => {
    expect(formatPhoneNumber(number)).toBe(shown);
  });

  it.each([
    '',
    '0200',
    '410-309-0200',
    '+1410',
    '+1410309020014103090200',
    '+1 (410) 309-0200',
    '+1410309O200',
    'x',
  ])('%j stays as it is', (number) => {
    expect(formatPhoneNumber(number)).toBe(number);
  });
});
