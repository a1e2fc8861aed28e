import { afterEach, describe, expect, it } from 'vitest';
import type { LookAnswer } from '../../src/pin/backend.ts';
import { look } from '../../src/pin/look.ts';
import { overdue } from '../../src/pin/overdue.ts';
import { type OwnReset, openReset, person } from './own-reset.ts';

let reset: OwnReset;
let looked: LookAnswer;
afterEach(async () => {
  expect(reset.faults).toEqual([]);
  await reset.close();
});
const hourMs = 3_600_000;

/** A change whose request was lost, and of which the backend says nothing. */
async function lost() {
  looked = { kind: 'unknown' };
  reset = await openReset(
    () => ({ kind: 'unknown' }),
    () => looked,
  );
  const { id } = await reset.ask();
  await reset.submit(id);
  return id;
}

/** Does all that is due by now, and tells what the person is sent. */
async function work() {
  const notes: unknown[] = [];
  for (;;) {
    const due = await reset.store.dueWork.claim('test', reset.parts.now(), 60_000);
    if (!due) return notes;
    if (due.kind === 'note') notes.push(due.payload.name);
    const handler = due.kind === 'look' ? look : due.kind === 'overdue' ? overdue : undefined;
    const result = await handler?.(reset.parts, due);
    if (result?.kind === 'again') await reset.store.dueWork.again(due, result.at);
    else await reset.store.dueWork.done(due);
  }
}
const stateOf = async (id: string) => (await reset.store.attempts.find(id))?.state;

describe('a change that nobody asks for any more, because its work is parked', () => {
  it('is told as not known after an hour, and lets the person go on after a day', async () => {
    reset = await openReset(() => ({ kind: 'pending' }));
    const { id } = await reset.ask();
    await reset.submit(id);
    await reset.store.dueWork.drop(`${person.tenantId}:${person.userId}`, ['look']);
    expect(await stateOf(id)).toBe('submitted');
    reset.pass(hourMs);
    expect(await work()).toEqual(['unknown']);
    expect(await stateOf(id)).toBe('unknown');
    reset.pass(23 * hourMs);
    await work();
    expect(await stateOf(id)).toBe('unsettled');
    expect((await reset.ask()).id).not.toBe(id);
  });
});

describe('a change of which nothing becomes known', () => {
  it('is told once more after an hour', async () => {
    await lost();
    expect(await work()).toEqual([]);
    reset.pass(hourMs);
    expect(await work()).toEqual(['unknown']);
    reset.pass(hourMs);
    expect(await work()).toEqual([]);
  });

  it('keeps the person from another until a day is over; then it is unsettled, and the person may go on', async () => {
    const id = await lost();
    reset.pass(23 * hourMs);
    await work();
    expect((await reset.ask()).id).toBe(id);
    reset.pass(hourMs + 2_000);
    await work();
    reset.pass(1_000);
    expect(await work()).toEqual(['unsettled']);
    expect(reset.unsettled).toEqual([(await reset.store.attempts.find(id))?.reference]);
    expect(await stateOf(id)).toBe('unsettled');
    expect((await reset.ask()).id).not.toBe(id);
  });

  it('is told all the same where it becomes known after the day', async () => {
    const id = await lost();
    reset.pass(25 * hourMs);
    await work();
    looked = { kind: 'applied', changedAt: reset.parts.now() };
    reset.pass(hourMs);
    await work();
    reset.pass(1_000);
    expect(await work()).toContain('changed');
    expect(await stateOf(id)).toBe('applied');
  });

  it('is told as an earlier one where the person has changed the PIN since', async () => {
    const id = await lost();
    const changedAt = reset.parts.now();
    reset.pass(25 * hourMs);
    await work();
    reset.answerWith(() => ({ kind: 'applied', changedAt: reset.parts.now() }));
    const newer = await reset.ask();
    await reset.submit(newer.id);
    looked = { kind: 'applied', changedAt };
    reset.pass(hourMs);
    await work();
    reset.pass(1_000);
    expect(await work()).toEqual(['superseded']);
    expect(await reset.store.attempts.find(id)).toMatchObject({ state: 'applied', code: 'superseded' });
  });

  it('does not give its form back after the day', async () => {
    const id = await lost();
    reset.pass(25 * hourMs);
    await work();
    looked = { kind: 'rejected', code: 'pin_reused' };
    reset.pass(hourMs);
    await work();
    expect(await stateOf(id)).toBe('failed');
  });

  it('is no longer asked for when the backend does not keep it any more', async () => {
    await lost();
    reset.pass(25 * hourMs);
    await work();
    reset.pass(31 * 24 * hourMs);
    await work();
    expect(await reset.store.dueWork.nextAt()).toBeUndefined();
  });
});
