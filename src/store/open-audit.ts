import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { AuditStore } from '../helpdesk/audit.ts';
import { auditStore } from './audit.ts';
import { kyselyOver } from './kysely.ts';
import type { StorePlace } from './store.ts';

/** The audit alone, to be read beside the bot that owns the store. Makes no table, and can change none of a SQLite file. */
export async function openAudit(place: StorePlace): Promise<{ store: AuditStore; close(): Promise<void> }> {
  const db =
    'databaseUrl' in place
      ? (await import('./postgres.ts')).kyselyOverPostgres(place.databaseUrl, () => {})
      : kyselyOver(new DatabaseSync(join(place.dataDir, 'pin-bot.sqlite'), { readOnly: true }));
  return { store: auditStore(db), close: () => db.destroy() };
}
