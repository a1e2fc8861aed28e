import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

const root = join(import.meta.dirname, '../..');
/** A bot that says which file it is, and that it listens. Its name is what is left of it in a list of processes. */
const standIn = (name: string) => `
const server = (await import('node:http')).createServer((_request, response) => response.end());
server.listen(0, '127.0.0.1', () => console.log(\`${name} listens on \${server.address().port} as \${process.pid}\`));
process.once('SIGTERM', () => server.close(() => process.exit(0)));
server.on('connection', (socket) => socket.unref());
`;

let deployed: string;
let started: ChildProcess[];
let botPid: number | undefined;

/** A deployment as the guide has it: the build, package.json and what npm start runs, and no package at all. */
beforeEach(() => {
  deployed = mkdtempSync(join(tmpdir(), 'start alone-'));
  started = [];
  botPid = undefined;
  cpSync(join(root, 'package.json'), join(deployed, 'package.json'));
  cpSync(join(root, 'scripts/start.mjs'), join(deployed, 'scripts/start.mjs'));
  cpSync(join(root, 'scripts/start'), join(deployed, 'scripts/start'), { recursive: true });
  put('dist/main.js', standIn('dist'));
});

afterEach(async () => {
  for (const child of started) {
    if (child.exitCode === null && child.signalCode === null) {
      child.kill('SIGKILL');
      await once(child, 'exit');
    }
  }
  if (botPid !== undefined) killIfThere(botPid);
  rmSync(deployed, { recursive: true, force: true });
});

function put(path: string, text: string): void {
  mkdirSync(dirname(join(deployed, path)), { recursive: true });
  writeFileSync(join(deployed, path), text);
}

function killIfThere(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

/** Runs a command there with a registration, and gives what the bot says of itself. */
async function start(command: string, args: string[], more: Record<string, string> = {}) {
  const child = spawn(command, args, {
    cwd: deployed,
    env: {
      PATH: `${dirname(process.execPath)}${delimiter}${process.env.PATH}`,
      HOME: process.env.HOME,
      MicrosoftAppId: '00000000-0000-4000-8000-000000000001',
      ...more,
    },
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  started.push(child);
  for await (const line of createInterface({ input: child.stdout })) {
    const said = /^(\w+) listens on (\d+) as (\d+)$/.exec(line);
    if (said === null) continue;
    const [, bot, port, pid] = said;
    botPid = Number(pid);
    return { child, bot, port: Number(port) };
  }
  throw new Error('it ended without a word of the bot');
}

/** Settles when the process at this port is gone. */
async function goneFrom(port: number): Promise<{ gone: Promise<unknown> }> {
  const socket = connect(port, '127.0.0.1');
  await once(socket, 'connect');
  return { gone: new Promise((resolve) => socket.once('close', resolve)) };
}

describe('npm start with a registration and no development packages', () => {
  it('runs the build where there are no sources', async () => {
    expect((await start('npm', ['start'])).bot).toBe('dist');
  });

  it('runs the sources where they are there', async () => {
    put('src/main.ts', `const sources: string = 'src';\n${standIn('src')}`);
    expect((await start('npm', ['start'])).bot).toBe('src');
  });

  it.each(['production', 'Production', ''])(
    'left out where there are no sources, the build is asked what it misses under NODE_ENV=%s',
    async (NODE_ENV) => {
      expect((await start('npm', ['start'], { MicrosoftAppId: '', NODE_ENV })).bot).toBe('dist');
    },
  );
});

describe('a Node that reads types only when it is told to', () => {
  const untyped = 'Object.defineProperty(process.features, "typescript", { value: false })';
  // Only of the first process: the one that it starts again is told to.
  const args = ['--import', `data:text/javascript,${untyped}`, 'scripts/start.mjs'];

  it('runs the bot alone too, from a folder with a blank in its name', async () => {
    const { child, bot, port } = await start(process.execPath, args);
    expect(bot).toBe('dist');
    expect(botPid).not.toBe(child.pid);
    const { gone } = await goneFrom(port);
    child.kill('SIGTERM');
    await expect(gone).resolves.toBeDefined();
    if (child.exitCode === null) await once(child, 'exit');
    expect(child.exitCode).toBe(0);
  });

  it('leaves no bot behind when the shell dies through which npm started it', async () => {
    const quoted = args.map((each) => `'${each}'`).join(' ');
    const shell = `'${process.execPath}' ${quoted}; true`;
    const { child, port } = await start('/bin/sh', ['-c', shell], { npm_lifecycle_event: 'start' });
    const { gone } = await goneFrom(port);
    child.kill('SIGTERM');
    await expect(gone).resolves.toBeDefined();
  });
});
