import { randomUUID } from 'node:crypto';
import { expect, onTestFinished, test } from 'vitest';
import { beginChange, findChange, rejectChange, takeChange } from '../../../src/pin-service/changes.ts';
import { openDatabase } from '../../../src/pin-service/database.ts';
import { readSettings } from '../../../src/pin-service/settings.ts';
import { durably } from '../../../src/pin-service/skype-for-business/durably.ts';
import { findOut } from '../../../src/pin-service/skype-for-business/find-out.ts';
import type { Answer } from '../../../src/pin-service/skype-for-business/host-queue.ts';
import {
  openCalls,
  type PoolCall,
  schema,
  unsettledCalls,
  writeCall,
} from '../../../src/pin-service/skype-for-business/journal.ts';
import type { PoolNeeds } from '../../../src/pin-service/skype-for-business/pool-needs.ts';
import { temporaryDir } from '../seed-file.ts';

const second = 1_000;
const minute = 60 * second;
const startMs = Date.parse('2026-11-24T13:05:00Z');
const settings = readSettings({
  PIN_STORE: 'skype-for-business',
  SFB_POOL: 'pool.contoso.example',
  SFB_UNLOCK: 'yes',
}).pool!;

/** A journal with one call in it, a clock that jumps to whatever is waited for, and hosts that answer what they are told to. */
function setUp(more: Partial<PoolCall> = {}) {
  const { sql, close } = openDatabase(temporaryDir());
  onTestFinished(close);
  sql.exec(schema);
  const call: PoolCall = {
    ...{ changeId: randomUUID(), person: 'p@contoso.example', sip: 'sip:p@contoso.example' },
    ...{ setBefore: true, changedBefore: '2026-01-01T00:00:00.0000000Z' },
    ...{ readAtMs: startMs - second, calledAtMs: startMs, sessionEndsAtMs: undefined },
    ...{ callTimeoutMs: 90 * second, sessionIdleMs: 5 * minute },
    ...more,
  };
  takeChange(sql, call.changeId, call.person, startMs);
  beginChange(sql, call.changeId, startMs);
  writeCall(sql, call);
  let clockMs = startMs;
  const waits: number[] = [];
  const answers: Answer[] = [];
  const asked: number[] = [];
  const needs: PoolNeeds = {
    sql,
    settings,
    nowMs: () => clockMs,
    until: async (timeMs) => {
      waits.push(timeMs - clockMs);
      clockMs = Math.max(clockMs, timeMs);
    },
    hosts: {
      ask: async () => {
        asked.push(clockMs);
        return answers.length > 1 ? answers.shift()! : answers[0]!;
      },
      isFull: () => false,
      close: () => {},
    },
    isClosed: () => false,
    report: () => {},
    onFault: () => {},
  };
  const end = () => findChange(sql, call.changeId)!;
  return { call, needs, waits, answers, asked, end, pass: (ms: number) => (clockMs += ms) };
}

const told = (lastPinChangeTime: string | null, isPinSet = true): Answer => ({
  kind: 'ok',
  ok: { pin: { isPinSet, isLockedOut: false, lastPinChangeTime, pinExpirationTime: null } },
});
const error: Answer = { kind: 'error', type: 'T', errorId: 'E' };

test('after a restart the pool is not asked before host and session can be gone, by the times of the call', async () => {
  const { call, needs, answers, asked, end } = setUp();
  needs.settings = { ...settings, callTimeoutMs: second, sessionIdleMs: second };
  answers.push(told(call.changedBefore));
  await findOut(needs, call);
  // It may have waited 90 s for a host, taken 90 s, and the pool have held its client's receive for 90 s before it was idle.
  expect(asked[0]! - startMs).toBeGreaterThanOrEqual(3 * 90 * second + 5 * minute);
  expect(end()).toMatchObject({ status: 'rejected', code: 'failed' });
});

test('somebody else’s change while the service was down is not taken for this one', async () => {
  const { call, needs, answers, end, pass } = setUp();
  pass(10 * 60 * minute);
  answers.push(told(new Date(startMs + 5 * 60 * minute).toISOString()));
  await findOut(needs, call);
  expect(end().status).toBe('pending');
  expect(unsettledCalls(needs.sql)).toMatchObject([{ changeId: call.changeId, doubt: 'other_time' }]);
});

test('a change of that time is this one, though it is asked for hours later', async () => {
  const { call, needs, answers, end, pass } = setUp();
  pass(10 * 60 * minute);
  answers.push(told(new Date(startMs + minute).toISOString()));
  await findOut(needs, call);
  expect(end()).toMatchObject({ status: 'applied', settledAt: startMs + minute });
});

test('a pool that is away is waited for, however long', async () => {
  const { call, needs, answers, end } = setUp();
  answers.push(...Array.from({ length: 5_000 }, (): Answer => ({ kind: 'away' })), told(call.changedBefore));
  await findOut(needs, call);
  expect(end().code).toBe('failed');
});

test.each<[string, Answer]>([
  ['with an error', error],
  ['with nonsense', { kind: 'ok', ok: {} }],
  ['by hosts that hang', { kind: 'lost', why: 'silent', lostAtMs: startMs }],
])(
  'a pool that answers about one person %s for an hour is an operator’s, and asked again at the next start',
  async (_what, answer) => {
    const { call, needs, answers, asked, end } = setUp();
    answers.push(answer);
    await findOut(needs, call);
    expect(asked.at(-1)! - asked[0]!).toBeGreaterThanOrEqual(60 * minute);
    expect(unsettledCalls(needs.sql)).toMatchObject([{ doubt: 'not_told' }]);
    answers[0] = told(call.changedBefore);
    const [again] = openCalls(needs.sql);
    await findOut(needs, again!);
    expect(end().code).toBe('failed');
  },
);

test('what an operator has settled meanwhile stays so', async () => {
  const { call, needs, answers, end } = setUp();
  answers.push(told(new Date(startMs + minute).toISOString()));
  rejectChange(needs.sql, call.changeId, 'failed', startMs);
  await findOut(needs, call);
  expect(end().code).toBe('failed');
});

test('another call of the same person that is not over is a doubt', async () => {
  const { call, needs, answers, end } = setUp();
  const other = { ...call, changeId: randomUUID(), readAtMs: startMs - minute, calledAtMs: startMs - minute };
  takeChange(needs.sql, other.changeId, other.person, startMs - minute);
  writeCall(needs.sql, other);
  answers.push(told(new Date(startMs + minute).toISOString()));
  await findOut(needs, call);
  expect(end().status).toBe('pending');
  const [, doubtful] = unsettledCalls(needs.sql);
  expect(doubtful).toMatchObject({ changeId: call.changeId, doubt: 'another_change' });
});

test('what cannot be written down is tried until it can, and the next change waits for it', async () => {
  const { needs, waits } = setUp();
  let faults = 3;
  const heard: unknown[] = [];
  needs.onFault = (fault) => heard.push(fault);
  const write = () => {
    faults -= 1;
    if (faults >= 0) throw new Error('locked');
    return 'written';
  };
  expect(await durably(needs, write)).toBe('written');
  expect([heard.length, waits]).toEqual([3, [1_000, 2_000, 4_000]]);
  await expect(
    durably({ ...needs, isClosed: () => true }, () => {
      throw new Error('closed');
    }),
  ).rejects.toThrow('closed');
});
