import { join } from 'node:path';
import { type Kysely, sql } from 'kysely';
import type { ConversationStore } from '../conversations/conversation.ts';
import type { DialogStateStore } from '../conversations/dialog-state.ts';
import type { AttemptStore } from '../pin/attempt.ts';
import type { DueWorkStore } from '../work/due-work.ts';
import { attemptStore } from './attempts.ts';
import { conversationStore } from './conversations.ts';
import { dialogStateStore } from './dialog-state.ts';
import { dueWorkStore } from './due-work.ts';
import { type Engine, postgres, sqlite } from './engine.ts';
import { kyselyOver } from './kysely.ts';
import { migrate } from './migrations.ts';
import { openSqlite } from './sqlite.ts';
import type { Tables } from './tables.ts';

export interface Store {
  attempts: AttemptStore;
  conversations: ConversationStore;
  dialogState: DialogStateStore;
  dueWork: DueWorkStore;
  /** True when the store answers. */
  answers(): Promise<boolean>;
  close(): Promise<void>;
}

/** Where the store is: a folder for the embedded one, or a server that several replicas share. */
export type StorePlace = { dataDir: string } | { databaseUrl: string };

/**
 * Opens the store, and makes or updates its tables; replicas may do so together.
 *
 * @param onFault is told of connections that break while nobody uses them
 */
export async function openStore(
  place: StorePlace,
  onFault: (error: unknown) => void = () => {},
): Promise<Store> {
  const shared = 'databaseUrl' in place;
  const db = shared
    ? (await import('./postgres.ts')).kyselyOverPostgres(place.databaseUrl, onFault)
    : kyselyOver(openSqlite(join(place.dataDir, 'pin-bot.sqlite')));
  await migrate(db);
  return storeOver(db, shared ? postgres : sqlite);
}

function storeOver(db: Kysely<Tables>, engine: Engine): Store {
  return {
    attempts: attemptStore(db, engine),
    conversations: conversationStore(db),
    dialogState: dialogStateStore(db),
    dueWork: dueWorkStore(db, engine),
    answers: () =>
      sql`select 1`.execute(db).then(
        () => true,
        () => false,
      ),
    close: () => db.destroy(),
  };
}
