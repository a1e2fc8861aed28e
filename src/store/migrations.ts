import { type Kysely, sql } from 'kysely';
import { type Migration, type MigrationProvider, Migrator } from 'kysely/migration';
import type { Tables } from './tables.ts';

const first: Migration = {
  async up(db: Kysely<unknown>) {
    await createAttempts(db);
    await createEvents(db);
    await db.schema
      .createTable('conversations')
      .addColumn('tenant_id', 'text', (column) => column.notNull())
      .addColumn('user_id', 'text', (column) => column.notNull())
      .addColumn('reference', 'text')
      .addColumn('welcomed_at', 'bigint')
      .addColumn('removed_at', 'bigint')
      .addColumn('updated_at', 'bigint', (column) => column.notNull())
      .addPrimaryKeyConstraint('conversations_pk', ['tenant_id', 'user_id'])
      .execute();
    await db.schema
      .createTable('due_work')
      .addColumn('key', 'text', (column) => column.primaryKey())
      .addColumn('kind', 'text', (column) => column.notNull())
      .addColumn('person', 'text', (column) => column.notNull())
      .addColumn('payload', 'text', (column) => column.notNull())
      .addColumn('due_at', 'bigint', (column) => column.notNull())
      .addColumn('tries', 'integer', (column) => column.notNull())
      .addColumn('version', 'integer', (column) => column.notNull())
      .addColumn('lease_owner', 'text')
      .addColumn('lease_until', 'bigint')
      .execute();
    await db.schema.createIndex('due_work_due').on('due_work').columns(['due_at']).execute();
    await db.schema.createIndex('due_work_person').on('due_work').columns(['person', 'kind']).execute();
  },
};

async function createAttempts(db: Kysely<unknown>): Promise<void> {
  let attempts = db.schema
    .createTable('attempts')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('reference', 'text', (column) => column.notNull().unique())
    .addColumn('asked_by', 'text', (column) => column.notNull().unique())
    .addColumn('change_id', 'text', (column) => column.unique());
  for (const name of [
    'tenant_id',
    'user_id',
    'conversation_id',
    'state',
    'refusals',
    'locale',
    'time_zone',
  ]) {
    attempts = attempts.addColumn(name, 'text', (column) => column.notNull());
  }
  for (const name of ['card_id', 'code', 'account']) attempts = attempts.addColumn(name, 'text');
  for (const name of ['round', 'plain_submit']) {
    attempts = attempts.addColumn(name, 'integer', (column) => column.notNull());
  }
  for (const name of ['created_at', 'expires_at']) {
    attempts = attempts.addColumn(name, 'bigint', (column) => column.notNull());
  }
  for (const name of ['submitted_at', 'settled_at', 'changed_at'])
    attempts = attempts.addColumn(name, 'bigint');
  await attempts.execute();
  await db.schema
    .createIndex('attempts_person')
    .on('attempts')
    .columns(['user_id', 'tenant_id', 'state'])
    .execute();
}

async function createEvents(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('attempt_events')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('attempt_id', 'text', (column) => column.notNull())
    .addColumn('at', 'bigint', (column) => column.notNull())
    .addColumn('event', 'text', (column) => column.notNull())
    .addColumn('detail', 'text', (column) => column.notNull())
    .execute();
  await db.schema
    .createIndex('attempt_events_attempt')
    .on('attempt_events')
    .columns(['attempt_id', 'at'])
    .execute();
}

const dialogState: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema
      .createTable('dialog_state')
      .addColumn('key', 'text', (column) => column.primaryKey())
      .addColumn('value', 'text', (column) => column.notNull())
      .execute();
  },
};

const parkedWork: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema
      .alterTable('due_work')
      .addColumn('deaths', 'integer', (column) => column.notNull().defaultTo(0))
      .execute();
    await db.schema.alterTable('due_work').addColumn('parked', 'text').execute();
  },
};

/** Work that is left to one process; what is old is found, and claims and sleeps go by an index. */
const oldData: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema.alterTable('due_work').addColumn('left_to', 'text').execute();
    await db.schema
      .createIndex('due_work_free')
      .on('due_work')
      .columns(['parked', 'lease_until', 'due_at', 'key'])
      .execute();
    await db.schema.dropIndex('due_work_due').execute();
    await db.schema
      .alterTable('dialog_state')
      .addColumn('updated_at', 'bigint', (column) => column.notNull().defaultTo(0))
      .execute();
    await db.schema.createIndex('attempts_forms').on('attempts').columns(['state', 'expires_at']).execute();
    await db.schema.createIndex('attempts_age').on('attempts').columns(['created_at']).execute();
  },
};

