import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { submit } from '../../src/pin/reset.ts';
import { type OwnReset, openReset, person, request } from './own-reset.ts';

const hourMs = 3_600_000;
let reset: OwnReset;
beforeEach(async () => {
  reset = await openReset(() => ({ kind: 'applied', changedAt: new Date(Date.UTC(2026, 10, 24, 9)) }));
});
afterEach(() => reset.close());

async function changes(many: number) {
  for (let nth = 0; nth < many; nth += 1) {
    expect(await reset.submit((await reset.ask()).id)).toBe('accepted');
    reset.pass(hourMs);
  }
}

describe('the limit of changes', () => {
  it('lets a person make five in a day, and says when there is a form again', async () => {
    const begunAt = reset.parts.now();
    await changes(5);
    const refused = await reset.ask();
    expect(refused).toMatchObject({ state: 'failed', code: 'limit' });
    expect(refused.expiresAt).toEqual(new Date(begunAt.getTime() + 24 * hourMs));
    reset.pass(19 * hourMs - 1);
    expect((await reset.ask()).code).toBe('limit');
    reset.pass(1);
    expect((await reset.ask()).state).toBe('shown');
  });

  it('counts those of which nobody knows, and not those that were not made', async () => {
    await changes(3);
    reset.answerWith(() => ({ kind: 'rejected', code: 'failed' }));
    await changes(4);
    reset.answerWith(() => ({ kind: 'unknown' }));
    for (let nth = 0; nth < 2; nth += 1) {
      const { id } = await reset.ask();
      expect(await reset.submit(id)).toBe('accepted');
      const changeId = (await reset.store.attempts.find(id))?.changeId ?? '';
      await reset.store.attempts.settle(changeId, { kind: 'giveUp' }, reset.parts.now(), { work: [] });
    }
    expect((await reset.ask()).code).toBe('limit');
  });

  it('is each person’s own', async () => {
    await changes(5);
    const other = await reset.store.attempts.open(
      {
        id: 'x',
        reference: 'X',
        person: { ...person, userId: 'somebody else' },
        conversationId: 'other',
        askedBy: 'other',
        plainSubmit: false,
        locale: 'en',
        timeZone: 'UTC',
        createdAt: reset.parts.now(),
        expiresAt: reset.parts.now(),
      },
      reset.parts.resetLimit,
      () => [],
    );
    expect(other.attempt.state).toBe('shown');
  });
});

describe('a form on which PIN after PIN is refused', () => {
  const tried = async (attemptId: string, round: number) => {
    const typed = { pin: '11111', repeat: '11111' };
    const who = { ...request(), askedBy: `try ${round}` };
    return submit(reset.parts, { ...who, attemptId, round, typed });
  };

  it('is closed with the tenth; nothing was sent to the backend', async () => {
    const { id } = await reset.ask();
    for (let round = 1; round < 10; round += 1)
      expect(await tried(id, round)).toMatchObject({ kind: 'refused' });
    expect(await tried(id, 10)).toMatchObject({ attempt: { state: 'failed', code: 'exhausted' } });
    expect(await reset.submit(id, 10)).toBe('as_it_stands');
    expect(reset.keys).toEqual([]);
    expect((await reset.ask()).state).toBe('shown');
  });

  it('is closed too where the backend refuses the last', async () => {
    reset.answerWith(() => ({ kind: 'rejected', code: 'pin_reused' }));
    const { id } = await reset.ask();
    for (let round = 1; round < 10; round += 1) await tried(id, round);
    expect(await reset.submit(id, 10)).toBe('accepted');
    expect(await reset.store.attempts.find(id)).toMatchObject({ state: 'failed', code: 'exhausted' });
  });
});
