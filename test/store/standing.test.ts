import { Registry } from 'prom-client';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { standingGauges } from '../../src/watch/gauges.ts';
import { instruments } from '../../src/watch/instruments.ts';
import type { NewDueWork } from '../../src/work/due-work.ts';
import { type OwnReset, openReset, person } from '../pin/own-reset.ts';
import { readExposed, toldValue } from '../watch/exposed.ts';

const minuteMs = 60_000;
let reset: OwnReset;
beforeEach(async () => {
  reset = await openReset(() => ({ kind: 'pending' }));
});
afterEach(() => reset.close());

const now = () => reset.parts.now();
const work = (key: string, kind: string, more: Partial<NewDueWork> = {}): NewDueWork => ({
  key,
  kind,
  dueAt: now(),
  person: 'tenant:user',
  payload: {},
  ...more,
});
const standing = () => reset.store.standing(now());

/** What is told of how things stand, by metric and labels. */
async function told(kinds: string[] = []) {
  const registry = new Registry();
  standingGauges(instruments(registry)).stands(await standing(), now(), kinds);
  const metrics = readExposed(await registry.metrics());
  return (name: string, labels: Record<string, string>) =>
    toldValue(metrics, `conference_pin_${name}`, labels);
}

describe('due work', () => {
  it('is late where nobody is at it, by the oldest of its kind', async () => {
    await reset.store.dueWork.put([work('a', 'note'), work('d', 'card', { heldBy: 'somebody' })]);
    reset.pass(2 * minuteMs);
    await reset.store.dueWork.put([work('b', 'note')]);
    const later = new Date(now().getTime() + 1_000);
    await reset.store.dueWork.put([work('c', 'reminder', { dueAt: later })]);
    reset.pass(500);
    const of = await told(['note', 'card', 'reminder']);
    expect(of('due_work', { kind: 'note', state: 'due' })).toBe(2);
    expect(of('due_work_late_seconds', { kind: 'note' })).toBe(120.5);
    expect(of('due_work', { kind: 'reminder', state: 'due' })).toBe(0);
    expect(of('due_work_late_seconds', { kind: 'reminder' })).toBe(0);
    // Whoever held it has died: its lease has run out.
    expect(of('due_work', { kind: 'card', state: 'due' })).toBe(1);
    expect(of('due_work_late_seconds', { kind: 'card' })).toBe(120.5);
  });

  it('is not late while somebody is at it', async () => {
    await reset.store.dueWork.put([work('a', 'note')]);
    reset.pass(minuteMs);
    await reset.store.dueWork.claim('somebody', now(), 10_000);
    const of = await told();
    expect(of('due_work', { kind: 'note', state: 'held' })).toBe(1);
    expect(of('due_work', { kind: 'note', state: 'due' })).toBe(0);
    expect(of('due_work_late_seconds', { kind: 'note' })).toBe(0);
  });

  it('is told apart where it is parked: blocked, or deadly', async () => {
    await reset.store.dueWork.put([work('a', 'note')]);
    const claimed = await reset.store.dueWork.claim('somebody', now(), 10_000);
    if (claimed) await reset.store.dueWork.park(claimed, 'blocked');
    await reset.store.dueWork.put([work('b', 'look')]);
    for (let death = 0; death < 3; death += 1) {
      await reset.store.dueWork.claim(`doomed ${death}`, now(), 10_000);
      reset.pass(10_000);
    }
    expect(await reset.store.dueWork.claim('somebody', now(), 10_000)).toBeUndefined();
    const of = await told();
    expect(of('due_work', { kind: 'note', state: 'blocked' })).toBe(1);
    expect(of('due_work', { kind: 'look', state: 'deadly' })).toBe(1);
    expect(of('due_work_late_seconds', { kind: 'look' })).toBe(0);
  });
});

describe('attempts', () => {
  it('are told by where they stand, for a day', async () => {
    const { id } = await reset.ask();
    await reset.submit(id);
    let of = await told();
    expect(of('attempts', { state: 'submitted' })).toBe(1);
    expect(of('attempts', { state: 'applied' })).toBe(0);
    reset.pass(24 * 60 * minuteMs);
    of = await told();
    expect(of('attempts', { state: 'submitted' })).toBe(0);
  });

  it('are open changes for as long as nobody knows what became of them', async () => {
    const { id } = await reset.ask();
    await reset.submit(id);
    reset.pass(25 * 60 * minuteMs);
    const of = await told();
    expect(of('open_changes', { state: 'submitted' })).toBe(1);
    expect(of('open_change_age_seconds', { state: 'submitted' })).toBe(25 * 3_600);
    expect(of('open_change_age_seconds', { state: 'unknown' })).toBe(0);
    const { changeId = '' } = (await reset.store.attempts.find(id)) ?? {};
    await reset.store.attempts.settle(changeId, { kind: 'giveUp' }, now(), { work: [] });
    const later = await told();
    expect(later('open_changes', { state: 'submitted' })).toBe(0);
    expect(later('open_changes', { state: 'unsettled' })).toBe(1);
    await reset.store.attempts.settle(changeId, { kind: 'fail', code: 'withdrawn' }, now(), { work: [] });
    expect((await told())('open_changes', { state: 'unsettled' })).toBe(0);
  });
});

describe('tickets', () => {
  it('are told by where they stand, and how old the oldest is that is owed', async () => {
    const open = (id: string, state: 'owed' | 'handed') =>
      reset.store.tickets.open(
        {
          ...{ id, reference: 'K7QM-2F9D', person, requester: {}, conversationId: 'chat', problem: 'other' },
          ...{
            urgent: false,
            subject: 's',
            body: 'b',
            state,
            locale: 'en',
            timeZone: 'UTC',
            createdAt: now(),
          },
        },
        [],
      );
    await open('1', 'owed');
    await open('2', 'handed');
    reset.pass(10 * minuteMs);
    await open('3', 'owed');
    const of = await told();
    expect([of('tickets', { state: 'owed' }), of('tickets', { state: 'handed' })]).toEqual([2, 1]);
    expect(of('ticket_age_seconds', { state: 'owed' })).toBe(600);
    await reset.store.tickets.settle('1', { state: 'failed', code: 'not_taken' }, now(), []);
    const later = await told();
    expect([later('tickets', { state: 'owed' }), later('tickets', { state: 'failed' })]).toEqual([1, 1]);
    expect(later('ticket_age_seconds', { state: 'owed' })).toBe(0);
  });
});

describe('a store that does not answer', () => {
  it('is told to be down, and nothing of what it held', async () => {
    const registry = new Registry();
    const gauges = standingGauges(instruments(registry));
    await reset.ask();
    gauges.stands(await standing(), now(), ['note']);
    expect(
      toldValue(readExposed(await registry.metrics()), 'conference_pin_attempts', { state: 'shown' }),
    ).toBe(1);
    gauges.stands(undefined, now(), ['note']);
    const down = readExposed(await registry.metrics());
    expect(toldValue(down, 'conference_pin_store_up')).toBe(0);
    for (const name of ['attempts', 'open_changes', 'due_work', 'due_work_late_seconds', 'tickets'])
      expect(down.get(`conference_pin_${name}`)?.series).toEqual([]);
  });
});
