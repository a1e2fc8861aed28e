import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { type Audit, auditProduction, readAudit } from '../scripts/dependencies/audit.ts';
import { checkDependencies, exceptionsFile } from '../scripts/dependencies/check.ts';
import { isAllowed } from '../scripts/dependencies/licences.ts';

const today = '2026-11-24';
const clean: Audit = { kind: 'answered', advisories: [] };

const folders: string[] = [];
const servers: Server[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
  for (const server of servers.splice(0)) server.close();
});

interface Made {
  /** What lies in node_modules, by path below it: its package.json. */
  installed?: Record<string, object>;
  /** What the lock file says more of each. */
  locked?: Record<string, object>;
  manifest?: object;
  exceptions?: { licences?: object[]; advisories?: object[] };
}

/** A folder with a made-up production tree. */
function tree({ installed = {}, locked = {}, manifest = {}, exceptions = {} }: Made): string {
  const root = mkdtempSync(join(tmpdir(), 'dependencies-'));
  folders.push(root);
  const write = (path: string, value: object) => {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), JSON.stringify(value));
  };
  const version = '1.0.0';
  const own = { name: 'made-up', version, ...manifest };
  const entries = Object.entries(installed).map(([name, more]): [string, object] => {
    write(`node_modules/${name}/package.json`, { name, version, ...more });
    return [`node_modules/${name}`, { version, integrity: 'sha512-AA==', ...locked[name] }];
  });
  write('package.json', own);
  write('package-lock.json', {
    name: 'made-up',
    lockfileVersion: 3,
    requires: true,
    packages: { '': own, ...Object.fromEntries(entries) },
  });
  write(exceptionsFile, { licences: [], advisories: [], ...exceptions });
  return root;
}

const problemsOf = (made: Made, audit: Audit = clean) => checkDependencies(tree(made), audit, today).problems;
const excepted = (what: string, until = '2027-01-31') => ({
  what,
  reason: 'because of this and that',
  until,
});

describe('the licences of production packages', () => {
  it('are let through where all are allowed', () => {
    const installed = { one: { license: 'MIT' }, '@its/other': { license: '(AFL-2.1 OR BSD-3-Clause)' } };
    expect(problemsOf({ installed })).toEqual([]);
  });

  it.each([
    ['another', { license: 'GPL-3.0-only' }, 'GPL-3.0-only'],
    ['none', {}, 'none named'],
    ['one of its own', { license: 'SEE LICENSE IN LICENSE.md' }, 'SEE LICENSE IN LICENSE.md'],
    ['one in an older spelling', { licenses: [{ type: 'LGPL-2.1' }] }, 'LGPL-2.1'],
  ])('fail with the name of the package that has %s', (_what, manifest, licence) => {
    expect(problemsOf({ installed: { good: { license: 'ISC' }, bad: manifest } })).toEqual([
      `bad@1.0.0 has a licence that is not allowed: ${licence}`,
    ]);
  });

  it('are read in the older spellings too', () => {
    const installed = {
      one: { licenses: [{ type: 'GPL-2.0' }, { type: 'MIT' }] },
      other: { license: { type: 'MIT' } },
    };
    expect(problemsOf({ installed })).toEqual([]);
  });

  it('are looked at below other packages too', () => {
    const installed = { 'one/node_modules/deep': { license: 'AGPL-3.0-only' } };
    expect(problemsOf({ installed })).toEqual([
      'deep@1.0.0 has a licence that is not allowed: AGPL-3.0-only',
    ]);
  });

  it('do not matter in development alone', () => {
    const made = { installed: { tool: { license: 'GPL-3.0-only' } }, locked: { tool: { dev: true } } };
    expect(problemsOf(made)).toEqual([]);
  });

  it('cannot be told of a package that is not installed', () => {
    const root = tree({ installed: { lost: { license: 'MIT' } } });
    rmSync(join(root, 'node_modules'), { recursive: true });
    expect(() => checkDependencies(root, clean, today)).toThrow('node_modules/lost is not installed');
  });

  it.each(['MIT', 'MIT OR GPL-3.0-only', 'MIT AND ISC', '(GPL-2.0-only OR (MIT AND ISC))'])(
    'may be %s',
    (expression) => expect(isAllowed(expression)).toBe(true),
  );

  it.each([
    '',
    'MIT AND GPL-3.0-only',
    'Apache-2.0 WITH LLVM-exception',
    'MIT OR',
    'OR MIT',
    'MIT OR (ISC',
    '(MIT',
    'MIT)',
    'MIT ISC',
    'mit or gpl',
    'UNLICENSED',
    'constructor',
  ])('may not be "%s"', (expression) => expect(isAllowed(expression)).toBe(false));
});

