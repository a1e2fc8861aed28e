import { join } from 'node:path';
import { sql } from 'kysely';
import type { ConversationStore } from '../conversations/conversation.ts';
import type { DialogStateStore } from '../conversations/dialog-state.ts';
import type { AttemptStore } from '../pin/attempt.ts';
import type { DueWorkStore } from '../work/due-work.ts';
import { attemptStore } from './attempts.ts';
import { conversationStore } from './conversations.ts';
import { dialogStateStore } from './dialog-state.ts';
import { dueWorkStore } from './due-work.ts';
import { kyselyOver } from './kysely.ts';
import { migrate } from './migrations.ts';
import { openSqlite } from './sqlite.ts';

export interface Store {
  attempts: AttemptStore;
  conversations: ConversationStore;
  dialogState: DialogStateStore;
  dueWork: DueWorkStore;
  /** True when the store answers. */
  answers(): Promise<boolean>;
  close(): Promise<void>;
}

/** Opens the embedded store under `dataDir`, and makes or updates its tables. */
export async function openStore(dataDir: string): Promise<Store> {
  const db = kyselyOver(openSqlite(join(dataDir, 'pin-bot.sqlite')));
  await migrate(db);
  return {
    attempts: attemptStore(db),
    conversations: conversationStore(db),
    dialogState: dialogStateStore(db),
    dueWork: dueWorkStore(db),
    answers: () =>
      sql`select 1`.execute(db).then(
        () => true,
        () => false,
      ),
    close: () => db.destroy(),
  };
}
