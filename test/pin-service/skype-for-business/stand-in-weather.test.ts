import { expect, test } from 'vitest';
import { person } from '../seed-file.ts';
import type { Fault, Garbage, When } from './faults.ts';
import { readyHost, startHost } from './spoken-host.ts';

const longMs = 3_600_000;
const killed = { code: null, signal: 'SIGKILL' };
const given = { type: 'Made.UpException', errorId: 'Made.Up' };

/** A host that sets a PIN in this weather, on a session that outlives it. */
async function setIn(weather: Fault[], idleMs = longMs) {
  const one = person();
  const { userPrincipalName: upn } = one;
  const { pool, host } = await readyHost([one], { idleMs });
  pool.weather.push(...weather);
  const set = { id: '1', do: 'set', sip: `sip:${upn}`, pin: '73914' };
  host.say(set);
  const pins = () => pool.applied.map(({ pin }) => pin);
  return { pool, host, upn, set, pins };
}

test('an error is said in place of the cmdlet’s work, or after it', async () => {
  const error = { ...given, transport: false };
  const before = await setIn([{ do: 'set', kind: 'error', ...given }]);
  expect(await before.host.json()).toEqual({ id: '1', error });
  expect(before.pins()).toEqual([]);
  const after = await setIn([{ do: 'set', kind: 'error', ...given, when: 'after' }]);
  expect(await after.host.json()).toEqual({ id: '1', error });
  expect(after.pins()).toEqual(['73914']);
  expect(await after.host.ask(after.set)).toEqual({ id: '1', ok: {} });
});

test('a fault waits for the call and the person that it is for', async () => {
  const faults: Fault[] = [
    { do: 'info', kind: 'error', ...given },
    { do: 'set', upn: 'someone.else@contoso.example', kind: 'error', ...given },
  ];
  const { pool, host, set } = await setIn(faults);
  expect(await host.json()).toEqual({ id: '1', ok: {} });
  expect(pool.weather).toEqual(faults);
  expect(await host.ask({ id: '2', do: 'info', sip: set.sip })).toMatchObject({ error: given });
  expect(pool.weather).toEqual(faults.slice(1));
});

const whens: [When, string[]][] = [
  ['before', []],
  ['after', ['73914']],
  ['late', ['73914']],
];
const phaseOf = (when: When) => (when === 'before' ? 'aborted' : 'applied');

test.each(whens)('the remoting layer fails, the call done %s it', async (when, applied) => {
  const { pool, host, upn, pins } = await setIn([{ do: 'set', kind: 'transport', when, ...given }]);
  expect(await host.json()).toEqual({ id: '1', error: { ...given, transport: true } });
  expect(await host.ended).toEqual({ code: 1, signal: null });
  await pool.saw('set', upn, { phase: phaseOf(when) });
  expect(pins()).toEqual(applied);
  await pool.disconnected(1);
  expect(pool.sessions[0]?.closed).toBeUndefined();
});

test.each(whens)('the host dies, the call done %s it', async (when, applied) => {
  const { pool, host, upn, pins } = await setIn([{ do: 'set', kind: 'dies', when, ms: 1 }]);
  expect(await host.ended).toEqual(killed);
  await pool.saw('set', upn, { phase: phaseOf(when) });
  expect([pins(), host.left()]).toEqual([applied, []]);
});

test.each(whens)('the host hangs, the call done %s it', async (when, applied) => {
  const { pool, host, upn, pins } = await setIn([{ do: 'set', kind: 'hangs', when, ms: 1 }]);
  await pool.saw('set', upn, { phase: phaseOf(when) });
  await pool.hangs(1);
  host.child.stdin.end();
  // Time enough for an answer, if there were one.
  await startHost(pool.env).next();
  host.child.kill('SIGTERM');
  expect(await host.ended).toEqual({ code: null, signal: 'SIGTERM' });
  expect([pins(), host.left()]).toEqual([applied, []]);
});

test('a late call is done after its host’s death, while the session lives, and not after it', async () => {
  const late: Fault = { do: 'set', kind: 'dies', when: 'late' };
  const { pool, host, upn, pins } = await setIn([{ ...late, ms: 50 }]);
  await host.ended;
  await pool.saw('set', upn, { phase: 'applied' });
  expect(pins()).toEqual(['73914']);
  const tooLate = await setIn([{ ...late, ms: longMs }], 0);
  await tooLate.pool.sessionClosed(1);
  await tooLate.pool.saw('set', tooLate.upn, { phase: 'aborted' });
  expect(tooLate.pins()).toEqual([]);
});

test('a call may take its time', async () => {
  const quick = await setIn([{ do: 'set', kind: 'delay', ms: 1 }]);
  expect(await quick.host.json()).toEqual({ id: '1', ok: {} });
  const slow = await setIn([{ do: 'set', kind: 'delay', ms: longMs }]);
  await slow.pool.saw('set', slow.upn);
  slow.host.child.kill('SIGKILL');
  await slow.pool.disconnected(1);
  slow.pool.timeOut(1);
  await slow.pool.saw('set', slow.upn, { phase: 'aborted' });
  expect(slow.pins()).toEqual([]);
});

const right = '{"id":"1","ok":{}}';
const noise = 'WARNING: this is no answer';
const garbage: [Garbage, string[]][] = [
  ['not-json', [noise]],
  ['wrong-id', ['{"id":"not-1","ok":{}}']],
  ['no-id', ['{"ok":{}}']],
  ['wrong-form', ['{"id":"1","ok":"yes"}']],
  ['long-line', ['x'.repeat(1024 * 1024)]],
  ['two-answers', [right, right]],
  ['noise-first', [noise, right]],
  ['byte-by-byte', [right]],
];

test.each(garbage)('a host answers with garbage: %s', async (as, lines) => {
  const { host, set, pins } = await setIn([{ do: 'set', kind: 'garbage', as }]);
  const chunksBefore = host.chunks.count;
  for (const line of lines) expect((await host.next()) === line).toBe(true);
  if (as === 'byte-by-byte') expect(host.chunks.count - chunksBefore).toBeGreaterThan(1);
  expect(pins()).toEqual(['73914']);
  expect(await host.ask({ ...set, id: '2' })).toEqual({ id: '2', ok: {} });
  expect(host.left()).toEqual([]);
});

test('garbage may come at once, and the call be done later without a word', async () => {
  const { pool, host, upn, set, pins } = await setIn([
    { do: 'set', kind: 'garbage', as: 'wrong-id', when: 'late', ms: 1 },
  ]);
  expect((await host.json()).id).toBe('not-1');
  await pool.saw('set', upn, { phase: 'applied' });
  expect(pins()).toEqual(['73914']);
  expect(await host.ask({ ...set, id: '2' })).toEqual({ id: '2', ok: {} });
});

test('garbage stands for a call that was not done too, and a line may have no end', async () => {
  const { pool, host, upn, pins } = await setIn([
    { do: 'set', kind: 'garbage', as: 'unended-line', when: 'before' },
  ]);
  await pool.saw('set', upn, { phase: 'aborted' });
  await host.wrote(1024 * 1024);
  expect([pins(), host.left()]).toEqual([[], []]);
});
