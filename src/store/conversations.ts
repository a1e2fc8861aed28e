import { type ExpressionBuilder, type Kysely, sql } from 'kysely';
import type { Conversation, ConversationStore, Kept, Known } from '../conversations/conversation.ts';
import { plainText } from '../language/plain-text.ts';
import { type Person, personKey } from '../pin/attempt.ts';
import { prepared } from './prepared.ts';
import type { ConversationRow, Tables } from './tables.ts';
import { unsynced } from './unsynced.ts';

type Db = Kysely<Tables>;

export function conversationStore(db: Db): ConversationStore {
  return {
    keep: (conversation, at, more) => keep(db, conversation, { at, ...more }),
    async find(person) {
      const reference = (await reading.first(db, ofPerson(person)))?.reference;
      return reference ? { person, ...(JSON.parse(reference) as Omit<Conversation, 'person'>) } : undefined;
    },
    remove: (person, at) => remove(db, person, at),
    know: (person, known) => know(db, person, known),
    async whoIs(person) {
      const row = await reading.first(db, ofPerson(person));
      return {
        ...(row?.name ? { name: row.name } : {}),
        ...(row?.address ? { address: row.address } : {}),
      };
    },
    claimWelcome: async (person, at) =>
      (await welcoming.change(db, { ...ofPerson(person), at: at.getTime() })) > 0,
  };
}

type PersonRow = { tenant: string; user: string };
const ofPerson = ({ tenantId, userId }: Person): PersonRow => ({ tenant: tenantId, user: userId });

const rowOf = (db: Db, { tenant, user }: PersonRow) =>
  db.selectFrom('conversations').selectAll().where('tenant_id', '=', tenant).where('user_id', '=', user);

const reading = prepared(rowOf);
/** Whether work is parked for the person: asked at every turn, with the rest. */
const blocked =
  (key: string) =>
  ({ selectFrom }: ExpressionBuilder<Tables, 'conversations'>) =>
    selectFrom('due_work')
      .select('kind')
      .where('person', '=', key)
      .where('parked', '=', 'blocked')
      .limit(sql.lit(1))
      .as('blocked');
const readingWithWork = prepared((db, person: PersonRow & { key: string }) =>
  rowOf(db, person).select(blocked(person.key)),
);

const changing = (db: Db, { tenant, user }: PersonRow) =>
  db.updateTable('conversations').where('tenant_id', '=', tenant).where('user_id', '=', user);

const welcoming = prepared((db, row: PersonRow & { at: number }) =>
  changing(db, row).set({ welcomed_at: row.at }).where('welcomed_at', 'is', null),
);

/**
 * Most turns tell nothing of the reference but that it holds still. That time is of use to the order of events that
 * come at once, and after a power cut to nobody.
 */
const touching = prepared((db, row: PersonRow & { reference: string; at: number }) =>
  changing(db, row)
    .set({ updated_at: row.at })
    .where('reference', '=', row.reference)
    .where('updated_at', '<=', row.at)
    .modifyEnd(unsynced),
);
/** Of the turns of a visit one writes that time. */
const touchedForMs = 60_000;

const putting = prepared((db, row: PersonRow & { reference: string; at: number }) => {
  const values = { reference: row.reference, removed_at: null, updated_at: row.at };
  return db
    .insertInto('conversations')
    .values({ tenant_id: row.tenant, user_id: row.user, ...values, welcomed_at: null })
    .onConflict((conflict) =>
      conflict
        .columns(['tenant_id', 'user_id'])
        .doUpdateSet(values)
        .where('conversations.updated_at', '<=', row.at)
        .where((known) =>
          known.or([
            known('conversations.removed_at', 'is', null),
            known('conversations.removed_at', '<', row.at),
          ]),
        ),
    );
});

async function keep(
  db: Db,
  { person, ...rest }: Conversation,
  { at, name, installs = false }: { at: Date; name?: string; installs?: boolean },
): Promise<Kept> {
  const key = personKey(person);
  const row = { ...ofPerson(person), key, reference: JSON.stringify(rest), at: at.getTime() };
  const known = await readingWithWork.first(db, row);
  const isSame = known?.reference === row.reference;
  // A removal that comes late must find when it was added again.
  const isTouched = isSame && !installs && Number(known.updated_at) > row.at - touchedForMs;
  const kept =
    isTouched || (isSame && (await touching.change(db, row)) > 0) || (await putting.change(db, row)) > 0;
  if (name !== undefined && name !== known?.name) await know(db, person, { name });
  if (kept) return { isInstalled: true, isBlocked: known === undefined || known.blocked !== null };
  // Older than what is known: of no use for the reference, but an event of this installation all the same.
  const newer = await reading.first(db, row);
  const isInstalled = newer !== undefined && (newer.removed_at === null || Number(newer.removed_at) < row.at);
  return { isInstalled, isBlocked: true };
}

/** Written only where it says something new, and told again at the next turn. */
async function know(db: Db, person: Person, known: Known): Promise<void> {
  const row = await reading.first(db, ofPerson(person));
  if (!row) return;
  const name = known.name ?? row.name;
  const address = known.address ?? row.address;
  if (name === row.name && address === row.address) return;
  const search = plainText(`${name ?? ''} ${address ?? ''}`);
  await naming.change(db, { ...ofPerson(person), name, address, search });
}

type Named = Pick<ConversationRow, 'name' | 'address'>;

const naming = prepared((db, row: PersonRow & Named & { search: string }) =>
  changing(db, row).set({ name: row.name, address: row.address, search: row.search }).modifyEnd(unsynced),
);

async function remove(db: Db, person: Person, at: Date): Promise<boolean> {
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
