import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Store } from '../../src/store/store.ts';
import type { DueWork, NewDueWork, WorkHandler } from '../../src/work/due-work.ts';
import { type Runner, startRunner } from '../../src/work/runner.ts';
import { ownStore } from '../store/own-store.ts';
import { ownTime } from './own-time.ts';

let store: Store;
let close: () => Promise<void>;
let runner: Runner | undefined;
beforeEach(async () => {
  ({ store, close } = await ownStore());
});
afterEach(async () => {
  await runner?.stop();
  runner = undefined;
  await close();
});

const start = new Date('2026-03-02T09:00:00Z');
const due = (key: string, delayMs = 0): NewDueWork => ({
  key,
  kind: 'effect',
  dueAt: new Date(start.getTime() + delayMs),
  person: 't:u',
  payload: { key },
});

function run(handler: WorkHandler, time = ownTime(start)) {
  const faults: unknown[] = [];
  runner = startRunner({
    store: store.dueWork,
    handlers: { effect: handler },
    longestSleepMs: 60_000,
    timers: time,
    owner: 'me',
    onFault: (error) => faults.push(error),
  });
  return { time, faults };
}

/** A handler that notes what it did, and lets a test wait for it. */
function effects(result: (work: DueWork) => ReturnType<WorkHandler> = async () => ({ kind: 'done' })) {
  const done: string[] = [];
  let told = () => {};
  return {
    done,
    handler: async (work: DueWork) => {
      done.push(work.key);
      told();
      return result(work);
    },
    async until(count: number) {
      while (done.length < count)
        await new Promise<void>((resolve) => {
          told = resolve;
        });
    },
  };
}

describe('the runner', () => {
  it('does what is due, once, in the order of its time, and not what is not', async () => {
    await store.dueWork.put([due('b', -1), due('a', -2), due('later', 60_000)]);
    const seen = effects();
    run(seen.handler);
    await seen.until(2);
    await runner?.stop();
    expect(seen.done).toEqual(['a', 'b']);
    expect((await store.dueWork.nextAt())?.getTime()).toBe(start.getTime() + 60_000);
  });

  it('sleeps until the next is due, instead of polling', async () => {
    await store.dueWork.put([due('later', 30_000)]);
    const seen = effects();
    const { time } = run(seen.handler);
    await time.sleeping();
    expect(time.nextInMs()).toBe(30_000);
    time.pass(30_000);
    await seen.until(1);
    expect(seen.done).toEqual(['later']);
  });

  it('looks again when it is woken', async () => {
    const seen = effects();
    const { time } = run(seen.handler);
    await time.sleeping();
    await store.dueWork.put([due('new')]);
    runner?.wake();
    await seen.until(1);
    expect(seen.done).toEqual(['new']);
  });

  it('does again at the time that the handler asks for', async () => {
    await store.dueWork.put([due('again')]);
    const seen = effects(async (work) =>
      work.tries === 1 ? { kind: 'again', at: new Date(start.getTime() + 5_000) } : { kind: 'done' },
    );
    const { time } = run(seen.handler);
    await seen.until(1);
    await time.sleeping(5_000);
    time.pass(5_000);
    await seen.until(2);
    await runner?.stop();
    expect(await store.dueWork.nextAt()).toBeUndefined();
  });

  it('is woken for what is due sooner than it would have looked, and then looks', async () => {
    const seen = effects();
    const { time } = run(seen.handler);
    await time.sleeping(60_000);
    await store.dueWork.put([due('soon', 20_000)]);
    runner?.wake();
    await time.sleeping(20_000);
    time.pass(20_000);
    await seen.until(1);
    expect(seen.done).toEqual(['soon']);
  });

  it('sleeps no longer than it may, whatever it is woken for and wherever the clock goes', async () => {
    const { time } = run(effects().handler);
    await time.sleeping(60_000);
    time.pass(-7_200_000);
    runner?.wake();
    await time.sleeping(60_000);
    expect(time.nextInMs()).toBeLessThanOrEqual(60_000);
  });

  it('tries again after a fault, later, and tells of it without the payload', async () => {
    await store.dueWork.put([due('faulty')]);
    const seen = effects(async (work) => {
      if (work.tries === 1) throw new Error('broken');
      return { kind: 'done' };
    });
    const { time, faults } = run(seen.handler);
    await seen.until(1);
    await time.sleeping(1_000);
    time.pass(1_000);
    await seen.until(2);
    expect(faults).toHaveLength(1);
  });

  it('does not lose work that was put again while it ran', async () => {
    await store.dueWork.put([due('card')]);
    let first = true;
    const seen = effects(async () => {
      if (first) {
        first = false;
        await store.dueWork.put([due('card')]);
      }
      return { kind: 'done' };
    });
    run(seen.handler);
    await seen.until(2);
    await runner?.stop();
    expect(await store.dueWork.nextAt()).toBeUndefined();
  });

  it('frees its leases when it stops', async () => {
    await store.dueWork.put([due('x')]);
    const claimed = await store.dueWork.claim('me', start, 10_000);
    expect(claimed?.key).toBe('x');
    run(async () => ({ kind: 'done' }));
    await runner?.stop();
    expect(await store.dueWork.claim('other', start, 10_000)).toMatchObject({ key: 'x' });
  });
});

describe('a lease', () => {
  it('keeps others away until it runs out, and then its holder settles nothing', async () => {
    await store.dueWork.put([due('x')]);
    const mine = await store.dueWork.claim('me', start, 10_000);
    expect(await store.dueWork.claim('you', new Date(start.getTime() + 9_999), 10_000)).toBeUndefined();
    const yours = await store.dueWork.claim('you', new Date(start.getTime() + 10_000), 10_000);
    expect(yours?.tries).toBe(2);
    await store.dueWork.done(mine as DueWork);
    expect((await store.dueWork.nextAt())?.getTime()).toBe(start.getTime() + 20_000);
    const later = new Date(start.getTime() + 60_000);
    await store.dueWork.renew('me', ['x'], later);
    expect((await store.dueWork.nextAt())?.getTime()).toBe(start.getTime() + 20_000);
    await store.dueWork.renew('you', ['x'], later);
    expect(await store.dueWork.nextAt()).toEqual(later);
  });

  it('goes to one of many who claim at once', async () => {
    await store.dueWork.put([due('x')]);
    const claims = await Promise.all(
      Array.from({ length: 10 }, (_, index) => store.dueWork.claim(`r${index}`, start, 10_000)),
    );
    expect(claims.filter(Boolean)).toHaveLength(1);
  });
});
