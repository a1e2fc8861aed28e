import fc from 'fast-check';
import type { TokenFault } from '../../flow/registered.ts';
import { type Mutation, mutate, mutation, tag, zone } from './mutations.ts';
import { type Activity, blank, canaries } from './shapes.ts';

/** What is done to the text of a body, by where it is cut in parts of a thousand. */
type Damage =
  | { kind: 'cut'; at: number }
  | { kind: 'bytes'; at: number; bytes: Uint8Array; over: number }
  | { kind: 'again'; from: number; to: number }
  | { kind: 'deepen'; levels: number }
  | { kind: 'twice'; value: string }
  | { kind: 'noise'; bytes: Uint8Array };

export interface FuzzRequest {
  shape: number;
  person: number;
  id: string;
  locale: string | undefined;
  timeZone: string | undefined;
  mutations: Mutation[];
  damage: Damage | undefined;
  /** `sound`: one of the channel's for the address that the body names, whatever that is. */
  token: 'sound' | 'absent' | 'noise' | TokenFault;
  contentType: string;
}

const permille = fc.nat({ max: 1_000 });
const damage: fc.Arbitrary<Damage> = fc.oneof(
  fc.record({ kind: fc.constant('cut' as const), at: permille }),
  fc.record({
    kind: fc.constant('bytes' as const),
    at: permille,
    bytes: fc.uint8Array({ maxLength: 6 }),
    over: fc.nat({ max: 6 }),
  }),
  fc.record({ kind: fc.constant('again' as const), from: permille, to: permille }),
  fc.record({ kind: fc.constant('deepen' as const), levels: fc.integer({ min: 1, max: 120_000 }) }),
  fc.record({ kind: fc.constant('twice' as const), value: fc.json({ maxDepth: 1 }) }),
  fc.record({ kind: fc.constant('noise' as const), bytes: fc.uint8Array({ maxLength: 300 }) }),
);

const faults: TokenFault[] = ['issuer', 'audience', 'expired', 'signature', 'serviceUrl', 'none', 'tampered'];

/** Most are let in and differ a little from what Teams sends: what nobody reads finds nothing. */
export const fuzzRequest = (shapes: number, people: number): fc.Arbitrary<FuzzRequest> =>
  fc.record({
    shape: fc.nat({ max: shapes - 1 }),
    person: fc.nat({ max: people - 1 }),
    id: fc.uuid(),
    locale: fc.option(tag, { freq: 3, nil: undefined }),
    timeZone: fc.option(zone, { freq: 3, nil: undefined }),
    mutations: fc.oneof(
      { weight: 3, arbitrary: fc.array<Mutation>(mutation, { minLength: 1, maxLength: 2 }) },
      { weight: 1, arbitrary: fc.array<Mutation>(mutation, { maxLength: 6 }) },
      { weight: 1, arbitrary: fc.constant<Mutation[]>([]) },
    ),
    damage: fc.oneof({ weight: 6, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary: damage }),
    token: fc.oneof(
      { weight: 9, arbitrary: fc.constant('sound' as const) },
      { weight: 1, arbitrary: fc.constantFrom('absent' as const, 'noise' as const, ...faults) },
    ),
    contentType: fc.oneof(
      { weight: 40, arbitrary: fc.constant('application/json') },
      {
        weight: 1,
        arbitrary: fc.constantFrom(
          'application/json; charset=utf-8',
          'application/json; charset=utf-16',
          'APPLICATION/JSON',
          'text/plain',
          '',
        ),
      },
    ),
  });

/** What a person has in the chat. */
export interface LiveForm {
  attempt: string;
  round: number;
}

