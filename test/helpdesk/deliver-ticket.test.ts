import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { deliverTicket, type TicketParts } from '../../src/helpdesk/deliver-ticket.ts';
import type { NewTicket } from '../../src/helpdesk/ticket.ts';
import { owedFor } from '../../src/helpdesk/ticket-work.ts';
import { zendesk } from '../../src/helpdesk/zendesk.ts';
import type { NewDueWork } from '../../src/work/due-work.ts';
import { ownStore } from '../store/own-store.ts';
import { startZendesk, type Zendesk } from './stand-in-zendesk.ts';

let desk: Zendesk;
let own: Awaited<ReturnType<typeof ownStore>>;
let nowMs: number;
beforeEach(async () => {
  nowMs = Date.parse('2026-11-24T13:05:00Z');
  [desk, own] = await Promise.all([startZendesk(), ownStore()]);
});
afterEach(() => Promise.all([desk.stop(), own.close()]));

const hourMs = 3_600_000;
const ticketWork = (ticket: NewTicket) => owedFor(ticket, 'me')[0] as NewDueWork;

function parts(more: Partial<TicketParts> = {}) {
  const told: string[] = [];
  const tried: string[] = [];
  const made: TicketParts = {
    tickets: own.store.tickets,
    desk: zendesk(desk.access, () => nowMs),
    now: () => new Date(nowMs),
    random: () => 0.5,
    wake: () => {},
    told(ticket, settled, at) {
      told.push(settled.state);
      const payload = { ticket: ticket.id };
      return [{ key: `told:${ticket.id}`, kind: 'told', dueAt: at, person: 'nobody', payload }];
    },
    onTried: (_ticket, taken) => tried.push(taken.kind),
    ...more,
  };
  return { made, told, tried };
}

async function written(more: Partial<NewTicket> = {}): Promise<NewTicket> {
  const ticket: NewTicket = {
    id: randomUUID(),
    reference: 'K7QM-2F9D',
    person: { tenantId: 'tenant', userId: 'robin' },
    requester: { name: 'Robin Castellan', address: 'robin@example.com' },
    conversationId: 'a:robin',
    problem: 'phone',
    urgent: false,
    subject: 'Conferencing PIN: My desk phone does not sign in (K7QM-2F9D)',
    body: 'My desk phone does not sign in\n\nFrom: Robin',
    state: 'owed',
    locale: 'en-GB',
    timeZone: 'UTC',
    createdAt: new Date(nowMs),
    ...more,
  };
  expect(await own.store.tickets.open(ticket, [])).toBe(true);
  return ticket;
}

/** As the runner does: tries, waits as long as it is told, until it is done. Returns how often it tried. */
async function carriedOut(deps: TicketParts, ticket: NewTicket, mostTries = 200): Promise<number> {
  for (let tries = 1; tries <= mostTries; tries += 1) {
    const result = await deliverTicket(deps, {
      ...ticketWork(ticket),
      tries,
      claim: { owner: 'me', version: 1 },
    });
    if (result.kind !== 'again') return tries;
    expect(result.at.getTime()).toBeGreaterThan(nowMs);
    nowMs = result.at.getTime();
  }
  throw new Error('never done');
}

