import { describe, expect, it } from 'vitest';
import { sharedFor } from '../src/shared-answer.ts';

describe('an answer that is shared', () => {
  it('is asked for once by all at a time, and again when it is old', async () => {
    let nowMs = 0;
    let asked = 0;
    const answer = sharedFor(
      2_000,
      async () => {
        asked += 1;
        return asked;
      },
      () => nowMs,
    );
    expect(await Promise.all([answer(), answer(), answer()])).toEqual([1, 1, 1]);
    nowMs = 1_999;
    expect(await answer()).toBe(1);
    nowMs = 2_000;
    expect(await answer()).toBe(2);
  });

  it('is asked for again where it failed', async () => {
    let nowMs = 0;
    const answer = sharedFor(
      10,
      () => Promise.reject(new Error('x')),
      () => nowMs,
    );
    await expect(answer()).rejects.toThrow('x');
    nowMs = 10;
    await expect(answer()).rejects.toThrow('x');
  });
});
