import { expect, test } from 'vitest';
import { person } from '../seed-file.ts';
import { poolWith, readyHost, startHost } from './spoken-host.ts';

const longMs = 3_600_000;
const ended = (code: number) => ({ code, signal: null });
const terminated = { code: null, signal: 'SIGTERM' };
const killed = { code: null, signal: 'SIGKILL' };

/** A host whose `set` the pool holds before or after it is done. */
async function heldSet(when: 'before' | 'after', args: string[] = [], idleMs: number | undefined = longMs) {
  const one = person();
  const { userPrincipalName: upn } = one;
  const { pool, host } = await readyHost([one], args.length > 0 ? {} : { idleMs }, args);
  const hold = pool.hold('set', { when, upn });
  host.say({ id: '1', do: 'set', sip: `sip:${upn}`, pin: '73914' });
  await hold.reached;
  const pins = () => pool.applied.map(({ pin }) => pin);
  return { pool, host, upn, hold, pins };
}

test('a call that runs goes on when its host is killed', async () => {
  const { pool, host, upn, hold, pins } = await heldSet('before');
  host.child.kill('SIGKILL');
  await pool.disconnected(1);
  expect([pins(), pool.sessions[0]?.closed]).toEqual([[], undefined]);
  hold.release();
  await pool.saw('set', upn, { phase: 'applied' });
  expect(pins()).toEqual(['73914']);
  pool.timeOut(1);
  expect(pool.sessions[0]).toMatchObject({ connected: false, closedBy: 'idle' });
});

test('the idle time-out, given by the host’s own argument, ends the session and what runs in it', async () => {
  const { pool, host, upn, hold, pins } = await heldSet('before', ['-IdleTimeoutSeconds', '0']);
  host.child.kill('SIGKILL');
  await pool.sessionClosed(1);
  await pool.saw('set', upn, { phase: 'aborted' });
  hold.release();
  expect(pins()).toEqual([]);
  expect(pool.sessions[0]?.closedBy).toBe('idle');
});

test('a call is held after it is done; its answer is lost with its host', async () => {
  const { pool, host, upn, pins } = await heldSet('after');
  expect(pins()).toEqual(['73914']);
  expect(() => pool.timeOut(1)).toThrow('still there');
  host.child.kill('SIGTERM');
  expect(await host.ended).toEqual(terminated);
  await pool.disconnected(1);
  pool.timeOut(1);
  await pool.stop();
  expect(pool.events.filter(({ upn: of }) => of === upn).map(({ phase }) => phase)).toEqual([
    'arrived',
    'applied',
  ]);
});

test('a session that breaks is found out by the call that runs, or by the next', async () => {
  const running = await heldSet('before');
  running.pool.breakSession(1);
  const broken = { id: '1', error: { transport: true } };
  expect(await running.host.json()).toMatchObject(broken);
  expect([await running.host.ended, running.pins()]).toEqual([ended(1), []]);
  const { pool, host } = await readyHost([person()]);
  pool.breakSession(1);
  expect(await host.ask({ id: '1', do: 'account', user: 'a@b.example' })).toMatchObject(broken);
  expect(await host.ended).toEqual(ended(1));
  expect(pool.events).toEqual([]);
});

test('a host ends with its stdin, after the call that runs; what it was told of closing is done', async () => {
  const { pool, host, pins, hold } = await heldSet('before');
  host.child.stdin.end();
  await pool.until(() => pool.sessions[0]?.stdinEnded === true);
  expect([pool.sessions[0]?.connected, pins()]).toEqual([true, []]);
  hold.release();
  expect(await host.ended).toEqual(ended(0));
  await pool.disconnected(1);
  expect(pins()).toHaveLength(1);
  const second = startHost(pool.env);
  await second.json();
  second.say({ do: 'close' });
  second.child.stdin.end();
  expect([await second.json(), await second.ended]).toEqual([{ closed: true }, ended(0)]);
  expect(pool.sessions.map(({ id, closedBy }) => [id, closedBy])).toEqual([
    [1, undefined],
    [2, 'request'],
  ]);
});

test('hosts start badly: they never say a word, are fatal, die or say something else', async () => {
  const pool = await poolWith([person()], { idleMs: longMs });
  pool.onStart.push({ neverReady: true });
  const silent = startHost(pool.env);
  await pool.hangs(1);
  silent.child.stdin.end();
  pool.onStart.push({ fatal: 'Made.UpException' });
  const fatal = startHost(pool.env);
  expect([await fatal.json(), await fatal.ended]).toEqual([{ fatal: 'Made.UpException' }, ended(1)]);
  expect(pool.sessions[1]?.closedBy).toBe('fatal');
  pool.onStart.push({ diesAtStart: true });
  const dying = startHost(pool.env);
  expect([await dying.ended, dying.left()]).toEqual([killed, []]);
  pool.onStart.push({ says: '\uFEFFhm\n' });
  expect(await startHost(pool.env).next()).toBe('\uFEFFhm');
  silent.child.kill('SIGTERM');
  expect([await silent.ended, silent.left()]).toEqual([terminated, []]);
});

test('a host is held before it is ready, and is fatal where there is no pool', async () => {
  const pool = await poolWith([person()]);
  const hold = pool.hold('start');
  const host = startHost(pool.env);
  await hold.reached;
  expect(host.left()).toEqual([]);
  hold.release();
  expect(await host.json()).toEqual({ ready: true });
  const nobodyListens = { ...pool.env, SFB_POOL: '127.0.0.1:1' };
  const lost = startHost(nobodyListens);
  expect([await lost.json(), await lost.ended]).toEqual([
    { fatal: 'Stand.In.CannotConnectException' },
    ended(1),
  ]);
});

test('a host ignores SIGTERM and its stdin’s end', async () => {
  const one = person();
  const pool = await poolWith([one]);
  pool.onStart.push({ ignoresSigterm: true, ignoresEnd: true });
  const host = startHost(pool.env);
  await host.json();
  host.child.kill('SIGTERM');
  const hold = pool.hold('info');
  host.say({ id: '1', do: 'info', sip: `sip:${one.userPrincipalName}` });
  await hold.reached;
  host.child.stdin.end();
  await pool.until(() => pool.sessions[0]?.stdinEnded === true);
  hold.release();
  expect((await host.json()).id).toBe('1');
  host.child.kill('SIGKILL');
  expect(await host.ended).toEqual(killed);
});

test.each(['stays', 'silent'] as const)('a host does not end on close: %s', async (onClose) => {
  const pool = await poolWith([person()], { idleMs: longMs });
  pool.onStart.push({ onClose });
  const host = startHost(pool.env);
  await host.json();
  host.say({ do: 'close' });
  if (onClose === 'stays') expect(await host.json()).toEqual({ closed: true });
  await pool.hangs(1);
  expect(pool.sessions[0]?.askedToClose).toBe(true);
  host.child.stdin.end();
  // Time enough to end, if it did.
  await startHost(pool.env).next();
  host.child.kill('SIGTERM');
  expect([await host.ended, host.left()]).toEqual([terminated, []]);
  expect(pool.sessions[0]?.closedBy).toBe(onClose === 'stays' ? 'request' : undefined);
});
