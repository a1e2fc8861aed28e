import { join } from 'node:path';
import type { Kysely } from 'kysely';
import type { ConversationStore } from '../conversations/conversation.ts';
import type { DialogStateStore } from '../conversations/dialog-state.ts';
import type { DeskView } from '../helpdesk/desk-view.ts';
import type { TicketStore } from '../helpdesk/ticket.ts';
import type { AttemptStore } from '../pin/attempt.ts';
import type { OldDataStore } from '../retention/old-data.ts';
import type { StandingStore } from '../watch/standing.ts';
import type { DueWorkStore } from '../work/due-work.ts';
import { attemptStore } from './attempts.ts';
import { conversationStore } from './conversations.ts';
import { deskView } from './desk-view.ts';
import { dialogStateStore } from './dialog-state.ts';
import { dueWorkStore } from './due-work.ts';
import { type Engine, postgres, sqlite } from './engine.ts';
import { kyselyOver } from './kysely.ts';
import { migrate } from './migrations.ts';
import { oldDataStore } from './old-data.ts';
import { openSqlite } from './sqlite.ts';
import { standingStore } from './standing.ts';
import type { Tables } from './tables.ts';
import { ticketStore } from './tickets.ts';

export interface Store extends StandingStore {
  attempts: AttemptStore;
  conversations: ConversationStore;
  dialogState: DialogStateStore;
  dueWork: DueWorkStore;
  oldData: OldDataStore;
  tickets: TicketStore;
  deskView: DeskView;
  close(): Promise<void>;
}

/** Where the store is: a folder for the embedded one, or a server that several replicas share. */
export type StorePlace = { dataDir: string } | { databaseUrl: string };

interface Told {
  onFault: (error: unknown) => void;
  onDeadly: (work: { key: string; kind: string }) => void;
}

/**
 * Opens the store, and makes or updates its tables; replicas may do so together.
 *
 * @param told.onFault of connections that break while nobody uses them
 * @param told.onDeadly of work that is parked because its processes died of it
 */
export async function openStore(
  place: StorePlace,
  told: Told = { onFault: () => {}, onDeadly: () => {} },
): Promise<Store> {
  const shared = 'databaseUrl' in place;
  const db = shared
    ? (await import('./postgres.ts')).kyselyOverPostgres(place.databaseUrl, told.onFault)
    : kyselyOver(openSqlite(join(place.dataDir, 'pin-bot.sqlite')));
  await migrate(db);
  return storeOver(db, shared ? postgres : sqlite, told);
}

function storeOver(db: Kysely<Tables>, engine: Engine, { onDeadly }: Told): Store {
  return {
    attempts: attemptStore(db, engine),
    conversations: conversationStore(db),
    dialogState: dialogStateStore(db),
    dueWork: dueWorkStore(db, engine, onDeadly),
    oldData: oldDataStore(db),
    tickets: ticketStore(db),
    deskView: deskView(db),
    ...standingStore(db),
    close: () => db.destroy(),
  };
}