/** The changes of all people in a time are counted at each of them. */
const submissions: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema.createIndex('attempts_submitted').on('attempts').columns(['submitted_at']).execute();
  },
};

/** What the help desk is told, and what it does. */
const helpDesk: Migration = {
  async up(db: Kysely<unknown>) {
    for (const name of ['name', 'address', 'search'])
      await db.schema.alterTable('conversations').addColumn(name, 'text').execute();
    await createTickets(db);
    await db.schema
      .createTable('desk_events')
      .addColumn('id', 'text', (column) => column.primaryKey())
      .addColumn('at', 'bigint', (column) => column.notNull())
      .addColumn('event', 'text', (column) => column.notNull())
      .addColumn('tenant_id', 'text', (column) => column.notNull())
      .addColumn('user_id', 'text')
      .addColumn('agent_id', 'text')
      .addColumn('reference', 'text')
      .addColumn('detail', 'text', (column) => column.notNull())
      .execute();
    await db.schema.createIndex('desk_events_user').on('desk_events').columns(['user_id', 'at']).execute();
    await db.schema.createIndex('desk_events_at').on('desk_events').columns(['at']).execute();
    await db.schema.createIndex('attempt_events_at').on('attempt_events').columns(['at']).execute();
  },
};

async function createTickets(db: Kysely<unknown>): Promise<void> {
  let tickets = db.schema.createTable('tickets').addColumn('id', 'text', (column) => column.primaryKey());
  for (const name of [
    'reference',
    'tenant_id',
    'user_id',
    'requester',
    'conversation_id',
    'problem',
    'subject',
    'body',
    'state',
    'locale',
    'time_zone',
  ]) {
    tickets = tickets.addColumn(name, 'text', (column) => column.notNull());
  }
  for (const name of ['attempt_id', 'code', 'number', 'card_id']) tickets = tickets.addColumn(name, 'text');
  tickets = tickets.addColumn('urgent', 'integer', (column) => column.notNull());
  tickets = tickets.addColumn('created_at', 'bigint', (column) => column.notNull());
  for (const name of ['first_sent_at', 'settled_at']) tickets = tickets.addColumn(name, 'bigint');
  await tickets.execute();
  await db.schema
    .createIndex('tickets_person')
    .on('tickets')
    .columns(['user_id', 'tenant_id', 'created_at'])
    .execute();
  await db.schema.createIndex('tickets_state').on('tickets').columns(['state', 'created_at']).execute();
}

/** What those who watch ask for stands in the indexes alone: no row has to be read to be counted. */
const counting: Migration = {
  async up(db: Kysely<unknown>) {
    for (const name of ['attempts_age', 'attempts_forms', 'due_work_free'])
      await db.schema.dropIndex(name).execute();
    const indexes = {
      attempts_age: ['attempts', 'created_at', 'state'],
      attempts_forms: ['attempts', 'state', 'expires_at', 'submitted_at'],
      due_work_free: ['due_work', 'parked', 'lease_until', 'due_at', 'key', 'kind'],
    };
    for (const [name, [table = '', ...columns]] of Object.entries(indexes))
      await db.schema.createIndex(name).on(table).columns(columns).execute();
  },
};

/** A form that was never sent has no place in the index of those that were: each entry is a page to write. */
const onlySubmitted: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema.dropIndex('attempts_submitted').execute();
    const index = db.schema.createIndex('attempts_submitted').on('attempts').columns(['submitted_at']);
    await index.where(sql.ref('submitted_at'), 'is not', null).execute();
  },
};

const migrations: Record<string, Migration> = {
  '001_first': first,
  '002_dialog_state': dialogState,
  '003_parked_work': parkedWork,
  '004_old_data': oldData,
  '005_submissions': submissions,
  '006_help_desk': helpDesk,
  '007_counting': counting,
  '008_only_submitted': onlySubmitted,
};
const provider: MigrationProvider = { getMigrations: async () => migrations };

/** The steps that this version knows. */
export const migrationNames = Object.keys(migrations);

/** Brings the schema to this version. @throws the migration's own error; nothing of a failed step remains. */
export async function migrate(db: Kysely<Tables>): Promise<void> {
  const { error } = await new Migrator({ db, provider }).migrateToLatest();
  if (error)
    throw Object.assign(new Error('The store could not be brought up to date', { cause: error }), {
      code: 'STORE_MIGRATION',
    });
}
