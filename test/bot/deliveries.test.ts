import type { Activity } from 'botbuilder';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createCards } from '../../src/bot/cards/cards.ts';
import type { Sent } from '../../src/bot/connector.ts';
import { deliveries } from '../../src/bot/deliveries.ts';
import { createTurnGate } from '../../src/bot/turn-gate.ts';
import type { Log } from '../../src/log.ts';
import { type Attempt, type Person, personKey } from '../../src/pin/attempt.ts';
import { cardWork, noteWork } from '../../src/pin/reset-parts.ts';
import { remindersAfter } from '../../src/reminders/reminders.ts';
import type { NewDueWork, WorkResult } from '../../src/work/due-work.ts';
import { type OwnReset, openReset, person } from '../pin/own-reset.ts';

const hourMs = 3_600_000;
const appliedAt = new Date(Date.UTC(2026, 10, 24, 9, 0));

let reset: OwnReset;
let sent: { method: string; text: string }[];
beforeEach(async () => {
  reset = await openReset(() => ({ kind: 'applied', changedAt: appliedAt }));
  sent = [];
  await reset.store.conversations.keep(chatOf(person), reset.parts.now());
});
afterEach(() => reset.close());

const chatOf = (who: Person) => ({
  person: who,
  conversationId: 'chat',
  serviceUrl: 'http://127.0.0.1/',
  channelId: 'msteams',
  botId: 'bot',
  accountId: 'account',
  locale: 'en',
  timeZone: 'UTC',
});

const takes =
  (method: string) =>
  async (_url: string, _chat: string, ...more: unknown[]) => {
    sent.push({ method, text: JSON.stringify(more.at(-1) as Partial<Activity>) });
    return { kind: 'sent', id: 'card' } as Sent;
  };
const cards = createCards({ helpDesk: { name: 'Help desk' }, trial: false } as never);
const handlers = () =>
  deliveries({
    cards,
    reset: reset.parts,
    dueWork: reset.store.dueWork,
    tickets: reset.store.tickets,
    deliversTickets: false,
    deskLocale: () => 'en',
    agents: new Set(),
    deskView: reset.store.deskView,
    resetUrl: '',
    ticketUrl: () => undefined,
    askWhoIs: async () => {},
    whoIs: async () => ({}),
    conversations: reset.store.conversations,
    connector: {
      send: takes('POST'),
      update: takes('PUT'),
      remove: takes('DELETE'),
      member: async () => ({ kind: 'none' }),
    },
    gate: createTurnGate(),
    log: { warn: () => {} } as unknown as Log,
  });

/** Does all that is due by now, and returns how each ended. */
async function deliver(): Promise<WorkResult[]> {
  const results: WorkResult[] = [];
  for (;;) {
    const work = await reset.store.dueWork.claim(reset.parts.owner, reset.parts.now(), 10_000);
    if (!work) return results;
    const result = (await handlers()[work.kind]?.(work)) ?? { kind: 'done' };
    if (result.kind === 'again') await reset.store.dueWork.again(work, result.at);
    else await reset.store.dueWork.done(work);
    results.push(result);
  }
}

async function attempt(id: string): Promise<Attempt> {
  const found = await reset.store.attempts.find(id);
  if (!found) throw new Error('the attempt is gone');
  return found;
}

/** An applied change whose cards are delivered, and nothing else is owed. */
async function changed(): Promise<Attempt> {
  const { id } = await reset.ask();
  await reset.submit(id);
  reset.pass(2_000);
  await deliver();
  sent = [];
  return attempt(id);
}
const put = (work: NewDueWork[]) => reset.store.dueWork.put(work);
const eventsOf = async () =>
  (await reset.rows<{ event: string }>('select event from attempt_events')).map(({ event }) => event);

describe('reminders that become due while the bot is away', () => {
  it('come as one, the last; the audit tells of the others', async () => {
    await put(remindersAfter(await changed(), appliedAt, [hourMs / 2, 24 * hourMs, 48 * hourMs]));
    reset.pass(49 * hourMs);
    await deliver();
    expect(sent).toHaveLength(1);
    const events = await eventsOf();
    expect(events.filter((event) => event === 'reminder_passed_over')).toHaveLength(2);
    expect(events.filter((event) => event === 'reminded')).toHaveLength(1);
  });

  it('wait for the morning where the bot comes back at night', async () => {
    await put(remindersAfter(await changed(), appliedAt, [hourMs / 2]));
    reset.pass(13 * hourMs);
    expect(await deliver()).toEqual([{ kind: 'again', at: new Date(Date.UTC(2026, 10, 25, 9)) }]);
    expect(sent).toEqual([]);
    reset.pass(11 * hourMs);
    await deliver();
    expect(sent).toHaveLength(1);
  });
});