describe('an exception', () => {
  const installed = { odd: { license: 'WTFPL' } };
  const licences = (...exceptions: object[]) => ({ installed, exceptions: { licences: exceptions } });

  it('lets through what it names', () => {
    expect(problemsOf(licences(excepted('odd@1.0.0')))).toEqual([]);
  });

  it('holds to the end of its last day and no longer', () => {
    expect(problemsOf(licences(excepted('odd@1.0.0', today)))).toEqual([]);
    expect(problemsOf(licences(excepted('odd@1.0.0', '2026-11-23')))).toEqual([
      'odd@1.0.0 has a licence that is not allowed: WTFPL',
      'the exception for odd@1.0.0 held until 2026-11-23: look at it again',
    ]);
  });

  it('is for one version', () => {
    expect(problemsOf(licences(excepted('odd@1.0.1')))).toContain(
      'odd@1.0.0 has a licence that is not allowed: WTFPL',
    );
  });

  it('that is no longer needed fails', () => {
    expect(problemsOf(licences(excepted('odd@1.0.0'), excepted('gone@2.0.0')))).toEqual([
      'the exception for gone@2.0.0 is no longer needed: take it out',
    ]);
  });

  it.each([
    ['a reason', { what: 'odd@1.0.0', until: '2027-01-31' }],
    ['an end', { what: 'odd@1.0.0', reason: 'because of this and that' }],
    ['an end that is a day', { ...excepted('odd@1.0.0'), until: 'never' }],
  ])('is none without %s', (_what, exception) => {
    expect(() => problemsOf(licences(exception))).toThrow();
  });
});

describe('what package.json promises', () => {
  it.each(['^1.0.0', '~1.0.0', '1.x', '*', 'latest', 'npm:other@^1.0.0', 'git+https://example.com/a.git'])(
    'fails where a version is %s',
    (version) => {
      expect(problemsOf({ manifest: { dependencies: { one: version } } })).toEqual([
        `one is not pinned in dependencies: ${version}`,
      ]);
    },
  );

  it('fails where a development package or an override is not pinned', () => {
    const manifest = { devDependencies: { one: '^1.0.0' }, overrides: { other: '^2.0.0' } };
    expect(problemsOf({ manifest })).toEqual([
      'one is not pinned in devDependencies: ^1.0.0',
      'other is not pinned in overrides: ^2.0.0',
    ]);
  });

  it('is kept by exact versions, under another name too', () => {
    const manifest = { dependencies: { one: '1.0.0-rc.1' }, overrides: { other: 'npm:@its/name@1.0.0' } };
    expect(problemsOf({ manifest })).toEqual([]);
  });

  it('fails where a package has no hash', () => {
    const made = { installed: { one: { license: 'MIT' } }, locked: { one: { integrity: undefined } } };
    expect(problemsOf(made)).toEqual(['one@1.0.0 has no integrity hash in package-lock.json']);
  });

  it.each([
    ['package.json', { scripts: { postinstall: 'node x' } }, {}],
    ['the lock file', {}, { hasInstallScript: true }],
  ])('fails where an install script that %s tells of is not decided on', (_where, more, locked) => {
    const made = { installed: { one: { license: 'MIT', ...more } }, locked: { one: locked } };
    expect(problemsOf(made)).toEqual(['one@1.0.0 has an install script that allowScripts does not name']);
    expect(problemsOf({ ...made, manifest: { allowScripts: { one: true } } })).toEqual([]);
  });
});

describe('the audit', () => {
  const advisory = (severity: string, id: string) => ({
    source: 1,
    name: 'bad',
    dependency: 'bad',
    title: 'Something bad',
    url: `https://github.com/advisories/${id}`,
    severity,
    range: '<2.0.0',
  });
  const report = (...via: unknown[]) =>
    readAudit(JSON.stringify({ auditReportVersion: 2, vulnerabilities: { bad: { via } }, metadata: {} }));
  const sentence = (severity: string) => `${severity}: bad GHSA-a (<2.0.0): Something bad`;

  it.each(['high', 'critical'])('fails with a vulnerability of level %s', (severity) => {
    expect(problemsOf({}, report(advisory(severity, 'GHSA-a')))).toEqual([sentence(severity)]);
  });

  it.each(['info', 'low', 'moderate'])('lists one of level %s', (severity) => {
    const { notes, problems } = checkDependencies(tree({}), report(advisory(severity, 'GHSA-a')), today);
    expect(problems).toEqual([]);
    expect(notes).toContain(sentence(severity));
  });

  it('lets through what is excepted, each advisory by itself', () => {
    const audit = report(advisory('high', 'GHSA-a'), advisory('critical', 'GHSA-b'));
    const exceptions = { advisories: [excepted('bad GHSA-a')] };
    expect(problemsOf({ exceptions }, audit)).toEqual(['critical: bad GHSA-b (<2.0.0): Something bad']);
  });

  it('fails with an exception that is no longer needed, or over', () => {
    const exceptions = { advisories: [excepted('bad GHSA-a')] };
    const sentences = ['the exception for bad GHSA-a is no longer needed: take it out'];
    expect(problemsOf({ exceptions })).toEqual(sentences);
    expect(problemsOf({ exceptions }, report(advisory('moderate', 'GHSA-a')))).toEqual(sentences);
    const over = { advisories: [excepted('bad GHSA-a', '2026-11-23')] };
    expect(problemsOf({ exceptions: over }, report(advisory('high', 'GHSA-a')))).toHaveLength(2);
  });

  it('says loudly that it got no answer, and fails only with an exception that is over', () => {
    const away: Audit = { kind: 'unanswered', why: 'ECONNREFUSED' };
    const exceptions = { advisories: [excepted('bad GHSA-a'), excepted('bad GHSA-b', '2026-11-23')] };
    const { notes, problems } = checkDependencies(tree({ exceptions }), away, today);
    expect(notes.at(-1)).toBe('NOT AUDITED, the registry does not answer: ECONNREFUSED');
    expect(problems).toEqual(['the exception for bad GHSA-b held until 2026-11-23: look at it again']);
  });

  it.each([
    ['nothing', ''],
    ['a fault of its own', '{"error":{"code":"ENOLOCK","summary":"no lock file","detail":""}}'],
    ['a request that the registry could not read', '{"message":"400 Bad Request","statusCode":400}'],
    ['a report of another form', '{"auditReportVersion":3,"vulnerabilities":{}}'],
    ['a vulnerability without an advisory', '{"auditReportVersion":2,"vulnerabilities":{"a":{"via":["b"]}}}'],
  ])('fails where npm prints %s', (_what, printed) => {
    expect(problemsOf({}, readAudit(printed))).toHaveLength(1);
  });
});

