import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { Agent, request as httpRequest } from 'node:http';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { languages, sayIn } from '../../../src/language/catalogue.ts';
import type { SeedPerson } from '../../../src/pin-service/embedded/seed-form.ts';
import { cardIn, textOf } from '../../flow/connector.ts';
import { openHouse } from '../../flow/house.ts';
import { registered } from '../../flow/registered.ts';
import { actionData } from '../../flow/teams.ts';
import { disguises, everythingWritten } from '../../flow/traces.ts';
import { type Answer, faultIn } from './answer.ts';
import { bodyOf, type FuzzRequest, fuzzRequest, type LiveForm } from './requests.ts';
import { canaries, recordShapes } from './shapes.ts';

const peopleCount = 200;
const lanes = 8;
const userIds = Array.from(
  { length: peopleCount },
  (_, nth) => `0d5a6b3e-94c1-4f0a-8a57-${String(nth).padStart(12, '0')}`,
);
const traces = [...disguises(canaries.pin), ...disguises(canaries.text)];

/** The bot in a process of its own with people, a PIN service and a channel, to send it what it should not be sent. */
export async function openTown({ withRegistration }: { withRegistration: boolean }) {
  const folder = await mkdtemp(join(tmpdir(), 'fuzz-'));
  const seedFile = join(folder, 'seed.json');
  await writeFile(seedFile, JSON.stringify(userIds.map(seedPerson)));
  const registration = await registered();
  const house = await openHouse({
    bot: {
      ...(withRegistration ? registration.env : {}),
      NODE_OPTIONS: `--import ${new URL('./heap.ts', import.meta.url).href}`,
    },
    pinService: { PIN_SERVICE_SEED: seedFile },
  });
  const shapes = await recordShapes(house.connector.url);
  const agent = new Agent({ keepAlive: true, maxSockets: lanes });
  const live = new Map<string, LiveForm>();
  const findings: string[] = [];
  const statuses: Record<string, number> = {};
  const tokens = new Map<string, string>();

  async function authorization(token: FuzzRequest['token'], serviceUrl: string): Promise<string | undefined> {
    if (token === 'absent') return undefined;
    if (token === 'noise') return `Bearer ${serviceUrl.replace(/\W/g, '')}.x.y`;
    const key = `${token} ${serviceUrl}`;
    const known = tokens.get(key);
    if (known) return known;
    const made = registration.authorization(() => serviceUrl, token === 'sound' ? undefined : token);
    const header = `Bearer ${await made()}`;
    if (serviceUrl === house.connector.url) tokens.set(key, header);
    return header;
  }

  function learn(userId: string, card: unknown): void {
    if (!textOf(card).includes('newPin')) return;
    const { attempt, round } = actionData(card, 'setPin');
    live.set(userId, { attempt, round });
  }

  /** What was sent to the chats: looked into, and not kept. */
  function drain(): void {
    const sent = Buffer.from(house.connector.raw.splice(0).join('\n'));
    if (traces.some((trace) => sent.includes(trace))) findings.push('a canary was sent to the connector');
    for (const each of house.connector.sent.splice(0)) {
      const card = cardIn(each);
      if (card) learn(each.conversationId.slice('a:'.length), card);
    }
  }

  async function send(fuzz: FuzzRequest): Promise<Answer> {
    const userId = userIds[fuzz.person] ?? '';
    const { body, serviceUrl } = bodyOf(fuzz, shapes, userId, live.get(userId));
    // One that is too long for a header is too long for the bot, too.
    const named = serviceUrl.length > 2_048 ? house.connector.url : serviceUrl;
    const header = await authorization(fuzz.token, named);
    const headers = {
      'content-length': body.length,
      ...(fuzz.contentType ? { 'content-type': fuzz.contentType } : {}),
      ...(header === undefined ? {} : { authorization: header }),
    };
    return exchange(agent, `${house.bot().url}/api/messages`, headers, body);
  }

  async function property(fuzz: FuzzRequest): Promise<void> {
    const answer = await send(fuzz);
    statuses[answer.status] = (statuses[answer.status] ?? 0) + 1;
    const fault = faultIn(answer, withRegistration ? fuzz.token : 'sound');
    if (fault !== undefined) throw new Error(`${answer.status}: ${fault}`);
    if (answer.text.includes('newPin')) learn(userIds[fuzz.person] ?? '', JSON.parse(answer.text).value);
    if (house.connector.sent.length > 100) drain();
  }

  /** A wish in every language: what the bot reads it with is made once, and stays. */
  async function speakAll(): Promise<void> {
    const shape = shapes.find(({ type, text, value }) => type === 'message' && text && value === undefined);
    const header = (await authorization('sound', house.connector.url)) ?? '';
    for (const locale of languages) {
      const wish = { ...shape, id: `wish-${locale}`, locale, text: sayIn(locale)('action.reset') };
      const body = Buffer.from(JSON.stringify(wish));
      const headers = {
        'content-type': 'application/json',
        'content-length': body.length,
        authorization: header,
      };
      const { status } = await exchange(agent, `${house.bot().url}/api/messages`, headers, body);
      if (status !== 200) findings.push(`${status} to a wish in ${locale}`);
    }
    drain();
  }

  return {
    findings,
    statuses,
    speakAll,
    shapes: shapes.length,
    /** Sends so many requests on several connections at once. The same seed makes the same requests. */
    async storm(runs: number, seed: number): Promise<void> {
      const arbitrary = fuzzRequest(shapes.length, peopleCount);
      const checks = Array.from({ length: lanes }, (_, lane) =>
        fc.check(fc.asyncProperty(arbitrary, property), {
          numRuns: Math.ceil(runs / lanes),
          seed: seed + lane,
        }),
      );
      for (const { failed, counterexample, errorInstance, counterexamplePath } of await Promise.all(checks)) {
        if (!failed) continue;
        const [fuzz] = counterexample ?? [];
        const body = fuzz ? bodyOf(fuzz, shapes, userIds[fuzz.person] ?? '', undefined).body : '';
        findings.push(
          `${errorInstance}, at ${counterexamplePath}: ${JSON.stringify(fuzz).slice(0, 400)}\n  as ${body.toString('latin1').slice(0, 400)}`,
        );
      }
      drain();
    },
    /** Bytes in use in the bot's process once the garbage is gone. */
    heap: () => heapOf(join(house.dataDir, 'heap.sock')),
    /** Looks at what is left: the process, its log, its files. */
    async lookBack(): Promise<void> {
      drain();
      if ((await fetch(`${house.bot().url}/healthz`)).status !== 200) findings.push('the bot is not well');
      const faults =
        house
          .bot()
          .log()
          .match(/^.*"level":(?:[5-9]\d|"fatal").*$/gm) ?? [];
      const kinds = faults.map((line) => line.replace(/"(?:time|user|reference|person)":"[^"]*",?/g, ''));
      findings.push(...[...new Set(kinds)].map((line) => `in the log: ${line}`));
      for (const [where, bytes] of await everythingWritten(house))
        if (traces.some((trace) => bytes.includes(trace))) findings.push(`a canary lies in ${where}`);
    },
    async close() {
      agent.destroy();
      await house.close();
      await registration.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
export type Town = Awaited<ReturnType<typeof openTown>>;

/** Some have phones, some a locked PIN, some are not known to the service at all. */
function seedPerson(id: string, nth: number): SeedPerson {
  const locked = (['no', 'no', 'no', 'temporary', 'administrator'] as const)[nth % 5];
  return {
    id,
    userPrincipalName: `p${nth}@contoso.example`,
    displayName: `Person ${nth}`,
    phoneNumber: '+14103090200',
    extension: '0200',
    locked,
    enabled: nth % 11 !== 0,
    disabled: nth % 13 === 0,
    deskPhones: nth % 2 === 0 ? [] : [{ model: 'Polycom CX600' }],
  };
}

/** A connection that the bot closes at the moment in which it is used again is opened anew. */
async function exchange(
  agent: Agent,
  url: string,
  headers: Record<string, string | number>,
  body: Buffer,
  again = true,
): Promise<Answer> {
  try {
    return await new Promise<Answer>((resolve, reject) => {
      const outgoing = httpRequest(url, { method: 'POST', agent, headers }, async (incoming) => {
        let text = '';
        try {
          for await (const chunk of incoming) text += chunk;
          resolve({ status: incoming.statusCode ?? 0, text });
        } catch (error) {
          reject(error);
        }
      });
      outgoing.on('error', (error) => reject(Object.assign(error, { stale: outgoing.reusedSocket })));
      outgoing.end(body);
    });
  } catch (error) {
    if (!again || !(error as { stale?: boolean }).stale) throw error;
    return exchange(agent, url, headers, body, false);
  }
}

async function heapOf(path: string): Promise<number> {
  let text = '';
  for await (const chunk of connect(path)) text += chunk;
  const { heapUsed, external } = JSON.parse(text) as { heapUsed: number; external: number };
  return heapUsed + external;
}