describe('a ticket for Zendesk', () => {
  it('is made once, with the person as requester, the reference and the key', async () => {
    const { made, told } = parts();
    const ticket = await written({ urgent: true });
    expect(await carriedOut(made, ticket)).toBe(1);
    expect(desk.made).toEqual([
      {
        id: 35_401,
        key: ticket.id,
        ticket: {
          subject: ticket.subject,
          comment: { body: ticket.body },
          external_id: 'K7QM-2F9D',
          priority: 'urgent',
          tags: ['conference-pin-bot', `pin-bot-${ticket.id}`],
          requester: { name: 'Robin Castellan', email: 'robin@example.com' },
        },
      },
    ]);
    expect(await own.store.tickets.find(ticket.id)).toMatchObject({ state: 'open', number: '35401' });
    expect(told).toEqual(['open']);
    await carriedOut(made, ticket);
    expect(desk.requests).toHaveLength(1);
  });

  it.each([undefined, 'robin', 'robin_example.com#EXT#@contoso.onmicrosoft.com'])(
    'names no requester where no mail address is known: %s',
    async (address) => {
      const requester = { name: 'Robin', ...(address === undefined ? {} : { address }) };
      await carriedOut(parts().made, await written({ requester }));
      expect(desk.made[0]?.ticket).not.toHaveProperty('requester');
    },
  );

  it('waits no longer than ten minutes, whatever a gateway asks for', async () => {
    desk.weather.push({ status: 429, headers: { 'retry-after': '86400' } });
    const begunMs = nowMs;
    await carriedOut(parts().made, await written());
    expect(nowMs - begunMs).toBeLessThan(13 * 60_000);
  });

  it.each([
    ['a 429', { status: 429, headers: { 'retry-after': '93' } }, 93_000],
    ['a 503', { status: 503 }, 500],
    ['a lost connection', { reset: 'before' as const }, 500],
  ])('is tried again after %s', async (_what, weather, leastMs) => {
    desk.weather.push(weather);
    const begunMs = nowMs;
    expect(await carriedOut(parts().made, await written())).toBe(2);
    expect(nowMs - begunMs).toBeGreaterThanOrEqual(leastMs);
    expect(desk.made).toHaveLength(1);
  });

  it('is one ticket although the answer was lost, by its key', async () => {
    desk.weather.push({ reset: 'after' });
    const ticket = await written();
    expect(await carriedOut(parts().made, ticket)).toBe(2);
    expect(desk.made).toHaveLength(1);
    expect(await own.store.tickets.find(ticket.id)).toMatchObject({ state: 'open', number: '35401' });
  });

  it('is looked for before it is sent again, once its key is forgotten', async () => {
    const ticket = await written();
    const { made } = parts();
    desk.weather.push({ reset: 'after' });
    await deliverTicket(made, { ...ticketWork(ticket), tries: 1, claim: { owner: 'me', version: 1 } });
    desk.forgetKeys();
    nowMs += 2 * hourMs;
    expect(await carriedOut(made, ticket)).toBe(1);
    expect(desk.requests.map(({ method }) => method)).toEqual(['POST', 'GET']);
    expect(desk.made).toHaveLength(1);
    expect(await own.store.tickets.find(ticket.id)).toMatchObject({ state: 'open', number: '35401' });
  });

  it('is sent again after two hours where there is none, though another of its reference is there', async () => {
    const { made } = parts();
    await carriedOut(made, await written());
    const ticket = await written();
    desk.weather.push({ reset: 'before' });
    await deliverTicket(made, { ...ticketWork(ticket), tries: 1, claim: { owner: 'me', version: 1 } });
    nowMs += 2 * hourMs;
    expect(await carriedOut(made, ticket)).toBe(1);
    expect(desk.made.map(({ key }) => key)).toHaveLength(2);
    expect(await own.store.tickets.find(ticket.id)).toMatchObject({ number: '35402' });
  });

  it('is given up after a day, the last time by looking for it alone', async () => {
    desk.weather.push(...Array.from({ length: 1_000 }, () => ({ status: 503 })));
    const ticket = await written();
    const { made, told } = parts();
    const begunMs = nowMs;
    await carriedOut(made, ticket, 1_000);
    expect(nowMs - begunMs).toBeGreaterThanOrEqual(24 * hourMs);
    expect(desk.requests.at(-1)?.method).toBe('GET');
    expect(told).toEqual(['failed']);
    expect(await own.store.tickets.find(ticket.id)).toMatchObject({ state: 'failed' });
    expect(desk.made).toEqual([]);
  });

  it('waits for whoever mends a token that is refused', async () => {
    desk.weather.push({ status: 401 }, { status: 403 }, { status: 404 }, { status: 302 });
    const { made, tried } = parts();
    await carriedOut(made, await written());
    expect(tried).toEqual(['denied', 'denied', 'denied', 'denied', 'open']);
  });

  it('is told as failed at once where its form is refused', async () => {
    const { made, told } = parts();
    const ticket = await written({ body: '' });
    expect(await carriedOut(made, ticket)).toBe(1);
    expect(told).toEqual(['failed']);
    expect(await own.store.tickets.find(ticket.id)).toMatchObject({ state: 'failed' });
  });

  it('that was taken with its answer lost is found, though it is refused the second time', async () => {
    const ticket = await written();
    const { made, told } = parts();
    desk.weather.push({ reset: 'after' }, { status: 422 });
    await carriedOut(made, ticket);
    expect(told).toEqual(['open']);
    expect(desk.made).toHaveLength(1);
  });

  it('tells with the settling what the person is owed, and writes down both events', async () => {
    const ticket = await written();
    await carriedOut(parts().made, ticket);
    expect(await own.rows(`select key from due_work where key = 'told:${ticket.id}'`)).toHaveLength(1);
    const events = await own.rows<{ event: string }>('select event from desk_events order by at, event');
    expect(events.map(({ event }) => event).sort()).toEqual(['ticket_open', 'ticket_written']);
  });
});
