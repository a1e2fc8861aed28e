import type { Kysely } from 'kysely';
import type { DeskEvent, DeskEventName } from '../helpdesk/desk-event.ts';
import type { Settled, Ticket, TicketStore } from '../helpdesk/ticket.ts';
import type { NewDueWork } from '../work/due-work.ts';
import { addDeskEvent } from './desk-events.ts';
import { putDueWork } from './due-work.ts';
import type { Tables } from './tables.ts';
import { ticketOf, ticketRowOf } from './ticket-rows.ts';

type Db = Kysely<Tables>;

/** Tickets and their events. Whoever comes second changes nothing. */
export function ticketStore(db: Db): TicketStore {
  return {
    open: (ticket, work) => db.transaction().execute((tx) => open(tx, ticket, work)),
    async find(id) {
      const row = await db.selectFrom('tickets').selectAll().where('id', '=', id).executeTakeFirst();
      return row && ticketOf(row);
    },
    async countSince({ tenantId, userId }, since) {
      const { count } = await db
        .selectFrom('tickets')
        .select(({ fn }) => fn.countAll<number>().as('count'))
        .where('tenant_id', '=', tenantId)
        .where('user_id', '=', userId)
        .where('created_at', '>', since.getTime())
        .executeTakeFirstOrThrow();
      return Number(count);
    },
    async sending(id, at) {
      await db
        .updateTable('tickets')
        .set({ first_sent_at: at.getTime() })
        .where('id', '=', id)
        .where('first_sent_at', 'is', null)
        .execute();
    },
    settle: (id, outcome, at, work) =>
      db.transaction().execute((tx) => settle(tx, id, { outcome, at, work })),
    async setCard(id, cardId) {
      await db.updateTable('tickets').set({ card_id: cardId }).where('id', '=', id).execute();
    },
  };
}

async function open(tx: Db, ticket: Ticket, work: NewDueWork[]): Promise<boolean> {
  const inserted = await tx
    .insertInto('tickets')
    .values(ticketRowOf(ticket))
    .onConflict((conflict) => conflict.column('id').doNothing())
    .returning('id')
    .executeTakeFirst();
  if (!inserted) return false;
  const { problem, urgent, state, createdAt } = ticket;
  const written = eventOf(ticket, state === 'handed' ? 'ticket_handed' : 'ticket_written', createdAt);
  await addDeskEvent(tx, { ...written, detail: { problem, urgent } });
  await putDueWork(tx, work);
  return true;
}

async function settle(
  tx: Db,
  id: string,
  { outcome, at, work }: { outcome: Settled; at: Date; work: NewDueWork[] },
): Promise<boolean> {
  const { state, ...more } = outcome;
  const row = await tx
    .updateTable('tickets')
    .set({ state, ...more, settled_at: at.getTime() })
    .where('id', '=', id)
    .where('state', '=', 'owed')
    .returningAll()
    .executeTakeFirst();
  if (!row) return false;
  await addDeskEvent(tx, {
    ...eventOf(ticketOf(row), state === 'open' ? 'ticket_open' : 'ticket_failed', at),
    detail: more,
  });
  await putDueWork(tx, work);
  return true;
}

const eventOf = ({ id, reference, person }: Ticket, event: DeskEventName, at: Date): DeskEvent => ({
  key: `${event}:${id}`,
  at,
  event,
  tenantId: person.tenantId,
  userId: person.userId,
  reference,
});
