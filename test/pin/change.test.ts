import { afterEach, describe, expect, it } from 'vitest';
import { type OwnReset, openReset } from './own-reset.ts';

let reset: OwnReset;
afterEach(async () => {
  expect(reset.faults).toEqual([]);
  await reset.close();
});

/** All that is due by now, by kind. */
async function due() {
  const kinds: string[] = [];
  for (;;) {
    const work = await reset.store.dueWork.claim(reset.parts.owner, reset.parts.now(), 60_000);
    if (!work) return kinds.sort();
    kinds.push(work.kind);
  }
}
async function submitted() {
  const { id } = await reset.ask();
  expect(await reset.submit(id)).toBe('accepted');
  const attempt = await reset.store.attempts.find(id);
  if (!attempt) throw new Error('the attempt is gone');
  return attempt;
}
const appliedAt = new Date(Date.UTC(2026, 10, 24, 9, 1));

describe('a change whose answer does not come', () => {
  it('is unknown once the PIN has to be forgotten, and is looked for at once', async () => {
    reset = await openReset(() => 'timeout');
    const { state } = await submitted();
    expect(state).toBe('unknown');
    reset.pass(1_000);
    expect(await due()).toEqual(['card', 'look']);
  });

  it('is sent again under the same key while the PIN is in memory', async () => {
    reset = await openReset((nth) =>
      nth < 3 ? { kind: 'unknown', fault: 'broken' } : { kind: 'applied', changedAt: appliedAt },
    );
    const { state, changedAt } = await submitted();
    expect({ state, changedAt }).toEqual({ state: 'applied', changedAt: appliedAt });
    expect(reset.keys).toHaveLength(3);
    expect(new Set(reset.keys).size).toBe(1);
  });

  it('is not sent again where the service knows of it', async () => {
    reset = await openReset(
      () => ({ kind: 'unknown', fault: 'broken' }),
      () => ({ kind: 'rejected', code: 'failed' }),
    );
    expect(await submitted()).toMatchObject({ state: 'failed', code: 'failed' });
    expect(reset.keys).toHaveLength(1);
  });

  it('is asked after while the service has it under way, and the PIN is forgotten at once', async () => {
    reset = await openReset(
      () => ({ kind: 'unknown', fault: 'broken' }),
      () => ({ kind: 'pending' }),
    );
    expect((await submitted()).state).toBe('unknown');
    expect(reset.keys).toHaveLength(1);
    reset.pass(5_000);
    expect(await due()).toContain('look');
  });

  it('never sends the PIN later than a minute after the submission', async () => {
    const leftMs: number[] = [];
    reset = await openReset((_nth, timeoutMs) => {
      leftMs.push(timeoutMs);
      return { kind: 'unknown', fault: 'broken' };
    });
    const begun = reset.parts.now().getTime();
    await submitted();
    expect(reset.parts.now().getTime() - begun).toBeLessThanOrEqual(60_000);
    expect(leftMs.length).toBeGreaterThan(3);
    expect(leftMs.every((each) => each > 0)).toBe(true);
  });

  it('stays unknown where a later try is denied: an earlier one may have been taken', async () => {
    reset = await openReset((nth) => (nth === 1 ? { kind: 'unknown', fault: 'broken' } : { kind: 'denied' }));
    expect((await submitted()).state).toBe('unknown');
  });

  it('stays unknown where later tries cannot be sent', async () => {
    reset = await openReset((nth) => (nth === 1 ? { kind: 'unknown' } : { kind: 'not_sent' }));
    expect((await submitted()).state).toBe('unknown');
  });
});

describe('a change that was certainly not made', () => {
  it('has failed where nothing of it could be sent', async () => {
    reset = await openReset(() => ({ kind: 'not_sent' }));
    expect(await submitted()).toMatchObject({ state: 'failed', code: 'not_sent' });
  });

  it('has failed where nothing of it could be sent for as long as one try is waited for', async () => {
    reset = await openReset((_nth, timeoutMs) => {
      reset.pass(timeoutMs);
      return { kind: 'not_sent', fault: 'no_token' };
    });
    expect(await submitted()).toMatchObject({ state: 'failed', code: 'not_sent' });
  });

  it('has failed where the service denies this bot', async () => {
    reset = await openReset(() => ({ kind: 'denied' }));
    expect(await submitted()).toMatchObject({ state: 'failed', code: 'denied' });
  });

  it('has failed where the service was too busy for a minute', async () => {
    reset = await openReset(() => ({ kind: 'busy', retryAfterMs: 20_000 }));
    expect(await submitted()).toMatchObject({ state: 'failed', code: 'busy' });
    expect(reset.keys).toHaveLength(3);
  });

  it('is given back with the reason where the service refuses the PIN, and may be sent in the next round', async () => {
    reset = await openReset((nth) =>
      nth === 1 ? { kind: 'rejected', code: 'pin_reused' } : { kind: 'applied', changedAt: appliedAt },
    );
    const attempt = await submitted();
    expect(attempt).toMatchObject({ state: 'shown', round: 2, refusals: ['pin_reused'] });
    expect(await reset.submit(attempt.id, 1)).toBe('as_it_stands');
    expect(await reset.submit(attempt.id, 2)).toBe('accepted');
    expect(new Set(reset.keys).size).toBe(2);
  });
});

describe('a form that was asked for again', () => {
  it('has a plain Action.Submit where the one before it is alive and brought nothing', async () => {
    reset = await openReset(() => ({ kind: 'denied' }));
    await reset.ask();
    expect((await reset.ask()).plainSubmit).toBe(true);
  });

  it('has none where the one before it had only been left to expire', async () => {
    reset = await openReset(() => ({ kind: 'denied' }));
    await reset.ask();
    reset.pass(900_001);
    expect((await reset.ask()).plainSubmit).toBe(false);
  });
});
