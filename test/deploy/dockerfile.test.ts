import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { readSettings } from '../../src/config.ts';
import { root, stagesOf, text } from './files.ts';

const dockerfile = text('Dockerfile');
const stages = stagesOf(dockerfile);
const final = stages.at(-1) ?? [];
const guide = text('docs/deployment.md');

const all = (word: string, stage = final) => stage.filter((each) => each.word === word);
const only = (word: string): string => {
  expect(all(word), word).toHaveLength(1);
  return all(word)[0]?.rest ?? '';
};
/** What is copied from the folder that is built, without what a stage takes of another. */
const copied = stages
  .flatMap((stage) => all('COPY', stage))
  .filter(({ rest }) => !rest.startsWith('--from'))
  .flatMap(({ rest }) => rest.split(' ').slice(0, -1))
  .map((path) => path.replace(/\/$/, ''));

describe('the image', () => {
  it('is that of Node 24 in every stage, by one name that can be pinned', () => {
    expect(/^ARG NODE_IMAGE=(.*)$/m.exec(dockerfile)?.[1]).toBe('node:24-slim');
    expect(stages.map(([from]) => from?.rest.split(' ')[0])).toEqual(stages.map(() => '${NODE_IMAGE}'));
    expect(guide.includes('--build-arg NODE_IMAGE=node:24-slim@sha256:')).toBe(true);
  });

  it('runs the build by node itself, as somebody who is not root', () => {
    expect(JSON.parse(only('CMD'))).toEqual(['node', 'dist/main.js']);
    expect(all('ENTRYPOINT')).toEqual([]);
    expect(only('USER')).toBe('node');
    const order = final.map(({ word }) => word);
    expect(order.indexOf('USER')).toBeGreaterThan(order.lastIndexOf('COPY'));
  });

  it('is in production, with its data where a volume goes, and has no volume of its own', () => {
    expect(only('ENV')).toContain('NODE_ENV=production');
    expect(only('ENV')).toContain('DATA_DIR=/data');
    expect(only('RUN')).toBe('install -d -o node -g node -m 0700 /data');
    expect(all('VOLUME')).toEqual([]);
    expect(guide.includes('-v pin-bot:/data')).toBe(true);
  });

  it('names the port that the bot listens on', () => {
    expect(Number(only('EXPOSE'))).toBe(readSettings({}).listen.port);
  });

  it('takes its packages from a stage without development packages, and runs no install script', () => {
    const named = (name: string) => stages.find(([from]) => from?.rest.endsWith(` AS ${name}`)) ?? [];
    const from = all('COPY').find(({ rest }) => rest.includes('node_modules'));
    expect(from?.rest).toMatch(/^--from=packages /);
    expect(all('RUN', named('packages')).map(({ rest }) => rest)).toEqual([
      expect.stringMatching(/^npm ci --omit=dev --ignore-scripts /),
    ]);
    const installs = stages
      .flatMap((stage) => all('RUN', stage))
      .filter(({ rest }) => rest.includes('npm ci'));
    expect(installs.filter(({ rest }) => !rest.includes('--ignore-scripts'))).toEqual([]);
  });

  it('copies what is there, and the build is given nothing else', () => {
    expect(copied.length).toBeGreaterThan(5);
    expect(copied.filter((path) => !existsSync(join(root, path)))).toEqual([]);
    const [nothing, ...let_] = text('.dockerignore')
      .split('\n')
      .filter((line) => line !== '' && !line.startsWith('#'));
    expect(nothing).toBe('*');
    expect(let_.map((line) => line.replace(/^!/, '')).sort()).toEqual([...new Set(copied)].sort());
  });
});

describe('the health check', () => {
  const [options = '', command = ''] = only('HEALTHCHECK').split(/\s+CMD\s+(?=\[)/);
  const [program, ...args] = JSON.parse(command) as string[];
  const server = createServer((request, response) => {
    response.statusCode = request.url === '/healthz' ? status : 404;
    response.end();
  });
  let status = 200;
  afterEach(() => server.close());

  async function check(): Promise<number | null> {
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return checkAt((server.address() as AddressInfo).port);
  }
  async function checkAt(port: number): Promise<number | null> {
    const child = spawn(process.execPath, args, { env: { PORT: String(port) }, stdio: 'ignore' });
    const [code] = (await once(child, 'exit')) as [number | null];
    return code;
  }

  it('asks by the Node that is there, within its time', () => {
    expect(program).toBe('node');
    const givenUpMs = Number(/timeout\((\d+)\)/.exec(args.join(' '))?.[1]);
    const timeoutS = Number(/--timeout=(\d+)s/.exec(options)?.[1]);
    expect(givenUpMs).toBeLessThan(timeoutS * 1000);
    expect(args.join(' ')).toContain(`|| ${readSettings({}).listen.port}`);
  });

  it('finds a bot that lives', async () => {
    status = 200;
    expect(await check()).toBe(0);
  });

  it('finds a bot that does not answer well', async () => {
    status = 500;
    expect(await check()).toBe(1);
  });

  it('finds that nobody is there', async () => {
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    await new Promise((resolve) => server.close(resolve));
    expect(await checkAt(port)).toBe(1);
  });
});
