import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as delay } from 'node:timers/promises';
import { startBot } from '../flow/bot-process.ts';
import { type Failure, startConnector } from '../flow/connector.ts';
import { startPinService } from '../pin-service/run-service.ts';
import { ownPlace } from '../store/own-store.ts';
import { type Bot, createPerson, type Person, phoned, pinOf, seedPerson } from './person.ts';
import { startProxy } from './proxy.ts';

const peopleInAll = 100;
/** So many turns at a time: a card waits for the end of its person's turn, and keeps one of the runner's eight places. */
const atOnce = 4;

/** One PIN service, a proxy before it, one connector, one bot: and a person for each fault, all at the same time. */
export async function openTown() {
  const folder = await ownPlace();
  const seedFile = join(folder.dataDir, 'people.json');
  await writeFile(seedFile, JSON.stringify(Array.from({ length: peopleInAll }, (_, nth) => seedPerson(nth))));
  const service = await startPinService({
    dataDir: join(folder.dataDir, 'pins'),
    env: { PIN_SERVICE_SEED: seedFile },
  });
  const proxy = await startProxy(service.url);
  const connector = await startConnector();
  /** How the connector fails in one chat. */
  const trouble = new Map<string, (method: string, activity: any) => Failure | undefined>();
  connector.script.answer = (method, activity, conversationId) =>
    trouble.get(conversationId)?.(method, activity);
  const bots: Bot[] = [];
  const addBot = async (env: Record<string, string>) => {
    const bot = await runBot(env);
    bots.push(bot);
    return bot;
  };
  const main = await addBot({ PIN_SERVICE_URL: proxy.url });
  // Where the person is to read that the PIN is being changed, the bot's patience does not end before: on a busy machine
  // that takes longer than four seconds.
  const patient = await addBot({ PIN_SERVICE_URL: proxy.url, PIN_SERVICE_TIMEOUT: '60s' });
  const next = { phone: 0, noPhone: phoned };
  const whenThereIsRoom = room(atOnce);

  return {
    service,
    proxy,
    connector,
    trouble,
    addBot,
    patient,
    folder: folder.dataDir,
    newPerson: ({ bot = main, phone = false } = {}) =>
      createPerson(phone ? next.phone++ : next.noPhone++, bot, connector),
    whenThereIsRoom,
    /** When the channel lets nothing through to a person, and the bot has left it at that. */
    parked: ({ place, userId }: Person) =>
      until('what is owed to the person is parked', async () => {
        const blocked = await place.rows<{ person: string }>(
          "select person from due_work where parked = 'blocked'",
        );
        return blocked.some(({ person }) => person.endsWith(userId));
      }),
    /** Until no bot owes anything and no change is under way. */
    quiet: () => Promise.all(bots.map(quiet)),
    /** What the PIN service has on file, read past it. */
    serviceRows<T>(query: string): T[] {
      const file = new DatabaseSync(join(folder.dataDir, 'pins', 'pin-service.db'), { readOnly: true });
      const rows = file.prepare(query).all() as T[];
      file.close();
      return rows;
    },
    /** All that the bots wrote into their logs and sent to the channel. */
    written: () => [...bots.map(({ process }) => process.log()), ...connector.raw].join('\n'),
    pins: () => Array.from({ length: peopleInAll }, (_, nth) => pinOf(nth)),
    async close() {
      for (const { process, place } of bots) {
        await process.end('SIGKILL');
        await place.remove();
      }
      await service.kill();
      await proxy.stop();
      await connector.stop();
      await folder.remove();
    },
  };
}
export type Town = Awaited<ReturnType<typeof openTown>>;

/** `PIN_SERVICE_TIMEOUT` is longer than the turn that answers a form, so that a person reads of both. */
async function runBot(env: Record<string, string>): Promise<Bot> {
  const place = await ownPlace();
  const process = await startBot({
    DATA_DIR: place.dataDir,
    PIN_SERVICE_TIMEOUT: '4s',
    REMINDERS: '3s',
    LOG_LEVEL: 'warn',
    HELPDESK_EMAIL: 'helpdesk@contoso.example',
    ...(place.databaseUrl === undefined ? {} : { DATABASE_URL: place.databaseUrl }),
    ...env,
  });
  return { place, process };
}

const quiet = ({ place }: Bot) =>
  until('nothing is under way and nothing is owed', async () => {
    const [open] = await place.rows<{ many: number }>(
      "select (select count(*) from attempts where state in ('submitted', 'unknown')) + (select count(*) from due_work where kind <> 'sweep') as many",
    );
    return Number(open?.many) === 0;
  });

/** Looks until it holds. Fails with `what` where it never does. */
async function until(what: string, holds: () => Promise<boolean>): Promise<void> {
  for (let look = 0; look < 300; look += 1) {
    if (await holds()) return;
    await delay(100);
  }
  throw new Error(`this never happened: ${what}`);
}

/** Calls in the order in which they come, at most so many at a time. */
function room(places: number) {
  const waiting: (() => void)[] = [];
  let free = places;
  return async (call: () => Promise<void>): Promise<void> => {
    if (free > 0) free -= 1;
    else await new Promise<void>((resolve) => waiting.push(resolve));
    try {
      await call();
    } finally {
      const next = waiting.shift();
      if (next) next();
      else free += 1;
    }
  };
}
