import type { Kysely } from 'kysely';
import type { Conversation, ConversationStore, Known } from '../conversations/conversation.ts';
import { plainText } from '../language/plain-text.ts';
import type { Person } from '../pin/attempt.ts';
import type { Tables } from './tables.ts';

export function conversationStore(db: Kysely<Tables>): ConversationStore {
  return {
    keep: (conversation, at) => keep(db, conversation, at),
    async find(person) {
      const row = await rowOf(db, person).select('reference').executeTakeFirst();
      return row?.reference
        ? { person, ...(JSON.parse(row.reference) as Omit<Conversation, 'person'>) }
        : undefined;
    },
    remove: (person, at) => remove(db, person, at),
    know: (person, known) => know(db, person, known),
    async whoIs(person) {
      const row = await rowOf(db, person).select(['name', 'address']).executeTakeFirst();
      return {
        ...(row?.name ? { name: row.name } : {}),
        ...(row?.address ? { address: row.address } : {}),
      };
    },
    async claimWelcome(person, at) {
      const { numUpdatedRows } = await db
        .updateTable('conversations')
        .set({ welcomed_at: at.getTime() })
        .where('tenant_id', '=', person.tenantId)
        .where('user_id', '=', person.userId)
        .where('welcomed_at', 'is', null)
        .executeTakeFirst();
      return numUpdatedRows > 0n;
    },
  };
}

async function keep(db: Kysely<Tables>, conversation: Conversation, at: Date): Promise<boolean> {
  const { person, ...rest } = conversation;
  const values = { reference: JSON.stringify(rest), removed_at: null, updated_at: at.getTime() };
  const { numInsertedOrUpdatedRows } = await db
    .insertInto('conversations')
    .values({ tenant_id: person.tenantId, user_id: person.userId, ...values, welcomed_at: null })
    .onConflict((conflict) =>
      conflict
        .columns(['tenant_id', 'user_id'])
        .doUpdateSet(values)
        .where('conversations.updated_at', '<=', at.getTime())
        .where((row) =>
          row.or([
            row('conversations.removed_at', 'is', null),
            row('conversations.removed_at', '<', at.getTime()),
          ]),
        ),
    )
    .executeTakeFirst();
  if ((numInsertedOrUpdatedRows ?? 0n) > 0n) return true;
  // Older than what is known: of no use for the reference, but an event of this installation all the same.
  const row = await rowOf(db, person).select('removed_at').executeTakeFirst();
  return row !== undefined && (row.removed_at === null || Number(row.removed_at) < at.getTime());
}

/** Written only where it says something new: it is asked at every turn. */
async function know(db: Kysely<Tables>, person: Person, known: Known): Promise<void> {
  const row = await rowOf(db, person).select(['name', 'address']).executeTakeFirst();
  if (!row) return;
  const name = known.name ?? row.name;
  const address = known.address ?? row.address;
  if (name === row.name && address === row.address) return;
  await db
    .updateTable('conversations')
    .set({ name, address, search: plainText(`${name ?? ''} ${address ?? ''}`) })
    .where('tenant_id', '=', person.tenantId)
    .where('user_id', '=', person.userId)
    .execute();
}

const rowOf = (db: Kysely<Tables>, person: Person) =>
  db
    .selectFrom('conversations')
    .where('tenant_id', '=', person.tenantId)
    .where('user_id', '=', person.userId);

async function remove(db: Kysely<Tables>, person: Person, at: Date): Promise<boolean> {
  const values = { reference: null, welcomed_at: null, removed_at: at.getTime(), updated_at: at.getTime() };
  const { numInsertedOrUpdatedRows } = await db
    .insertInto('conversations')
    .values({ tenant_id: person.tenantId, user_id: person.userId, ...values })
    .onConflict((conflict) =>
      conflict
        .columns(['tenant_id', 'user_id'])
        .doUpdateSet(values)
        .where('conversations.updated_at', '<=', at.getTime()),
    )
    .executeTakeFirst();
  return (numInsertedOrUpdatedRows ?? 0n) > 0n;
}
