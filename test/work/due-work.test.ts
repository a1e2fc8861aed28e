import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Store } from '../../src/store/store.ts';
import type { DueWork, NewDueWork } from '../../src/work/due-work.ts';
import { ownStore } from '../store/own-store.ts';

let store: Store;
let close: () => Promise<void>;
let nowMs: number;
beforeEach(async () => {
  ({ store, close } = await ownStore());
  nowMs = Date.UTC(2026, 10, 24, 9);
});
afterEach(() => close());

const now = () => new Date(nowMs);
const due = (key: string, more: Partial<NewDueWork> = {}): NewDueWork => ({
  key,
  kind: 'effect',
  dueAt: now(),
  person: 'tenant:user',
  payload: {},
  ...more,
});
const claim = (owner = 'a') => store.dueWork.claim(owner, now(), 10_000);
async function claimed(owner = 'a'): Promise<DueWork> {
  const work = await claim(owner);
  if (!work) throw new Error('nothing to claim');
  return work;
}
/** The holder dies: its lease runs out. */
const die = () => {
  nowMs += 10_000;
};

describe('work that its process has under way already', () => {
  it('is claimed by nobody until its lease has run out', async () => {
    await store.dueWork.put([due('look', { heldBy: 'a' })]);
    expect(await claim('b')).toBeUndefined();
    expect((await store.dueWork.nextAt())?.getTime()).toBe(nowMs + 10_000);
    die();
    expect((await claimed('b')).key).toBe('look');
  });

  it('is free at once where the store has one owner, and that is a new one', async () => {
    await store.dueWork.put([due('look', { heldBy: 'a' })]);
    await store.dueWork.takeOver();
    expect((await claimed('b')).key).toBe('look');
  });
});

describe('work that is left to the process that put it', () => {
  it('is claimed by that one at once, and by others after two seconds', async () => {
    await store.dueWork.put([due('card', { leftTo: 'a' })]);
    expect(await claim('b')).toBeUndefined();
    expect((await claimed('a')).key).toBe('card');
    await store.dueWork.put([due('other card', { leftTo: 'dead' })]);
    nowMs += 2_000;
    expect((await claimed('b')).key).toBe('other card');
  });
});

describe('work of which processes die', () => {
  it('is tried once more by a process that starts an hour later, and parked again by its death', async () => {
    await store.dueWork.put([due('deadly')]);
    for (let death = 0; death < 3; death += 1) {
      await claimed();
      die();
    }
    expect(await claim()).toBeUndefined();
    await store.dueWork.tryDeadly(now());
    expect(await claim()).toBeUndefined();
    nowMs += 3_600_000;
    await store.dueWork.tryDeadly(now());
    expect((await claimed()).key).toBe('deadly');
    die();
    expect(await claim()).toBeUndefined();
    expect(await store.dueWork.parked()).toEqual({ deadly: 1 });
  });

  it('has not been begun where it was held from the beginning: that death does not count', async () => {
    await store.dueWork.put([due('look', { heldBy: 'a' })]);
    die();
    for (let death = 0; death < 3; death += 1) {
      expect((await claimed('b')).key).toBe('look');
      die();
    }
    expect(await claim()).toBeUndefined();
  });

  it('is claimed three times, then parked and shown', async () => {
    await store.dueWork.put([due('deadly'), due('later', { dueAt: new Date(nowMs + 60_000) })]);
    for (let death = 0; death < 3; death += 1) {
      expect((await claimed()).key).toBe('deadly');
      die();
    }
    expect(await claim()).toBeUndefined();
    expect(await store.dueWork.parked()).toEqual({ deadly: 1 });
    expect((await store.dueWork.nextAt())?.getTime()).toBeGreaterThan(nowMs);
  });

  it('is not blamed for deaths before one that it outlived', async () => {
    await store.dueWork.put([due('unlucky')]);
    for (let life = 0; life < 3; life += 1) {
      await claimed();
      die();
      await claimed();
      die();
      await store.dueWork.again(await claimed(), now());
    }
    expect((await claimed()).key).toBe('unlucky');
    expect(await store.dueWork.parked()).toEqual({});
  });

  it('comes back where what it follows from puts it again', async () => {
    await store.dueWork.put([due('deadly')]);
    for (let death = 0; death < 3; death += 1) {
      await claimed();
      die();
    }
    await claim();
    await store.dueWork.put([due('deadly')]);
    expect((await claimed()).key).toBe('deadly');
  });
});

describe('work that the channel lets not through', () => {
  it('is parked until the person writes again, and is not somebody else’s', async () => {
    await store.dueWork.put([due('mine'), due('theirs', { person: 'tenant:other' })]);
    for (const work of [await claimed(), await claimed()]) await store.dueWork.park(work, 'blocked');
    expect(await claim()).toBeUndefined();
    expect(await store.dueWork.nextAt()).toBeUndefined();
    expect(await store.dueWork.takeUp('tenant:user', now())).toBe(1);
    expect(await claimed()).toMatchObject({ key: 'mine', tries: 1 });
    expect(await store.dueWork.parked()).toEqual({ blocked: 1 });
  });

  it('is not parked by a claimer that has lost it', async () => {
    await store.dueWork.put([due('work')]);
    const lost = await claimed('a');
    die();
    const held = await claimed('b');
    await store.dueWork.park(lost, 'blocked');
    expect(held.key).toBe('work');
    expect(await store.dueWork.parked()).toEqual({});
    expect(await claim('c')).toBeUndefined();
  });

  it('is due again where it was put again while it ran', async () => {
    await store.dueWork.put([due('work')]);
    const work = await claimed();
    await store.dueWork.put([due('work', { payload: { newer: true } })]);
    await store.dueWork.park(work, 'blocked');
    expect((await claimed()).payload).toEqual({ newer: true });
  });
});