describe('npm itself', () => {
  /** A registry that knows one package, and answers the question of the audit as it is told. */
  async function registry(answer: (response: ServerResponse) => void): Promise<NodeJS.ProcessEnv> {
    const server = createServer((request, response) => {
      request.resume();
      if (request.method === 'POST') return answer(response);
      response.setHeader('content-type', 'application/json');
      response.end(JSON.stringify({ name: 'bad', versions: { '1.0.0': { name: 'bad', version: '1.0.0' } } }));
    }).listen(0, '127.0.0.1');
    servers.push(server);
    await once(server, 'listening');
    return environment((server.address() as AddressInfo).port);
  }
  const environment = (port: number): NodeJS.ProcessEnv => ({
    ...process.env,
    npm_config_registry: `http://127.0.0.1:${port}/`,
    npm_config_cache: tree({}),
    npm_config_fetch_retry_mintimeout: '10',
    npm_config_fetch_retry_maxtimeout: '10',
  });
  const withBad = () =>
    tree({ installed: { bad: { license: 'MIT' } }, manifest: { dependencies: { bad: '1.0.0' } } });

  it('names the vulnerability that the registry tells of', async () => {
    const found = {
      id: 1,
      url: 'https://github.com/advisories/GHSA-a',
      title: 'Bad',
      vulnerable_versions: '<2',
    };
    const told = { bad: [{ ...found, severity: 'high', cwe: [], cvss: {} }] };
    const root = withBad();
    const env = await registry((response) => {
      response.setHeader('content-type', 'application/json');
      response.end(JSON.stringify(told));
    });
    expect(checkDependencies(root, await auditProduction(root, env), today).problems).toEqual([
      'high: bad GHSA-a (<2): Bad',
    ]);
  });

  it('finds nothing where there is nothing', async () => {
    const env = await registry((response) =>
      response.setHeader('content-type', 'application/json').end('{}'),
    );
    expect(await auditProduction(withBad(), env)).toEqual(clean);
  });

  it('does not fail the check where the registry does not audit', async () => {
    const env = await registry((response) => response.writeHead(405).end());
    const audit = await auditProduction(withBad(), env);
    expect(audit).toMatchObject({ kind: 'unanswered', why: expect.stringContaining('405') });
  });

  it('does not fail the check where the registry cannot be reached', async () => {
    const closed = createServer().listen(0, '127.0.0.1');
    await once(closed, 'listening');
    const { port } = closed.address() as AddressInfo;
    closed.close();
    const audit = await auditProduction(withBad(), environment(port));
    expect(audit).toMatchObject({ kind: 'unanswered', why: expect.stringContaining('ECONNREFUSED') });
  });

  it('does not hold the check up where the registry says nothing', async () => {
    const env = await registry(() => undefined);
    expect(await auditProduction(withBad(), env, 1_500)).toMatchObject({ kind: 'unanswered' });
  });

  it('fails the check where there is no lock file', async () => {
    const root = withBad();
    rmSync(join(root, 'package-lock.json'));
    const env = await registry((response) => response.end('{}'));
    expect(await auditProduction(root, env)).toMatchObject({ kind: 'failed' });
  });
});

describe('this project', () => {
  it('keeps all of it that can be told without a registry', () => {
    const root = join(import.meta.dirname, '..');
    const away: Audit = { kind: 'unanswered', why: 'not asked by this test' };
    expect(checkDependencies(root, away, today).problems).toEqual([]);
  });
});
