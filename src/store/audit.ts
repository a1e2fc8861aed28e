import type { Kysely } from 'kysely';
import type { AuditEvent, AuditStore } from '../helpdesk/audit.ts';
import type { Tables } from './tables.ts';

type Db = Kysely<Tables>;

/** So few rows at once that the bot beside it does not wait. */
const pageRows = 500;

export const auditStore = (db: Db): AuditStore => ({ events: (since) => events(db, since) });

async function* events(db: Db, since: Date): AsyncGenerator<AuditEvent> {
  let last = { at: since.getTime(), id: '' };
  for (;;) {
    const rows = await page(db, last);
    yield* rows.map(eventOf);
    const end = rows.at(-1);
    if (!end || rows.length < pageRows) return;
    last = { at: Number(end.at), id: end.id };
  }
}

/** By time and id: events that come meanwhile are neither left out nor told twice. */
function page(db: Db, last: { at: number; id: string }) {
  const ofAttempts = db
    .selectFrom('attempt_events')
    .innerJoin('attempts', 'attempts.id', 'attempt_events.attempt_id')
    .select(['attempt_events.id as id', 'attempt_events.at', 'attempt_events.event', 'attempts.tenant_id'])
    .select(['attempts.user_id as user_id', 'attempts.reference as reference', 'attempt_events.detail'])
    .select((row) => row.lit(null).as('agent_id'));
  const ofDesk = db
    .selectFrom('desk_events')
    .select(['id', 'at', 'event', 'tenant_id', 'user_id', 'reference', 'detail', 'agent_id']);
  return db
    .selectFrom(ofAttempts.unionAll(ofDesk as never).as('all'))
    .selectAll()
    .where((row) =>
      row.or([row('at', '>', last.at), row.and([row('at', '=', last.at), row('id', '>', last.id)])]),
    )
    .orderBy('at')
    .orderBy('id')
    .limit(pageRows)
    .execute();
}

type Row = Awaited<ReturnType<typeof page>>[number];

function eventOf(row: Row): AuditEvent {
  const { agent_id: agentId } = row as { agent_id: string | null };
  return {
    id: row.id,
    at: new Date(Number(row.at)),
    event: row.event,
    tenantId: row.tenant_id,
    detail: JSON.parse(row.detail) as Record<string, unknown>,
    ...(row.user_id ? { userId: row.user_id } : {}),
    ...(agentId ? { agentId } : {}),
    ...(row.reference ? { reference: row.reference } : {}),
  };
}
