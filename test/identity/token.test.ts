import { beforeEach, describe, expect, it } from 'vitest';
import { IdentityFault, tokenSource } from '../../src/identity/token.ts';

const minuteMs = 60_000;
let nowMs: number;
let given: number;
let answer: () => Promise<{ token: string; expiresOnTimestamp: number } | null>;
let told: string[];
let source: () => Promise<string>;
/** Lets what was begun in the background end. */
const settled = () => new Promise((resolve) => setImmediate(resolve));

beforeEach(() => {
  nowMs = Date.UTC(2026, 10, 24);
  given = 0;
  told = [];
  answer = async () => ({ token: `token-${++given}`, expiresOnTimestamp: nowMs + 60 * minuteMs });
  source = tokenSource({
    credential: async () => ({ getToken: () => answer() }),
    scope: 'api://pins/.default',
    now: () => nowMs,
    onFailure: ({ code }) => void told.push(code),
    onBack: () => void told.push('back'),
    timeoutMs: 50,
  });
});

const away = async () => {
  throw new Error('AADSTS700016: not found');
};

describe('the token of an identity', () => {
  it('is asked for once for all who wait', async () => {
    expect(await Promise.all([source(), source(), source()])).toEqual(Array(3).fill('token-1'));
    expect(await source()).toBe('token-1');
    expect(given).toBe(1);
  });

  it('is renewed before it runs out, and nobody waits for that', async () => {
    await source();
    nowMs += 56 * minuteMs;
    expect(await source()).toBe('token-1');
    await settled();
    expect(await source()).toBe('token-2');
  });

  it('is used on while it is good and the identity is away, which is told once', async () => {
    await source();
    nowMs += 56 * minuteMs;
    answer = away;
    for (let nth = 0; nth < 5; nth += 1) {
      expect(await source()).toBe('token-1');
      await settled();
      nowMs += 20_000;
    }
    expect(told).toEqual(['IDENTITY_FAILED']);
    nowMs += 3 * minuteMs;
    await expect(source()).rejects.toBeInstanceOf(IdentityFault);
  });

  it('is not asked for again and again while a renewal fails', async () => {
    let tried = 0;
    await source();
    nowMs += 56 * minuteMs;
    answer = async () => {
      tried += 1;
      return away();
    };
    for (let nth = 0; nth < 5; nth += 1) {
      await source();
      await settled();
    }
    expect(tried).toBe(1);
  });

  it('comes again when the identity is back, which is told', async () => {
    answer = away;
    await expect(source()).rejects.toMatchObject({ code: 'IDENTITY_FAILED' });
    answer = async () => ({ token: 'new', expiresOnTimestamp: nowMs + 60 * minuteMs });
    nowMs += 2_000;
    expect(await source()).toBe('new');
    expect(told).toEqual(['IDENTITY_FAILED', 'back']);
  });

  it('is none where the identity gives none', async () => {
    answer = async () => null;
    await expect(source()).rejects.toBeInstanceOf(IdentityFault);
  });

  it('is none where the identity says nothing, and comes when it speaks again', async () => {
    const spoken = answer;
    answer = () => new Promise(() => {});
    await expect(Promise.all([source(), source()])).rejects.toMatchObject({
      cause: { code: 'IDENTITY_TIMEOUT' },
    });
    expect(told).toEqual(['IDENTITY_FAILED']);
    answer = spoken;
    nowMs += 2_000;
    expect(await source()).toBe('token-1');
  });

  it('is asked for once in a while, not at every question, where there is none', async () => {
    let tried = 0;
    answer = async () => {
      tried += 1;
      return away();
    };
    for (let nth = 0; nth < 50; nth += 1) await expect(source()).rejects.toBeInstanceOf(IdentityFault);
    expect(tried).toBe(1);
    nowMs += 2_000;
    await expect(source()).rejects.toBeInstanceOf(IdentityFault);
    expect(tried).toBe(2);
  });
});
