import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { sweep, sweepWork } from '../../src/retention/sweep.ts';
import type { WorkResult } from '../../src/work/due-work.ts';
import { type OwnReset, openReset, person } from '../pin/own-reset.ts';

const dayMs = 86_400_000;
const appliedAt = new Date(Date.UTC(2026, 10, 24, 9, 1));

let reset: OwnReset;
let told: object[];
beforeEach(async () => {
  reset = await openReset(() => ({ kind: 'applied', changedAt: appliedAt }));
  told = [];
});
afterEach(() => reset.close());

function run(): Promise<WorkResult> {
  const parts = {
    reset: reset.parts,
    oldData: reset.store.oldData,
    auditRetentionMs: 180 * dayMs,
    referenceRetentionMs: 400 * dayMs,
    onRemoved: (removed: object) => void told.push(removed),
  };
  const claim = { owner: reset.parts.owner, version: 1 };
  return sweep(parts, { ...sweepWork(reset.parts.now()), tries: 1, claim });
}
const count = async (table: string) =>
  Number((await reset.rows<{ many: number }>(`select count(*) as many from ${table}`))[0]?.many);
async function keepChat(userId: string) {
  const where = { conversationId: 'chat', serviceUrl: 'http://127.0.0.1/', channelId: 'msteams' };
  const who = { person: { ...person, userId }, botId: 'b', accountId: 'a', locale: 'en', timeZone: 'UTC' };
  await reset.store.conversations.keep({ ...where, ...who }, reset.parts.now());
}

describe('a form that nobody sent', () => {
  it('stays where it was given back meanwhile', async () => {
    const form = await reset.ask();
    const at = reset.parts.now();
    reset.pass(900_000);
    const times = { at, expiresAt: new Date(reset.parts.now().getTime() + 900_000) };
    await reset.store.attempts.giveBack(form, ['pin_short'], times, []);
    expect(await reset.store.attempts.close(form.id, 'expire', reset.parts.now(), [])).toBe(false);
  });

  it('is closed when its time is over, in the chat too, and forgets the account', async () => {
    const { id } = await reset.ask();
    await run();
    expect((await reset.store.attempts.find(id))?.state).toBe('shown');
    reset.pass(900_000);
    await run();
    const closed = await reset.store.attempts.find(id);
    expect(closed).toMatchObject({ state: 'expired' });
    expect(closed?.account).toBeUndefined();
    expect(await reset.rows("select event from attempt_events where event = 'expired'")).toHaveLength(1);
    expect(await reset.store.dueWork.claim(reset.parts.owner, reset.parts.now(), 1)).toMatchObject({
      key: `card:${id}`,
    });
  });
});

describe('what is old', () => {
  it('goes after its time: tickets that are no longer owed, and what the help desk did', async () => {
    const { tickets, deskView } = reset.store;
    const at = reset.parts.now();
    const ticket = (id: string, state: 'owed' | 'handed') =>
      tickets.open(
        {
          ...{ id, reference: 'K7QM-2F9D', person, requester: {}, conversationId: 'chat', problem: 'other' },
          ...{ urgent: false, subject: 's', body: 'b', state, locale: 'en', timeZone: 'UTC', createdAt: at },
        },
        [],
      );
    await ticket('owed', 'owed');
    await ticket('handed', 'handed');
    await deskView.record({ at, event: 'looked_today', tenantId: person.tenantId, agentId: 'agent' });
    reset.pass(180 * dayMs - 1_000);
    await run();
    expect(await count('tickets')).toBe(2);
    reset.pass(2_000);
    await run();
    expect(await reset.rows('select id from tickets')).toEqual([{ id: 'owed' }]);
    expect(await count('desk_events')).toBe(0);
    expect(told.at(-1)).toMatchObject({ tickets: 1, deskEvents: 3 });
  });

  it('goes after its time: attempts with their events', async () => {
    const { id } = await reset.ask();
    await reset.submit(id);
    reset.pass(180 * dayMs - 1_000);
    await run();
    reset.pass(2_000);
    await run();
    // Its card is owed still.
    expect(await count('attempts')).toBe(1);
    await reset.store.dueWork.drop(`${person.tenantId}:${person.userId}`, ['card', 'look', 'overdue']);
    reset.pass(-2_000);
    await run();
    expect(await count('attempts')).toBe(1);
    reset.pass(2_000);
    await run();
    expect([await count('attempts'), await count('attempt_events')]).toEqual([0, 0]);
  });

  it('stays where nobody knows the outcome yet', async () => {
    reset.answerWith(() => ({ kind: 'unknown' }));
    const { id } = await reset.ask();
    await reset.submit(id);
    reset.pass(200 * dayMs);
    await run();
    expect((await reset.store.attempts.find(id))?.state).toBe('unknown');
  });

  it('goes after its time: where the bot can write to a person, unless something is owed', async () => {
    await keepChat('quiet');
    await keepChat('owed');
    const owed = { tenantId: person.tenantId, userId: 'owed' };
    const key = `${owed.tenantId}:${owed.userId}`;
    await reset.store.dueWork.put([
      { key: 'x', kind: 'note', dueAt: new Date(8e15), person: key, payload: {} },
    ]);
    reset.pass(399 * dayMs);
    await run();
    expect(await count('conversations')).toBe(2);
    reset.pass(2 * dayMs);
    await run();
    expect(await reset.rows('select user_id from conversations')).toEqual([{ user_id: 'owed' }]);
  });

  it('goes after a day: where a dialog stands', async () => {
    await reset.store.dialogState.write({ chat: { waits: true } });
    expect(await count('dialog_state')).toBe(1);
    await reset.store.oldData.remove(
      { audit: new Date(0), references: new Date(0), dialogs: new Date(8e15) },
      10,
    );
    expect(await count('dialog_state')).toBe(0);
  });

  it('goes with the audit: what could not be delivered for so long', async () => {
    await reset.store.dueWork.put([
      { key: 'x', kind: 'note', dueAt: reset.parts.now(), person: 'p', payload: {} },
    ]);
    const work = await reset.store.dueWork.claim('me', reset.parts.now(), 1_000);
    if (work) await reset.store.dueWork.park(work, 'blocked');
    await run();
    expect(await reset.store.dueWork.parked()).toEqual({ blocked: 1 });
    reset.pass(181 * dayMs);
    await run();
    expect(await reset.store.dueWork.parked()).toEqual({});
    const none = { attempts: 0, tickets: 0, deskEvents: 0, references: 0, dialogs: 0, formsClosed: 0 };
    expect(told).toEqual([{ ...none, undeliverable: 1 }]);
  });

  it('goes in small batches, one soon after the other, and is then left for an hour', async () => {
    for (let nth = 0; nth < 250; nth += 1) await keepChat(`person-${nth}`);
    reset.pass(401 * dayMs);
    const inMs = (result: WorkResult) =>
      result.kind === 'again' ? result.at.getTime() - reset.parts.now().getTime() : undefined;
    expect(inMs(await run())).toBe(100);
    expect(await count('conversations')).toBe(50);
    expect(inMs(await run())).toBe(3_600_000);
    expect(await count('conversations')).toBe(0);
  });
});
