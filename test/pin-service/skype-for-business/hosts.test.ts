import { randomUUID } from 'node:crypto';
import { expect, onTestFinished, test } from 'vitest';
import { startPinService } from '../run-service.ts';
import { person, temporaryDir } from '../seed-file.ts';
import { poolWith } from '../stores.ts';
import { startPool } from './stand-in-pool.ts';

test('as many hosts are kept as SFB_HOSTS says, started with what they have to know and nothing else', async () => {
  const { pool } = await poolWith([person()], {
    SFB_HOSTS: '3',
    SFB_SITE: 'North Sea',
    SFB_CALL_TIMEOUT: '45s',
  });
  await pool.sessionsOpened(3);
  expect(pool.sessions).toHaveLength(3);
  const { argv } = pool.sessions[0]!;
  expect(argv.slice(0, 6)).toEqual([
    '-NoLogo',
    '-NoProfile',
    '-NonInteractive',
    '-ExecutionPolicy',
    'RemoteSigned',
    '-File',
  ]);
  expect(argv[6]).toMatch(/[\\/]deploy[\\/]skype-for-business[\\/]pin-host\.ps1$/);
  const others = ['-IdleTimeoutSeconds', '300', '-CallTimeoutSeconds', '45', '-Site', 'North Sea'];
  expect(argv.slice(7)).toEqual(['-Pool', pool.env.SFB_POOL, ...others]);
});

test('a host that dies is replaced, and whoever comes meanwhile waits for the new one', async () => {
  const one = person();
  const { ask, pool } = await poolWith([one], { SFB_HOSTS: '1' });
  await ask.account(one.userPrincipalName);
  process.kill(pool.sessions[0]!.pid, 'SIGKILL');
  await pool.disconnected(1);
  expect((await ask.account(one.userPrincipalName)).status).toBe(200);
  expect(pool.sessions).toHaveLength(2);
});

test('a host is replaced after its lifetime, closes its session, and nobody is refused for it', async () => {
  const one = person();
  const { ask, pool } = await poolWith([one], { SFB_HOSTS: '1', SFB_HOST_LIFETIME: '300ms' });
  await pool.sessionsOpened(1);
  while (pool.sessions.length < 4) expect((await ask.account(one.userPrincipalName)).status).toBe(200);
  await pool.sessionClosed(1);
  expect(pool.sessions[0]).toMatchObject({ closedBy: 'request', askedToClose: true });
  expect(pool.violations).toEqual([]);
});

test.each([
  ['says that it cannot', { fatal: 'Some.Exception' }, 'Some.Exception'],
  ['dies', { diesAtStart: true }, 'ended SIGKILL'],
  ['says something else', { says: 'Windows PowerShell\n' }, 'nonsense'],
] as const)(
  'where a host %s at its start, callers are told at once and the next one serves',
  async (_what, fault, why) => {
    const one = person();
    const pool = await startPool([one]);
    onTestFinished(() => pool.stop());
    pool.onStart.push(fault);
    const service = await startPinService({ dataDir: temporaryDir(), env: { ...pool.env, SFB_HOSTS: '1' } });
    onTestFinished(() => service.kill());
    const ask = () => fetch(`${service.url}/v1/users/${one.userPrincipalName}/pin`);
    const first = await ask();
    expect([first.status, ((await first.json()) as { code: string }).code]).toEqual([503, 'unavailable']);
    expect(first.headers.get('retry-after')).not.toBeNull();
    await pool.sessionsOpened(2);
    expect((await ask()).status).toBe(200);
    expect(service.logs()).toContain(`"pool":"start","why":"${why}"`);
  },
);

test.each([
  ['/nowhere/pwsh', 'cannot_start ENOENT'],
  ['/etc/passwd', 'cannot_start EACCES'],
  ['/etc/passwd/pwsh', 'cannot_start ENOTDIR'],
  ['true', 'ended 0'],
  ['false', 'ended 1'],
])('%s is a host that does not start, and the log says why: %s', async (program, why) => {
  const one = person();
  const { ask, logs } = await poolWith([one], { SFB_POWERSHELL: program, SFB_HOSTS: '1' });
  expect((await ask.account(one.userPrincipalName)).status).toBe(503);
  expect((await ask.account(one.userPrincipalName)).status).toBe(503);
  expect(logs()).toContain(`"pool":"start","why":"${why}"`);
});

