import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { startBot } from '../flow/bot-process.ts';
import { cardIn, startConnector, textOf } from '../flow/connector.ts';
import { actionData, somebody, teams } from '../flow/teams.ts';
import { startPinService } from '../pin-service/run-service.ts';
import { person } from '../pin-service/seed-file.ts';
import type { Fault } from '../pin-service/skype-for-business/faults.ts';
import { startPool } from '../pin-service/skype-for-business/stand-in-pool.ts';
import { ownPlace } from '../store/own-store.ts';
import { chance } from './chance.ts';

const people = 6;
const whens = ['before', 'after', 'late'] as const;
const moments = ['any time', 'a PIN is to be set', 'a PIN was set'] as const;

/** A bot, a PIN service that dies, a pool whose hosts die, and people who reset their PINs meanwhile. */
export async function openPoolTown(seed: number) {
  const random = chance(seed);
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T;
  const ids = Array.from(
    { length: people },
    (_, nth) => `00000000-0000-4000-8000-${String(nth + 1).padStart(12, '0')}`,
  );
  const seeds = ids.map((id) => person({ id, userPrincipalName: `${id}@contoso.example` }));
  const pool = await startPool(seeds);
  const place = await ownPlace();
  const dataDir = join(place.dataDir, 'pins');
  const serviceEnv = {
    ...pool.env,
    SFB_SESSION_IDLE: '1s',
    SFB_CALL_TIMEOUT: '3s',
    PIN_SERVICE_USER_LIMIT: '100000/1m',
    PIN_SERVICE_REFUSAL_LIMIT: '100000/1h',
  };
  let service = await startPinService({ dataDir, env: serviceEnv });
  const PIN_SERVICE_PORT = new URL(service.url).port;
  const connector = await startConnector();
  const bot = await startBot({
    DATA_DIR: place.dataDir,
    PIN_SERVICE_URL: service.url,
    PIN_SERVICE_USER_KEY: 'userPrincipalName',
    PIN_SERVICE_TIMEOUT: '2s',
    REMINDERS: '1h',
    RESET_LIMIT: '1000000/1s',
    LOG_LEVEL: 'warn',
    ...(place.databaseUrl === undefined ? {} : { DATABASE_URL: place.databaseUrl }),
  });
  /** The PIN of each attempt. */
  const pinOf = new Map<string, string>();
  const killed = new Map<string, number>();
  const logs: string[] = [];

  async function reset(userId: string): Promise<void> {
    const one = teams(() => bot.url, connector.url, somebody(userId));
    const from = connector.sent.length;
    await one.say('reset my PIN');
    const isForm = (each: { conversationId: string; activity: object }) =>
      each.conversationId === `a:${userId}` && textOf(each.activity).includes('newPin');
    const shown = connector.sent.slice(from).findLast(isForm);
    if (!shown) return;
    const data = actionData(cardIn(shown), 'setPin');
    const pin = `9${String(Math.floor(random() * 1e11)).padStart(11, '0')}`;
    pinOf.set(data.attempt, pin);
    await one.execute(shown.activityId, { ...data, newPin: pin, repeatPin: pin });
  }

  function weather(): Fault[] {
    const faults: Fault[] = [{ do: 'set', kind: 'delay', ms: random() * 800 }];
    if (random() < 0.2) faults.push({ do: 'set', kind: 'dies', when: pick(whens), ms: 400 });
    if (random() < 0.1) faults.push({ do: 'set', kind: 'garbage', as: 'not-json' });
    if (random() < 0.1) faults.push({ do: 'info', kind: 'dies', when: 'before' });
    return faults;
  }

  /** One of the hosts that live, or the whole service, which comes again. */
  async function kill(): Promise<void> {
    const living = pool.sessions.filter(({ connected }) => connected);
    const what = random() < 0.4 && living.length > 0 ? 'host' : 'service';
    killed.set(what, (killed.get(what) ?? 0) + 1);
    if (what === 'host') return void process.kill(pick(living).pid, 'SIGKILL');
    await service.kill();
    logs.push(service.logs());
    service = await startPinService({ dataDir, env: { ...serviceEnv, PIN_SERVICE_PORT } });
  }

  /** When the moment comes, or after a while all the same. */
  async function momentOf(name: (typeof moments)[number]): Promise<void> {
    if (name === 'any time') return void (await delay(random() * 2_500));
    const phase = name === 'a PIN is to be set' ? 'arrived' : 'applied';
    const from = pool.events.length;
    const isHere = () => pool.events.slice(from).some((event) => event.do === 'set' && event.phase === phase);
    await Promise.race([pool.until(isHere), delay(4_000)]);
  }

  return {
    ...{ place, pool, connector, pinOf, killed, dataDir },
    logs: () => [...logs, service.logs(), bot.log()].join('\n'),
    async resetAndKill(): Promise<void> {
      pool.weather.push(...weather());
      const first = Math.floor(random() * people);
      const resets = [0, 1, 2].map((nth) => reset(ids[(first + nth) % people] as string));
      await momentOf(pick(moments));
      await kill();
      await Promise.all(resets);
    },
    /** Until no change is under way, and nobody is owed a card. */
    async quiet(): Promise<void> {
      pool.weather.length = 0;
      for (let look = 0; look < 480; look += 1) {
        const [open] = await place.rows<{ many: number }>(
          "select (select count(*) from attempts where state in ('submitted', 'unknown')) + (select count(*) from due_work where parked is null and kind not in ('sweep', 'reminder', 'expiry')) as many",
        );
        if (Number(open?.many) === 0) return;
        await delay(250);
      }
      throw new Error(`changes do not come to an end: ${service.logs()} ${bot.log()}`);
    },
    async close() {
      await bot.end('SIGKILL');
      await service.kill();
      await connector.stop();
      await pool.stop();
      await place.remove();
    },
  };
}
export type PoolTown = Awaited<ReturnType<typeof openPoolTown>>;
