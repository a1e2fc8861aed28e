import { randomInt } from 'node:crypto';
import { z } from 'zod';
import { brokenRules } from '../../../src/pin/policy.ts';
import type { SeedPerson } from '../../../src/pin-service/embedded/seed-form.ts';
import { type PoolPerson, personOf } from './pool-person.ts';

const call = { id: z.string() };
const sip = z.string().startsWith('sip:');

/** The protocol's requests, to the letter. */
export const requestForm = z.discriminatedUnion('do', [
  z.strictObject({ ...call, do: z.literal('account'), user: z.string() }),
  z.strictObject({ ...call, do: z.literal('info'), sip }),
  z.strictObject({ ...call, do: z.literal('unlock'), sip }),
  z.strictObject({ ...call, do: z.literal('set'), sip, pin: z.string() }),
  z.strictObject({ do: z.literal('close') }),
]);
export type Request = z.infer<typeof requestForm>;
export type CallRequest = Exclude<Request, { do: 'close' }>;
export type CallName = CallRequest['do'];
export type Answer =
  | { ok: Record<string, unknown> }
  | { error: { type: string; errorId: string; transport: boolean } };

export interface StateOptions {
  /** Epoch milliseconds. */
  now: () => number;
  /** How far the pool's clock is ahead of `now`. */
  clockSkewMs: number;
  /** The FullyQualifiedErrorId with which a PIN is refused. */
  policyErrorId: string;
  /** PINs that the pool refuses beyond the policy: its rules are not published. */
  alsoRefuses: (pin: string) => boolean;
}
export type PoolState = ReturnType<typeof poolState>;

const dayMs = 86_400_000;

/** The people of a pool and what its cmdlets do to them. Each call is done in one go. */
export function poolState(seeds: SeedPerson[], options: StateOptions) {
  const people = seeds.map(personOf);
  const applied: { upn: string; pin: string; at: number }[] = [];
  const put = pinSetter(options);
  for (const [at, { initialPin, initialPinAgeDays }] of seeds.entries()) {
    const pin = initialPin === 'random' ? String(randomInt(1_000_000, 10_000_000)) : initialPin;
    if (pin !== undefined) put(people[at]!, pin, initialPinAgeDays);
  }
  const named = (upn: string) => people.filter((each) => same(each.upn, upn));
  const addressed = (sip: string) => people.find((each) => each.listed && same(each.sip, sip));
  const person = (upn: string): PoolPerson => {
    const [found] = named(upn);
    if (!found) throw new Error(`the pool has nobody of the name ${upn}`);
    return found;
  };
  /** Neither a lock nor Enabled false keeps `set` from its work: a caller that did not look is found out. */
  const set = (one: PoolPerson, pin: string): Answer => {
    const refused = brokenRules(pin, one.policy, one).length > 0 || options.alsoRefuses(pin);
    if (refused) return refusal('Stand.In.PolicyException', options.policyErrorId);
    put(one, pin);
    applied.push({ upn: one.upn, pin, at: options.now() });
    return { ok: {} };
  };
  const carryOut = (request: CallRequest): Answer => {
    if (request.do === 'account') return account(named(request.user).filter((each) => each.listed));
    const one = addressed(request.sip);
    if (!one) return refusal('Stand.In.NotFoundException', 'Stand.In.NotFound');
    if (request.do === 'info') return { ok: { pin: pinInfo(one) } };
    if (request.do === 'set') return set(one, request.pin);
    one.isLockedOut = false;
    return { ok: {} };
  };
  /** Whom a call is for; the name or address itself where nobody has it. */
  const upnOf = (request: CallRequest): string =>
    request.do === 'account'
      ? (named(request.user)[0]?.upn ?? request.user)
      : (addressed(request.sip)?.upn ?? request.sip);
  /** An administrator sets it by other means: it is not in `applied`. */
  const changedElsewhere = (upn: string, pin: string): void => put(person(upn), pin);
  return { applied, carryOut, person, upnOf, changedElsewhere };
}

/** Sets a PIN as `ageDays` ago. No two changes have the same time, as with a clock of 100 ns. */
function pinSetter(options: StateOptions) {
  let ticks = 4_567;
  const roundTrip = (ms: number) =>
    new Date(ms).toISOString().replace('Z', `${String(ticks % 10_000).padStart(4, '0')}Z`);
  return (person: PoolPerson, pin: string, ageDays = 0): void => {
    ticks += 1;
    const changed = options.now() + options.clockSkewMs - ageDays * dayMs;
    const { lifetimeDays } = person.policy;
    person.pin = pin;
    person.lastPinChangeTime = roundTrip(changed);
    person.pinExpirationTime = lifetimeDays === 0 ? null : roundTrip(changed + lifetimeDays * dayMs);
  };
}

const same = (one: string, other: string): boolean => one.toLowerCase() === other.toLowerCase();

function account(found: PoolPerson[]): Answer {
  const users = found.map(({ upn, sip, displayName, lineUri, enabled }) => ({
    upn,
    sip,
    displayName,
    lineUri,
    enabled,
  }));
  const [one] = found;
  if (!one || found.length > 1) return { ok: { users } };
  const { minLength, allowCommonPatterns, lifetimeDays } = one.policy;
  const policy = { minPasswordLength: minLength, allowCommonPatterns, pinLifetimeDays: lifetimeDays };
  return { ok: { users, pin: pinInfo(one), policy } };
}

function pinInfo({ pin, isLockedOut, lastPinChangeTime, pinExpirationTime }: PoolPerson) {
  return { isPinSet: pin !== null, isLockedOut, lastPinChangeTime, pinExpirationTime };
}

function refusal(type: string, errorId: string): Answer {
  return { error: { type, errorId, transport: false } };
}
