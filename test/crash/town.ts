import { randomBytes } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { startProxy } from '../faults/proxy.ts';
import { type BotProcess, startBot } from '../flow/bot-process.ts';
import { cardIn, startConnector, textOf } from '../flow/connector.ts';
import { actionData, somebody, teams } from '../flow/teams.ts';
import { startPinService } from '../pin-service/run-service.ts';
import { ownPlace } from '../store/own-store.ts';
import { chance } from './chance.ts';
import { createMoments, momentNames } from './moments.ts';
import { weather } from './weather.ts';

const people = 8;

/** Bots that die, people who reset their PINs meanwhile, a PIN service and a connector that are slow and sometimes fail. */
export async function openTown({ seed, replicas }: { seed: number; replicas: number }) {
  const random = chance(seed);
  const place = await ownPlace();
  const seedFile = join(place.dataDir, 'people.json');
  const ids = Array.from(
    { length: people },
    (_, nth) => `00000000-0000-4000-8000-${String(nth + 1).padStart(12, '0')}`,
  );
  await writeFile(seedFile, JSON.stringify(ids.map(personOf)));
  const pepper = randomBytes(32).toString('hex');
  const pinService = await startPinService({
    dataDir: join(place.dataDir, 'pins'),
    env: { PIN_SERVICE_SEED: seedFile, PIN_SERVICE_DELAY: '700ms', PIN_SERVICE_PEPPER: pepper },
  });
  const moments = createMoments();
  const proxy = await startProxy(pinService.url);
  /** Of each PIN that reached the PIN service, under which keys. */
  const keysOf = new Map<string, Set<string>>();
  const meet = weather(random, moments, (changeId, pin) =>
    keysOf.set(pin, (keysOf.get(pin) ?? new Set()).add(changeId)),
  );
  for (const id of ids) proxy.meet(id, meet);
  const connector = await startConnector();
  connector.script.answer = () => {
    if (moments.isAwaited('a message is taken')) {
      void moments.come('a message is taken');
      return { breaks: 'hang', taken: true };
    }
    return random() < 0.05 ? [500, 502, 503, 429, 412][Math.floor(random() * 5)] : undefined;
  };
  const env = {
    DATA_DIR: place.dataDir,
    PIN_SERVICE_URL: proxy.url,
    PIN_SERVICE_TIMEOUT: '2s',
    REMINDERS: '2s',
    RESET_LIMIT: '1000000/1s',
    LOG_LEVEL: 'warn',
    ...(place.databaseUrl === undefined ? {} : { DATABASE_URL: place.databaseUrl }),
  };
  const bots: BotProcess[] = [];
  for (let nth = 0; nth < replicas; nth += 1) bots.push(await startBot(env));
  const someBot = () => bots[Math.floor(random() * bots.length)] as BotProcess;
  const pins: string[] = [];
  const killedAt = new Map<string, number>();
  const logs: string[] = [];
  /** Another has taken the place of the bot that was killed last. */
  let back = Promise.resolve();

  /** One person's reset, as far as the bot lives. A turn that fails is delivered once more, as Teams does. */
  async function reset(userId: string): Promise<void> {
    const person = teams(() => someBot().url, connector.url, somebody(userId));
    const twice = async (activity: object) => {
      for (let delivery = 0; delivery < 2; delivery += 1) {
        const answer = await person.post(activity).catch(() => undefined);
        if (answer?.status === 200) return;
        await Promise.all([delay(2_500), back]);
      }
    };
    const from = connector.sent.length;
    await twice(person.activity({ type: 'message', text: 'reset my PIN' }));
    const shown = connector.sent
      .slice(from)
      .findLast((each) => each.conversationId === `a:${userId}` && textOf(each.activity).includes('newPin'));
    if (!shown) return;
    const pin = `9${String(Math.floor(random() * 1e11)).padStart(11, '0')}`;
    pins.push(pin);
    const data = { ...actionData(cardIn(shown), 'setPin'), newPin: pin, repeatPin: pin };
    const value = { action: { type: 'Action.Execute', data } };
    const submission = { type: 'invoke', name: 'adaptiveCard/action', replyToId: shown.activityId, value };
    await twice(person.activity(submission));
  }

  /** Until no change is under way, and nothing is owed that bots have died of. */
  async function calm(): Promise<void> {
    for (let look = 0; look < 480; look += 1) {
      const [open] = await place.rows<{ many: number }>(
        "select (select count(*) from attempts where state in ('submitted', 'unknown')) + (select count(*) from due_work where deaths > 0) as many",
      );
      if (Number(open?.many) === 0) return;
      await delay(250);
    }
  }
  let kills = 0;

  return {
    place,
    connector,
    pinService,
    pins,
    pepper,
    keysOf,
    /** How many kills came at which moment. */
    killedAt,
    logs: () => [...logs, ...bots.map((bot) => bot.log())].join('\n'),
    /** Three people begin a reset each; at some moment of it a bot is killed, and another takes its place. */
    async resetAndKill(): Promise<void> {
      // The third death in a row would park the work: that it is the work that kills is what the bot has to think then.
      if (kills % 2 === 0) await calm();
      kills += 1;
      const started = Promise.withResolvers<void>();
      back = started.promise;
      const first = Math.floor(random() * people);
      const resets = [0, 1, 2].map((nth) => reset(ids[(first + nth) % people] as string));
      const moment = momentNames[Math.floor(random() * momentNames.length)] ?? 'any time';
      const dying = Math.floor(random() * bots.length);
      const dead = bots[dying] as BotProcess;
      const kill = async () => void (await dead.end('SIGKILL'));
      if (moment === 'any time') {
        await delay(random() * 2_500);
        await kill();
      }
      const came = moment === 'any time' || (await moments.killAt(moment, kill));
      killedAt.set(moment, (killedAt.get(moment) ?? 0) + Number(came));
      logs.push(dead.log());
      bots[dying] = await startBot(env);
      started.resolve();
      await Promise.all(resets);
    },
    /** Until nothing is under way and nothing is owed. */
    async quiet(): Promise<void> {
      connector.script.answer = () => undefined;
      for (let look = 0; look < 240; look += 1) {
        const [open] = await place.rows<{ many: number }>(
          "select (select count(*) from attempts where state in ('submitted', 'unknown')) + (select count(*) from due_work where parked is null and kind <> 'sweep') as many",
        );
        if (Number(open?.many) === 0) return;
        await delay(500);
      }
      const owed = await place.rows('select key, due_at, tries, lease_until, parked, left_to from due_work');
      throw new Error(
        `the bot does not come to an end: ${JSON.stringify(owed)} ${bots.map((bot) => bot.log()).join()}`,
      );
    },
    async close() {
      for (const bot of bots) await bot.end('SIGKILL');
      await proxy.stop();
      await pinService.kill();
      await connector.stop();
      await place.remove();
    },
  };
}
export type Town = Awaited<ReturnType<typeof openTown>>;

const personOf = (id: string, nth: number) => ({
  id,
  userPrincipalName: `person.${nth}@contoso.example`,
  displayName: `Person ${nth}`,
  phoneNumber: `+1410555${String(1_000 + nth)}`,
  extension: String(4_000 + nth),
});
