import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { textOf } from '../flow/connector.ts';
import type { Town } from './town.ts';

interface Submission {
  id: string;
  change_id: string;
  card_id: string | null;
  state: string;
  code: string | null;
  reference: string;
}
interface Change {
  change_id: string;
  status: string;
}

/** Holds attempts, the PIN service's changes and what people were told against each other. Each finding is a fault. */
export async function verdict(town: Town, kills: number) {
  const submissions = await town.place.rows<Submission>(
    'select id, change_id, card_id, state, code, reference from attempts where change_id is not null',
  );
  const changes = new Map(changesOf(town).map((change) => [change.change_id, change.status]));
  const counts = {
    submissions: submissions.length,
    applied: submissions.filter(({ state }) => state === 'applied').length,
    'not changed': submissions.filter(({ state }) => state === 'failed').length,
    'reminders doubled': doubledReminders(town),
    'messages sent': town.connector.sent.length,
  };
  const findings = [
    ...submissions.flatMap((each) => untrue(town, each, changes.get(each.change_id))),
    ...unknownChanges(submissions, changes),
    ...(await missingReminders(town)),
    ...(counts['reminders doubled'] > kills ? ['more messages doubled than bots killed'] : []),
    ...(counts.applied === 0 ? ['no change was applied: nothing was tried'] : []),
    ...(await parked(town)),
    ...(await pinsOnDisk(town)),
  ];
  return { findings, counts };
}

function changesOf(town: Town): Change[] {
  const file = new DatabaseSync(join(town.place.dataDir, 'pins', 'pin-service.db'), { readOnly: true });
  const rows = file.prepare('select change_id, status from change').all() as unknown as Change[];
  file.close();
  return rows;
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

const remindersSent = (town: Town): string[] =>
  town.connector.sent
    .filter(
      ({ method, activity }) =>
        method === 'POST' && textOf(activity).includes('Signed in again on your desk phone?'),
    )
    .map(({ activity }) => /Reference ([0-9A-Z]{4}-[0-9A-Z]{4})/.exec(textOf(activity))?.[1] ?? '');

function doubledReminders(town: Town): number {
  const sent = remindersSent(town);
  return sent.length - new Set(sent).size;
}

/** Each person's last change has had its reminder; those of earlier ones are replaced by it. */
async function missingReminders(town: Town): Promise<string[]> {
  const last = await town.place.rows<{ reference: string }>(
    "select reference from attempts a where state = 'applied' and not exists (select 1 from attempts b where b.user_id = a.user_id and b.state = 'applied' and b.changed_at > a.changed_at)",
  );
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
