import { setTimeout as delay } from 'node:timers/promises';
import { startBot } from '../flow/bot-process.ts';
import { cardIn, type Sent, startConnector, textOf } from '../flow/connector.ts';
import { actionData, somebody, teams } from '../flow/teams.ts';
import { startZendesk } from '../helpdesk/stand-in-zendesk.ts';
import { ownPlace } from '../store/own-store.ts';
import { chance } from './chance.ts';
import { readOptions } from './program.ts';
import { watch } from './watch.ts';

/**
 * Kills the bot while tickets are on their way, at random moments and between their being made and the bot's knowing of it,
 * and holds what people pressed against what the desk has. `--kills N` (20), `--seed S`. With DATABASE_URL on PostgreSQL.
 * Ends with 1 and the findings where a press has not come to one ticket, and its person to its number.
 */
const { kills, seed } = readOptions();
process.stdout.write(`${kills} kills, seed ${seed}\n`);
watch(kills);

const random = chance(seed);
const place = await ownPlace();
const desk = await startZendesk();
const connector = await startConnector();
const env = {
  ...desk.env,
  DATA_DIR: place.dataDir,
  PIN_SERVICE_URL: 'http://127.0.0.1:9',
  LOG_LEVEL: 'warn',
  ...(place.databaseUrl === undefined ? {} : { DATABASE_URL: place.databaseUrl }),
};
let bot = await startBot(env);
/** Another has taken the place of the one that was killed last. */
let back = Promise.resolve();
/** What was pressed and acknowledged, by the ticket's id. */
const acknowledged = new Set<string>();
const people = Array.from(
  { length: 400 },
  (_, nth) => `00000000-0000-4000-8000-${String(nth + 1).padStart(12, '0')}`,
);
let next = 0;

/** One person writes a ticket and presses twice; a turn that fails is delivered once more, as Teams does. */
async function press(): Promise<void> {
  const userId = people[next++ % people.length] as string;
  const person = teams(() => bot.url, connector.url, somebody(userId));
  const twice = async (activity: object) => {
    for (let delivery = 0; delivery < 2; delivery += 1) {
      const answer = await person.post(activity).catch(() => undefined);
      if (answer?.status === 200) return answer;
      await Promise.all([delay(2_000), back]);
    }
    return undefined;
  };
  const from = connector.sent.length;
  await twice(person.activity({ type: 'message', text: 'create a ticket' }));
  const isForm = (each: Sent) =>
    each.conversationId === `a:${userId}` && textOf(each.activity).includes('sendTicket');
  const form = connector.sent.slice(from).findLast(isForm);
  if (!form) return;
  const data: Record<string, unknown> = {
    ...actionData(cardIn(form), 'sendTicket'),
    problem: 'phone',
    line: 'no dial tone',
    callback: '',
  };
  const value = { action: { type: 'Action.Execute', data } };
  const pressed = () =>
    person.activity({ type: 'invoke', name: 'adaptiveCard/action', replyToId: form.activityId, value });
  for (const answer of await Promise.all([twice(pressed()), twice(pressed())]))
    if (answer?.text.includes('Your ticket is on its way')) acknowledged.add(String(data.ticket));
}

/** The third death in a row would park the work: that it is the work that kills is what the bot has to think then. */
async function calm(): Promise<void> {
  for (let look = 0; look < 1_200; look += 1) {
    const [dead] = await place.rows<{ many: number }>(
      'select count(*) as many from due_work where deaths > 0',
    );
    if (Number(dead?.many) === 0) return;
    await delay(100);
  }
}

const moments = ['any time', 'arrives', 'made'] as const;
async function pressAndKill(): Promise<string> {
  const moment = moments[Math.floor(random() * moments.length)] ?? 'any time';
  if (random() < 0.3) desk.weather.push({ status: 503 }, { reset: 'after' }, { reset: 'before' });
  const kill = async () => void (await bot.end('SIGKILL'));
  const here = Promise.withResolvers<void>();
  const over = Promise.withResolvers<void>();
  desk.watch.post = async (when) => {
    if (when !== moment) return;
    here.resolve();
    await over.promise;
  };
  const started = Promise.withResolvers<void>();
  back = started.promise;
  const presses = [press(), press(), press()];
  await (moment === 'any time' ? delay(random() * 600) : Promise.race([here.promise, delay(3_000)]));
  await kill();
  desk.watch.post = async () => {};
  over.resolve();
  bot = await startBot(env);
  started.resolve();
  await Promise.all(presses);
  return moment;
}

interface Row {
  id: string;
  state: string;
  number: string | null;
  user_id: string;
}

async function quiet(): Promise<Row[]> {
  for (let look = 0; look < 600; look += 1) {
    const [owed] = await place.rows<{ many: number }>(
      "select count(*) as many from due_work where kind in ('ticket', 'ticketCard', 'ticketNote') and parked is null",
    );
    if (Number(owed?.many) === 0) return place.rows<Row>('select id, state, number, user_id from tickets');
    await delay(250);
  }
  throw new Error(`tickets are owed still: ${bot.log()}`);
}

function findingsIn(rows: Row[]): string[] {
  const madeOf = (key: string) => desk.made.filter((each) => each.key === key);
  const told = (row: Row) =>
    connector.sent.some(
      (each) =>
        each.conversationId === `a:${row.user_id}` &&
        textOf(each.activity).includes(`Ticket ${row.number} is open`),
    );
  const known = new Set(rows.map(({ id }) => id));
  return [
    ...[...acknowledged]
      .filter((id) => !known.has(id))
      .map((id) => `${id} was acknowledged and is not on disk`),
    ...rows
      .filter(({ id }) => madeOf(id).length !== 1)
      .map(({ id }) => `${id} is ${madeOf(id).length} tickets`),
    ...rows
      .filter(({ id, number }) => String(madeOf(id)[0]?.id) !== number)
      .map(({ id }) => `${id} has another number`),
    ...rows.filter(({ state }) => state !== 'open').map(({ id, state }) => `${id} is ${state}`),
    ...rows.filter((row) => !told(row)).map(({ id }) => `${id}: its person was not told its number`),
    ...desk.made
      .filter(({ key }) => !known.has(key))
      .map(({ key }) => `the desk has ${key}, the bot has not`),
    ...(rows.length < kills ? ['fewer tickets than kills: little was tried'] : []),
  ];
}

try {
  const at = new Map<string, number>();
  for (let kill = 1; kill <= kills; kill += 1) {
    if (kill % 2 === 1) await calm();
    const moment = await pressAndKill();
    at.set(moment, (at.get(moment) ?? 0) + 1);
    if (kill % 10 === 0) process.stdout.write(`${kill} kills\n`);
  }
  const rows = await quiet();
  for (const [moment, many] of at) process.stdout.write(`${many}  kills: ${moment}\n`);
  process.stdout.write(`${rows.length}  tickets pressed for\n${desk.made.length}  tickets at the desk\n`);
  process.stdout.write(`${desk.requests.length}  requests to the desk\n`);
  const findings = findingsIn(rows);
  for (const finding of findings) process.stdout.write(`FOUND ${finding}\n`);
  process.exitCode = findings.length === 0 ? 0 : 1;
} finally {
  process.stdout.write('closing\n');
  await bot.end('SIGKILL');
  await connector.stop();
  await desk.stop();
  await place.remove();
}
// What a killed bot has left open in here keeps nobody waiting.
process.exit();
