import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { textOf } from '../flow/connector.ts';
import type { PoolTown } from './pool-town.ts';

interface Attempt {
  id: string;
  change_id: string;
  card_id: string | null;
  state: string;
  reference: string;
}

/** Holds journal, attempts and cards against what the pool did. */
export async function poolFindings(town: PoolTown) {
  const attempts = await town.place.rows<Attempt>(
    'select id, change_id, card_id, state, reference from attempts where change_id is not null',
  );
  const file = new DatabaseSync(join(town.dataDir, 'pin-service.db'), { readOnly: true });
  const rows = file.prepare('select change_id, status from change').all() as {
    change_id: string;
    status: string;
  }[];
  file.close();
  const journal = new Map(rows.map(({ change_id, status }) => [change_id, status]));
  const times = (pin: string | undefined) => town.pool.applied.filter((each) => each.pin === pin).length;
  const findings = [
    ...attempts.flatMap((each) =>
      untrue(town, each, journal.get(each.change_id), times(town.pinOf.get(each.id))),
    ),
    ...(town.pool.violations.length > 0 ? [`a host was asked wrongly: ${town.pool.violations[0]}`] : []),
    ...(town.pool.applied.length === 0 ? ['no PIN was set: nothing was tried'] : []),
    ...[...town.pinOf.values()].filter((pin) => town.logs().includes(pin)).map(() => 'a PIN in a log'),
  ];
  const counts = {
    ...Object.fromEntries([...town.killed].map(([what, count]) => [`kills of a ${what}`, count])),
    submissions: attempts.length,
    'PINs set in the pool': town.pool.applied.length,
    'told as changed': attempts.filter(({ state }) => state === 'applied').length,
    'told as not changed': attempts.filter(({ state }) => state === 'failed').length,
    'remote sessions': town.pool.sessions.length,
  };
  return { findings, counts };
}

function untrue(town: PoolTown, attempt: Attempt, status: string | undefined, timesSet: number): string[] {
  const { reference, state, card_id } = attempt;
  const found: string[] = [];
  if (timesSet > 1) found.push(`${reference} was set ${timesSet} times`);
  const isSet = timesSet === 1;
  if ((status === 'applied') !== isSet)
    found.push(`${reference} is ${status} on file, and was ${isSet ? '' : 'not '}set`);
  if ((state === 'applied') !== isSet)
    found.push(`${reference} is ${state}, and was ${isSet ? '' : 'not '}set`);
  const card = town.connector.sent.findLast(
    (each) => each.activityId === card_id && each.activity.type === 'message',
  );
  const words = isSet ? /Your PIN is changed|An earlier change/ : /not changed/;
  if (!card || !words.test(textOf(card.activity)))
    found.push(`${reference} is ${state}, and its card says otherwise`);
  return found;
}
