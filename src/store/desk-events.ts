import { randomUUID } from 'node:crypto';
import type { Kysely } from 'kysely';
import type { DeskEvent } from '../helpdesk/desk-event.ts';
import type { Tables } from './tables.ts';

/** Inside a transaction where `db` is one. An event whose key is there already is not written again: false. */
export async function addDeskEvent(
  db: Kysely<Tables>,
  { key, at, event, tenantId, userId, agentId, reference, detail = {} }: DeskEvent,
): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await db
    .insertInto('desk_events')
    .values({
      id: key ?? randomUUID(),
      at: at.getTime(),
      event,
      tenant_id: tenantId,
      user_id: userId ?? null,
      agent_id: agentId ?? null,
      reference: reference ?? null,
      detail: JSON.stringify(detail),
    })
    .onConflict((conflict) => conflict.column('id').doNothing())
    .executeTakeFirst();
  return (numInsertedOrUpdatedRows ?? 0n) > 0n;
}

/** The card that tells an agent of an event stands with its detail, of which there is no other. */
export async function cardOf(db: Kysely<Tables>, key: string): Promise<string | undefined> {
  const row = await db.selectFrom('desk_events').select('detail').where('id', '=', key).executeTakeFirst();
  return row && (JSON.parse(row.detail) as { card?: string }).card;
}

export async function setCard(db: Kysely<Tables>, key: string, card: string): Promise<void> {
  const detail = JSON.stringify({ card });
  await db.updateTable('desk_events').set({ detail }).where('id', '=', key).execute();
}
