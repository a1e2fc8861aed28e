import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { textOf } from '../flow/connector.ts';
import { doubledMessages, remindersSent } from './messages.ts';
import { bookOf, doneTwice, notInForce } from './pin-service-book.ts';
import type { Town } from './town.ts';

interface Submission {
  id: string;
  change_id: string;
  card_id: string | null;
  state: string;
  code: string | null;
  reference: string;
}

/** Holds attempts, the PIN service's changes and what people were told against each other. Each finding is a fault. */
export async function verdict(town: Town, kills: number) {
  const submissions = await town.place.rows<Submission>(
    'select id, change_id, card_id, state, code, reference from attempts where change_id is not null',
  );
  const book = bookOf(town);
  const changes = new Map(book.changes.map((change) => [change.change_id, change.status]));
  const last = await lastApplied(town);
  const counts = {
    ...Object.fromEntries([...town.killedAt].map(([moment, count]) => [`kills: ${moment}`, count])),
    submissions: submissions.length,
    applied: submissions.filter(({ state }) => state === 'applied').length,
    'not changed': submissions.filter(({ state }) => state === 'failed').length,
    'messages doubled': doubledMessages(town),
    'messages sent': town.connector.sent.length,
  };
  const findings = [
    ...submissions.flatMap((each) => untrue(town, each, changes.get(each.change_id))),
    ...unknownChanges(submissions, changes),
    ...doneTwice(town, book),
    ...(await notInForce(town, book, last)),
    ...missingReminders(town, last),
    ...(counts['messages doubled'] > kills ? ['more messages doubled than bots killed'] : []),
    ...(counts.applied === 0 ? ['no change was applied: nothing was tried'] : []),
    ...(await parked(town)),
    ...(await pinsOnDisk(town)),
  ];
  return { findings, counts };
}

/** One outcome, and the true one, in the store and in the card that the person ends with. */
function untrue(
  town: Town,
  { reference, state, card_id, code }: Submission,
  status: string | undefined,
): string[] {
  const expected = status === 'applied' ? 'applied' : 'failed';
  const found: string[] = [];
  if (state !== expected) found.push(`${reference} is ${state}, the service says ${status}`);
  const card = town.connector.sent.findLast(
    (each) => each.activityId === card_id && each.activity.type === 'message',
  );
  const words =
    state === 'applied'
      ? code === 'superseded'
        ? 'An earlier change'
        : 'Your PIN is changed'
      : 'not changed';
  if (!card || !textOf(card.activity).includes(words))
    found.push(`${reference} is ${state}, and its card says otherwise`);
  return found;
}

function unknownChanges(submissions: Submission[], changes: Map<string, string>): string[] {
  const known = new Set(submissions.map(({ change_id }) => change_id));
  return [...changes]
    .filter(([id]) => !known.has(id))
    .map(([id, status]) => `the service has ${id} ${status}, no attempt has`);
}

interface Applied {
  user_id: string;
  change_id: string;
  reference: string;
}

/** Each person's last change. */
const lastApplied = (town: Town): Promise<Applied[]> =>
  town.place.rows(
    "select user_id, change_id, reference from attempts a where state = 'applied' and not exists (select 1 from attempts b where b.user_id = a.user_id and b.state = 'applied' and b.changed_at > a.changed_at)",
  );

/** The last change has had its reminder; those of earlier ones are replaced by it. */
function missingReminders(town: Town, last: Applied[]): string[] {
  const sent = new Set(remindersSent(town));
  return last
    .filter(({ reference }) => !sent.has(reference))
    .map(({ reference }) => `${reference} had no reminder`);
}

async function parked(town: Town): Promise<string[]> {
  const rows = await town.place.rows<{ key: string; parked: string }>(
    'select key, parked from due_work where parked is not null',
  );
  return rows.map(({ key, parked: why }) => `${key} is parked: ${why}`);
}

async function pinsOnDisk(town: Town): Promise<string[]> {
  const written = new Map<string, string>([['the log', town.logs()]]);
  for (const table of ['attempts', 'attempt_events', 'due_work', 'conversations', 'dialog_state'])
    written.set(table, JSON.stringify(await town.place.rows(`select * from ${table}`)));
  for (const entry of await readdir(town.place.dataDir, { recursive: true, withFileTypes: true }))
    if (entry.isFile()) {
      const path = join(entry.parentPath, entry.name);
      written.set(path, (await readFile(path)).toString('latin1'));
    }
  return [...written].flatMap(([where, text]) =>
    town.pins.filter((pin) => text.includes(pin)).map(() => `a PIN in ${where}`),
  );
}
