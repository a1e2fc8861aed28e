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