describe('a PIN that expired while the bot was away', () => {
  it('is told as expired', async () => {
    reset.account.pinExpiresAt = new Date(Date.UTC(2026, 10, 20, 9));
    const payload = { ...person };
    await put([{ key: 'expiry', kind: 'expiry', dueAt: reset.parts.now(), person: 'x', payload }]);
    await deliver();
    expect(sent.map(({ text }) => text.includes('Your conferencing PIN has expired'))).toEqual([true]);
  });
});

describe('a note whose attempt has gone on', () => {
  it.each(['unknown', 'unsettled'] as const)('is not sent: %s', async (name) => {
    const applied = await changed();
    await put([noteWork(applied, name, reset.parts.now())]);
    await deliver();
    expect(sent).toEqual([]);
  });

  it('is not sent for a submission before the last one', async () => {
    const applied = await changed();
    await put([noteWork({ ...applied, changeId: 'an earlier one' }, 'notChanged', reset.parts.now())]);
    await deliver();
    expect(sent).toEqual([]);
    await put([noteWork(applied, 'changed', reset.parts.now())]);
    await deliver();
    expect(sent.map(({ text }) => text.includes('is changed'))).toEqual([true]);
  });
});

describe('the card of a form that another one stands in by now', () => {
  it('is not written', async () => {
    const { id } = await reset.ask();
    await reset.store.attempts.setCard(id, 'card');
    await deliver();
    reset.pass(1_000);
    const later = await reset.ask();
    await reset.store.attempts.setCard(later.id, 'card');
    sent = [];
    await put([cardWork(reset.parts, await attempt(id), reset.parts.now())]);
    await deliver();
    expect(sent.some(({ text }) => text.includes('There is a newer form'))).toBe(false);
    await put([cardWork(reset.parts, await attempt(later.id), reset.parts.now())]);
    await deliver();
    expect(sent.some(({ text }) => text.includes('newPin'))).toBe(true);
  });
});

describe('the card of a form that waits for another change', () => {
  it('is written when that change has ended', async () => {
    reset.answerWith(() => ({ kind: 'unknown' }));
    const { id } = await reset.ask();
    await reset.submit(id);
    const open = await attempt(id);
    expect(open.state).toBe('unknown');
    await deliver();
    sent = [];
    const { id: waiting } = { ...open, id: open.id };
    await put([
      cardWork(reset.parts, await attempt(waiting), reset.parts.now(), { behind: String(open.changeId) }),
    ]);
    expect(await deliver()).toMatchObject([{ kind: 'again' }]);
    expect(sent).toEqual([]);
    const ended = { kind: 'fail', code: 'withdrawn' } as const;
    await reset.store.attempts.settle(String(open.changeId), ended, reset.parts.now(), { work: [] });
    reset.pass(60_000);
    await deliver();
    expect(sent).toHaveLength(1);
  });
});

describe('an offer of the help desk', () => {
  const agent = { ...person, userId: 'agent' };
  const offer = (more: object): NewDueWork => ({
    key: 'offer',
    kind: 'offer',
    dueAt: reset.parts.now(),
    person: personKey(person),
    payload: { ...person, ...more },
  });
  const by = { offer: 'offer:1', agentId: agent.userId };
  const events = () => reset.rows<{ event: string; detail: string }>('select event, detail from desk_events');

  it('that an earlier version has put is sent, and nobody is told', async () => {
    await put([offer({})]);
    await deliver();
    expect(sent.map(({ text }) => text)).toEqual([expect.stringContaining('suggests that you set')]);
    expect(await events()).toEqual([]);
  });

  it('to somebody who has removed the bot meanwhile is not sent, and its agent is told in a message', async () => {
    await reset.store.conversations.keep({ ...chatOf(agent), conversationId: 'agents' }, reset.parts.now());
    await reset.store.conversations.remove(person, reset.parts.now());
    await put([offer(by)]);
    reset.pass(2_000);
    await deliver();
    expect(sent).toEqual([{ method: 'POST', text: expect.stringContaining('has removed the bot') }]);
    expect(await events()).toEqual([{ event: 'offer_not_delivered', detail: '{"code":"removed"}' }]);
  });
});
