import { describe, expect, it } from 'vitest';
import { behindBot } from '../src/readiness.ts';

const backend = { reachable: async () => ({ backend: 'up', identity: 'up' }) as const };

describe('what stands behind the bot', () => {
  it('is told of a store that answers', async () => {
    const behind = behindBot({ parked: async () => ({ deadly: 1 }) }, backend, () => new Promise(() => {}));
    expect(await behind.parked()).toEqual({ deadly: 1 });
  });

  it('is told without a store that fails', async () => {
    const failing = { parked: () => Promise.reject(new Error('away')) };
    expect(await behindBot(failing, backend, () => new Promise(() => {})).parked()).toBeUndefined();
  });

  it('is told without a store that says nothing, so that nobody waits for it', async () => {
    const silent = { parked: () => new Promise<never>(() => {}) };
    expect(await behindBot(silent, backend, async () => undefined).parked()).toBeUndefined();
  });
});
