import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readSettings } from '../../src/config.ts';
import { pageFacts } from '../../src/pages/facts.ts';
import { privacyPage } from '../../src/pages/privacy.ts';
import { openStore, type Store } from '../../src/store/store.ts';

const page = privacyPage(pageFacts(readSettings({}))).html;
const dataDir = mkdtempSync(join(tmpdir(), 'kept-'));
let store: Store;
beforeAll(async () => {
  store = await openStore({ dataDir });
});
afterAll(async () => {
  await store.close();
  rmSync(dataDir, { recursive: true });
});

function rows(query: string) {
  const file = new DatabaseSync(join(dataDir, 'pin-bot.sqlite'), { readOnly: true });
  const found = file.prepare(query).all();
  file.close();
  return found as Record<string, string | null>[];
}

/**
 * What the store has a column for, and where the page tells of it. Whoever adds a column says here by which words people
 * are told of it.
 */
const told: Record<string, { words: string; columns: string[] }> = {
  attempts: {
    words: 'Each time you ask for a PIN: your ids in Microsoft Entra and Teams, the chat',
    columns: [
      'id, reference, asked_by, change_id, tenant_id, user_id, conversation_id, card_id, state, refusals, code, round',
      'plain_submit, locale, time_zone, created_at, expires_at, submitted_at, settled_at, changed_at, account',
    ],
  },
  attempt_events: {
    words: 'what became of it, why a PIN was refused',
    columns: ['id, attempt_id, at, event, detail'],
  },
  conversations: {
    words: 'Where the bot can write to you: your ids and your chat in Teams',
    columns: ['tenant_id, user_id, reference, welcomed_at, removed_at, updated_at, name, address, search'],
  },
  tickets: {
    words: 'Tickets: what you chose, your words, the number to call you back, your name and mail address',
    columns: [
      'id, reference, tenant_id, user_id, requester, conversation_id, attempt_id, problem, urgent, subject, body, state, code',
      'number, card_id, locale, time_zone, created_at, first_sent_at, settled_at',
    ],
  },
  desk_events: {
    words: 'What the help desk did in the bot: who looked you up',
    columns: ['id, at, event, tenant_id, user_id, agent_id, reference, detail'],
  },
  due_work: {
    words: 'What is still to be done for you',
    columns: [
      'key, kind, person, payload, due_at, tries, version, lease_owner, lease_until, deaths, parked, left_to',
    ],
  },
  dialog_state: { words: 'In the steps for a desk phone', columns: ['key, value, updated_at'] },
};

describe('the page about privacy', () => {
  it('tells of every table and column that there is', () => {
    const columns = rows(
      `select m.name as "table", c.name as "column" from sqlite_master m join pragma_table_info(m.name) c
       where m.type = 'table' and m.name not like 'kysely%' and m.name not like 'sqlite%'`,
    );
    const found = columns.map(({ table, column }) => `${table}.${column}`);
    const listed = Object.entries(told).flatMap(([table, { columns }]) =>
      columns.flatMap((line) => line.split(', ')).map((column) => `${table}.${column}`),
    );
    expect(found.sort()).toEqual(listed.sort());
  });

  it.each(Object.entries(told))('has the words for %s', (_table, { words }) => expect(page).toContain(words));

  it('says what a removal leaves: ids, name and address, and nowhere to write to', async () => {
    const person = { tenantId: 't', userId: 'u' };
    const chat = { conversationId: 'c', serviceUrl: 's', channelId: 'msteams', botId: 'b', accountId: 'a' };
    const { conversations } = store;
    await conversations.keep({ person, ...chat, locale: 'en', timeZone: 'UTC' }, new Date(1));
    await conversations.know(person, { name: 'Robin', address: 'robin@contoso.example' });
    await conversations.remove(person, new Date(2));
    expect(rows('select user_id, reference, name, address from conversations')).toEqual([
      { user_id: 'u', reference: null, name: 'Robin', address: 'robin@contoso.example' },
    ]);
    expect(page).toContain('your ids, name and address stay as long as said');
  });
});