test('no more requests wait than SFB_QUEUE says: the next are told to come again', async () => {
  const people = Array.from({ length: 4 }, () => person());
  const [first, second, third, fourth] = people.map(({ userPrincipalName }) => userPrincipalName);
  const { ask, pool } = await poolWith(people, { SFB_HOSTS: '1', SFB_QUEUE: '1' });
  const held = pool.hold('account');
  const working = ask.account(first!);
  await held.reached;
  // There is one place for two.
  const others = [ask.account(second!), ask.account(third!)];
  const busy = await Promise.race(others);
  expect([busy.body.code, Number(busy.headers.get('retry-after'))]).toEqual(['too_many_requests', 5]);
  const key = randomUUID();
  expect((await ask.put(fourth!, key, '73914')).status).toBe(429);
  expect((await ask.change(key)).body.code).toBe('change_not_found');
  held.release();
  const statuses = (await Promise.all([working, ...others])).map(({ status }) => status);
  expect(statuses.toSorted()).toEqual([200, 200, 429]);
});

test('a host that hangs is given up after SFB_CALL_TIMEOUT, however deaf it is', async () => {
  const one = person();
  const { ask, pool, logs } = await poolWith([one], { SFB_HOSTS: '1', SFB_CALL_TIMEOUT: '1s' });
  pool.onStart.push({ ignoresSigterm: true, ignoresEnd: true });
  pool.weather.push({ do: 'account', kind: 'hangs', when: 'before' });
  expect((await ask.account(one.userPrincipalName)).status).toBe(503);
  await pool.disconnected(1);
  expect(logs()).toContain('"pool":"lost","why":"silent"');
  expect((await ask.account(one.userPrincipalName)).status).toBe(200);
});

test('a host that does not end when it is asked to is ended', async () => {
  const one = person();
  const pool = await startPool([one]);
  onTestFinished(() => pool.stop());
  pool.onStart.push({ onClose: 'stays', ignoresSigterm: true });
  const env = { ...pool.env, SFB_HOSTS: '1', SFB_HOST_LIFETIME: '200ms' };
  const service = await startPinService({ dataDir: temporaryDir(), env });
  onTestFinished(() => service.kill());
  await pool.disconnected(1);
  await pool.sessionsOpened(2);
  expect(pool.sessions[0]?.askedToClose).toBe(true);
});

test('when the service stops, its hosts do', async () => {
  const service = await poolWith([person()]);
  await service.pool.sessionsOpened(2);
  expect(await service.stop()).toBe(0);
  for (const { id } of service.pool.sessions) await service.pool.disconnected(id);
});

test('a host that goes bad after it has begun well is told of, and not replaced without a pause for ever', async () => {
  const one = person();
  const pool = await startPool([one]);
  onTestFinished(() => pool.stop());
  pool.onStart.push(...Array.from({ length: 50 }, () => ({ says: '{"ready":true}\nWARNING: noise\n' })));
  const service = await startPinService({ dataDir: temporaryDir(), env: { ...pool.env, SFB_HOSTS: '1' } });
  onTestFinished(() => service.kill());
  const answer = await fetch(`${service.url}/v1/users/${one.userPrincipalName}/pin`);
  expect(answer.status).toBe(503);
  // The first is replaced at once, the second after a pause, in which nobody is kept waiting.
  expect(pool.sessions).toHaveLength(2);
  expect(service.logs()).toContain('"pool":"lost","why":"nonsense"');
});

test('one person’s requests do not fill the queue for all', async () => {
  const [one, other] = [person(), person()];
  const { ask, pool } = await poolWith([one, other], { SFB_QUEUE: '50' });
  const held = pool.hold('account', { upn: one.userPrincipalName });
  const asked = Array.from({ length: 20 }, () => ask.account(one.userPrincipalName));
  await held.reached;
  expect((await ask.account(other.userPrincipalName)).status).toBe(200);
  held.release();
  const statuses = (await Promise.all(asked)).map(({ status }) => status);
  expect(statuses.filter((status) => status === 429).length).toBeGreaterThanOrEqual(14);
  expect(statuses.filter((status) => status === 200).length).toBeGreaterThanOrEqual(5);
});
