import { ask } from '../../src/pin/ask.ts';
import type { ChangeAnswer, LookAnswer, PinAccount, PinBackend } from '../../src/pin/backend.ts';
import { defaultPolicy } from '../../src/pin/policy.ts';
import { submit } from '../../src/pin/reset.ts';
import { lookWork, type ResetParts } from '../../src/pin/reset-parts.ts';
import { heldWork } from '../../src/work/due-work.ts';
import { ownStore } from '../store/own-store.ts';

export const person = { tenantId: 'a'.repeat(8), userId: '0d5a6b3e-94c1-4f0a-8a57-2f6c1b7e0200' };
const accountOf = (): PinAccount => ({
  userId: person.userId,
  displayName: 'Robin Castellan',
  phoneNumber: '+14103090200',
  extension: '0200',
  pinSet: false,
  pinChangedAt: null,
  pinExpiresAt: null,
  locked: 'no',
  deskPhones: null,
  policy: defaultPolicy,
});

/** The reset over the real store, with a clock that only waiting moves, and a backend whose answers are scripted. */
export async function openReset(
  first: (nth: number, timeoutMs: number) => ChangeAnswer | 'timeout',
  looked: () => LookAnswer = () => ({ kind: 'not_found' }),
) {
  const { store, rows, close } = await ownStore();
  const account = accountOf();
  let nowMs = Date.UTC(2026, 10, 24, 9);
  let answer = first;
  let made = 0;
  const pass = (delayMs: number) => {
    nowMs += delayMs;
  };
  const keys: string[] = [];
  const faults: unknown[] = [];
  const unsettled: string[] = [];
  const alerts: string[] = [];
  const backend: PinBackend = {
    account: async () => ({ kind: 'account', account }),
    async change(_userId, changeId, _pin, { timeoutMs }) {
      keys.push(changeId);
      const given = answer(keys.length, timeoutMs);
      if (given !== 'timeout') return given;
      nowMs += timeoutMs;
      return { kind: 'unknown', fault: 'timeout' };
    },
    look: async () => looked(),
    withdraw: async () => ({ kind: 'unknown' }),
    reachable: async () => ({ backend: 'up', identity: 'up' }),
  };
  const parts: ResetParts = {
    attempts: store.attempts,
    backend,
    check: { roster: undefined, userKey: 'aadObjectId' },
    now: () => new Date(nowMs),
    newId: () => `00000000-0000-4000-8000-${String(++made).padStart(12, '0')}`,
    newReference: () => `REFR-${String(++made).padStart(4, '0')}`,
    // The waits between tries move the clock; nothing takes too long.
    after: (delayMs) => Promise.resolve().then(() => pass(delayMs)),
    within: (promise) => promise,
    owe: (work) => store.dueWork.put(work),
    wake: () => {},
    remindersAfter: () => [],
    reminderKinds: [],
    onAccount: () => {},
    onSettled: () => {},
    onUnsettled: ({ reference }) => void unsettled.push(reference),
    onNotMe: () => {},
    onFault: (error) => void faults.push(error),
    resetAlert: {
      most: 500,
      perMs: 3_600_000,
      isAlone: true,
      spare: 0,
      onAlert: ({ reference }) => void alerts.push(reference),
    },
    resetLimit: { most: 5, perMs: 24 * 3_600_000 },
    formLifetimeMs: 900_000,
    changeTimeoutMs: 60_000,
    owner: 'this process',
    holdLook(attempt, changeId) {
      const work = heldWork(lookWork(attempt, changeId, new Date(nowMs)), 'this process');
      return () => store.dueWork.again(work, new Date(nowMs));
    },
    random: () => 0.5,
    inFlight: new Set(),
  };
  let asked = 0;
  return {
    parts,
    store,
    /** What the backend tells of the person. */
    account,
    rows,
    keys,
    /** References of changes that were given up. */
    unsettled,
    /** References of the changes at which the alert was raised. */
    alerts,
    faults,
    pass,
    /** How changes are answered from now on. */
    answerWith(next: typeof first) {
      answer = next;
    },
    async ask(more: { via?: 'execute' | 'submit' } = {}) {
      const { attempt } = await ask(parts, { ...request(), askedBy: `activity-${++asked}`, ...more });
      return attempt;
    },
    /** Submits a good PIN and waits for what becomes of it. */
    async submit(attemptId: string, round = 1) {
      const typed = { pin: '73914', repeat: '73914' };
      const submitted = await submit(parts, {
        ...request(),
        askedBy: `activity-${++asked}`,
        attemptId,
        round,
        typed,
      });
      if (submitted.kind === 'accepted') await submitted.settled;
      return submitted.kind;
    },
    close,
  };
}
export type OwnReset = Awaited<ReturnType<typeof openReset>>;

const place = { serviceUrl: 'https://connector.example/', conversationId: 'chat', accountId: '29:person' };
export const request = () => ({ person, ...place, locale: 'en', timeZone: 'UTC' });