/** The body of a request, as bytes, and the address for answers that it names. */
export function bodyOf(
  request: FuzzRequest,
  shapes: Activity[],
  userId: string,
  live: LiveForm | undefined,
): { body: Buffer; serviceUrl: string } {
  const text = JSON.stringify(shapes[request.shape])
    .replaceAll(blank.userId, userId)
    .replaceAll(blank.attempt, live?.attempt ?? blank.attempt)
    .replaceAll('"round":1', `"round":${live?.round ?? 1}`);
  const activity = JSON.parse(text) as Activity;
  activity.id = request.id;
  if (request.locale !== undefined) activity.locale = request.locale;
  if (request.timeZone !== undefined) activity.localTimezone = request.timeZone;
  for (const each of request.mutations) mutate(activity, each);
  const changed = damaged(Buffer.from(JSON.stringify(activity)), request.damage);
  return kept(answerable(changed, String(shapes[request.shape]?.serviceUrl)));
}

/** On a port of this machine where nobody listens an answer is lost rightly: the address is the connector's again. */
function answerable(body: Buffer, connectorUrl: string): Buffer {
  const parsed = parse(body) as { serviceUrl?: unknown } | null | undefined;
  const named = typeof parsed?.serviceUrl === 'string' ? parsed.serviceUrl : '';
  const host = URL.parse(named)?.host;
  if (!host || host === URL.parse(connectorUrl)?.host || !/^(?:127\.|localhost|\[::1\])/.test(host))
    return body;
  return Buffer.from(body.toString().replaceAll(JSON.stringify(named).slice(1, -1), connectorUrl));
}

function damaged(body: Buffer, by: Damage | undefined): Buffer {
  const at = (part: number): number => Math.floor((body.length * part) / 1_000);
  switch (by?.kind) {
    case undefined:
      return body;
    case 'cut':
      return body.subarray(0, at(by.at));
    case 'bytes':
      return Buffer.concat([body.subarray(0, at(by.at)), by.bytes, body.subarray(at(by.at) + by.over)]);
    case 'again':
      return Buffer.concat([body.subarray(0, at(by.to)), body.subarray(at(Math.min(by.from, by.to)))]);
    case 'deepen': {
      const deep = `,"value":${'['.repeat(by.levels)}${']'.repeat(by.levels)}}`;
      return Buffer.concat([body.subarray(0, -1), Buffer.from(deep)]);
    }
    case 'twice': {
      const name = /"(\w+)":/.exec(body.toString())?.[1] ?? 'type';
      return Buffer.concat([body.subarray(0, -1), Buffer.from(`,"${name}":${by.value}}`)]);
    }
    case 'noise':
      return Buffer.from(by.bytes);
  }
}

/** What the bot keeps or sends back on purpose: the address of an answer, and the person's language and zone. */
const keptOnPurpose = new Set([
  'id',
  'channelId',
  'serviceUrl',
  'from',
  'recipient',
  'conversation',
  'replyToId',
  'locale',
  'localTimezone',
  'timestamp',
  'type',
]);

/** A canary that a swap has put where things are kept would be found there rightly: it is taken out. */
function kept(body: Buffer): { body: Buffer; serviceUrl: string } {
  const parsed = parse(body);
  if (typeof parsed !== 'object' || parsed === null) return { body, serviceUrl: '' };
  const activity = parsed as Activity;
  const serviceUrl = typeof activity.serviceUrl === 'string' ? activity.serviceUrl : '';
  const members = Object.entries(activity);
  if (!members.some(([name, value]) => keptOnPurpose.has(name) && holdsCanary(value)))
    return { body, serviceUrl };
  const without = body.toString().replaceAll(canaries.pin, '0').replaceAll(canaries.text, 'x');
  return {
    body: Buffer.from(without),
    serviceUrl: serviceUrl.replaceAll(canaries.pin, '0').replaceAll(canaries.text, 'x'),
  };
}

function holdsCanary(value: unknown): boolean {
  try {
    const text = JSON.stringify(value);
    return Object.values(canaries).some((canary) => text.includes(canary));
  } catch {
    // Too deep to be looked into.
    return true;
  }
}

function parse(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString());
  } catch {
    return undefined;
  }
}
