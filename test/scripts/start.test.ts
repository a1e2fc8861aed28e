import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Report } from './stand-ins/stand-in.ts';

const path = (relative: string) => fileURLToPath(new URL(relative, import.meta.url));

let folder: string;
let started: Started[];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'start-'));
  started = [];
});

afterEach(async () => {
  for (const each of started) each.end();
  for (const name of ['pin-service/pin-service', 'bot', 'chat-window/window', 'chat-window/window-child']) {
    end(report(name)?.pid);
  }
  await Promise.all(started.map((each) => each.closed));
  rmSync(folder, { recursive: true, force: true });
});

interface Started {
  child: ChildProcess;
  /** All lines so far, of both outputs. */
  lines: string[];
  line: (part: string) => Promise<string>;
  closed: Promise<number | null>;
  end: () => void;
}

function run(
  env: Record<string, string> = {},
  args = [path('./stand-ins/start.ts')],
  command = process.execPath,
): Started {
  const { HOME } = process.env;
  const PATH = `${dirname(process.execPath)}${delimiter}${process.env.PATH}`;
  const child = spawn(command, args, {
    cwd: folder,
    env: { PATH, HOME, DATA_DIR: folder, PORT: '0', PIN_SERVICE_PORT: '0', ...env },
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const lines: string[] = [];
  const waiting: { part: string; found: (line: string) => void }[] = [];
  let text = '';
  const read = (chunk: Buffer) => {
    const parts = `${text}${chunk}`.split('\n');
    text = parts.pop() ?? '';
    lines.push(...parts);
    for (const each of waiting) {
      const line = lines.find((candidate) => candidate.includes(each.part));
      if (line !== undefined) each.found(line);
    }
  };
  child.stdout.on('data', read);
  child.stderr.on('data', read);
  const closed = once(child, 'close').then(([code]) => code as number | null);
  const line = (part: string) =>
    new Promise<string>((resolve, reject) => {
      const found = lines.find((candidate) => candidate.includes(part));
      if (found !== undefined) resolve(found);
      waiting.push({ part, found: resolve });
      void closed.then(() => reject(new Error(`it ended without "${part}":\n${lines.join('\n')}`)));
    });
  const one = { child, lines, line, closed, end: () => end(child.pid) };
  started.push(one);
  return one;
}

function end(pid: number | undefined): void {
  try {
    if (pid !== undefined) process.kill(pid, 'SIGKILL');
  } catch {
    // It is gone, as it should be.
  }
}

function report(name: string): Report | undefined {
  try {
    return JSON.parse(readFileSync(join(folder, `${name}.json`), 'utf8')) as Report;
  } catch {
    return undefined;
  }
}

/** The system closes a process's connections when it is gone, however it went. */
async function connectionTo(name: string): Promise<Socket> {
  const socket = connect(report(name)!.address.port, '127.0.0.1');
  socket.on('error', () => {});
  await once(socket, 'connect');
  return socket;
}

async function connectionsToAll(): Promise<Promise<unknown>[]> {
  const names = ['pin-service/pin-service', 'bot', 'chat-window/window', 'chat-window/window-child'];
  const sockets = await Promise.all(names.map(connectionTo));
  // Not once(): it rejects where the end is a reset.
  return sockets.map((socket) => new Promise((resolve) => socket.once('close', () => resolve('gone'))));
}

async function takenPort(): Promise<{ port: number; free: () => void }> {
  const server = createServer().listen(0);
  await once(server, 'listening');
  return { port: (server.address() as AddressInfo).port, free: () => server.close() };
}

describe('the trial', () => {
  it('starts all three and ends with the address to open', async () => {
    const trial = run();
    const address = await trial.line('Open http');
    expect(address).toContain(`http://127.0.0.1:${report('chat-window/window')!.address.port} `);
    expect(trial.lines.at(-1)).toBe(address);
    expect(trial.lines).toContain('bot | a line before it listens');
    expect(report('bot')!.env.PIN_SERVICE_URL).toBe(
      `http://127.0.0.1:${report('pin-service/pin-service')!.address.port}`,
    );
  });

  it('hides the chatter of the chat window, and keeps it on loopback', async () => {
    const trial = run();
    await trial.line('Open http');
    expect(trial.lines.join('\n')).not.toContain('chatter');
    expect(report('chat-window/window')!.address.address).toBe('127.0.0.1');
  });

  it('leads the chat window to the bot, without telemetry', async () => {
    const trial = run();
    await trial.line('Open http');
    const { env, args } = report('chat-window/window')!;
    expect(env).toMatchObject({
      BOT_ENDPOINT: `http://127.0.0.1:${report('bot')!.address.port}/api/messages`,
      DEFAULT_CHANNEL_ID: 'msteams',
      APPLICATION_INSIGHTS_NO_STATSBEAT: 'true',
    });
    expect(args).toEqual(['--disable-telemetry']);
  });

  it('puts the first person in front of the chat window, and five beside', async () => {
    const trial = run();
    await trial.line('Open http');
    const file = join(folder, 'chat-window', '.m365agentsplayground.yml');
    const config = JSON.parse(readFileSync(file, 'utf8'));
    expect(config.currentUser).toEqual({
      id: '29:0d5a6b3e-94c1-4f0a-8a57-2f6c1b7e0200',
      name: 'Ada Byron King',
      userPrincipleName: 'ada@contoso.example',
      aadObjectId: '0d5a6b3e-94c1-4f0a-8a57-2f6c1b7e0200',
      givenName: 'Ada',
      surname: 'Byron King',
      email: 'ada@contoso.example',
    });
    expect(config.users.map((user: { name: string }) => user.name)).toHaveLength(5);
    expect(config.users[0].name).toBe('Ben');
  });

  it('gives its secrets to the bot alone', async () => {
    const trial = run({ ZENDESK_API_TOKEN: 'a-secret', PIN_SERVICE_PEPPER: 'another-secret-of-it' });
    await trial.line('Open http');
    expect(report('bot')!.env.ZENDESK_API_TOKEN).toBe('a-secret');
    expect(report('pin-service/pin-service')!.env).toMatchObject({
      PIN_SERVICE_PEPPER: 'another-secret-of-it',
    });
    expect(Object.values(report('pin-service/pin-service')!.env)).not.toContain('a-secret');
    expect(Object.values(report('chat-window/window')!.env)).not.toContain('a-secret');
    expect(Object.values(report('chat-window/window')!.env)).not.toContain('another-secret-of-it');
  });

  it('starts no PIN service where the settings name one', async () => {
    const trial = run({ PIN_SERVICE_URL: 'http://127.0.0.1:9' });
    await trial.line('Open http');
    expect(report('bot')!.env.PIN_SERVICE_URL).toBe('http://127.0.0.1:9');
    expect(report('pin-service/pin-service')).toBeUndefined();
  });
});

describe('the end of the trial', () => {
  it.each(['SIGINT', 'SIGTERM'] as const)('leaves no process behind after %s', async (signal) => {
    const trial = run();
    await trial.line('Open http');
    const gone = await connectionsToAll();
    // Ctrl+C goes to the whole group; a service manager's SIGTERM to the one process.
    process.kill(signal === 'SIGINT' ? -trial.child.pid! : trial.child.pid!, signal);
    await expect(Promise.all(gone)).resolves.toHaveLength(4);
    expect(await trial.closed).toBe(0);
  });

  it('comes when the shell dies through which npm started it', async () => {
    const shell = 'node "$0"; true';
    const trial = run(
      { npm_lifecycle_event: 'start' },
      ['-c', shell, path('./stand-ins/start.ts')],
      '/bin/sh',
    );
    await trial.line('Open http');
    const gone = await connectionsToAll();
    trial.child.kill('SIGTERM');
    await expect(Promise.all(gone)).resolves.toHaveLength(4);
  });

  it('takes bot, PIN service and chat window along when it is killed itself', async () => {
    const trial = run();
    await trial.line('Open http');
    const [service, bot, window] = await connectionsToAll();
    trial.child.kill('SIGKILL');
    await expect(Promise.all([service, bot, window])).resolves.toHaveLength(3);
  });

  it('does not come when the chat window dies: the bot goes on, and a line says so', async () => {
    const trial = run();
    await trial.line('Open http');
    process.kill(report('chat-window/window')!.pid, 'SIGKILL');
    const { port } = report('bot')!.address;
    expect(await trial.line('The chat window stopped')).toBe(
      `The chat window stopped (signal SIGKILL). The bot goes on at http://127.0.0.1:${port}.`,
    );
    const answer = await fetch(`http://127.0.0.1:${port}/`);
    expect(await answer.text()).toBe('here');
  });

  it('comes when the bot dies, with exit code 1', async () => {
    const trial = run();
    await trial.line('Open http');
    const [service] = await connectionsToAll();
    process.kill(report('bot')!.pid, 'SIGKILL');
    expect(await trial.closed).toBe(1);
    await expect(service).resolves.toBe('gone');
    expect(trial.lines.at(-1)).toBe('The bot stopped (signal SIGKILL).');
  });
});

describe('a start that cannot be', () => {
  it('says in one line that a port is taken, and stops the rest', async () => {
    const taken = await takenPort();
    const trial = run({ PORT: String(taken.port) });
    expect(await trial.closed).toBe(1);
    taken.free();
    expect(trial.lines.filter((line) => !line.startsWith('pin service | '))).toEqual([
      `The bot cannot start: port ${taken.port} is taken by another program. PORT can name a free one.`,
    ]);
    const socket = connect(report('pin-service/pin-service')!.address.port, '127.0.0.1');
    await expect(once(socket, 'connect')).rejects.toMatchObject({ code: 'ECONNREFUSED' });
  });

  it('says in one line that the data folder cannot be written to', async () => {
    writeFileSync(join(folder, 'a-file'), '');
    const trial = run({ DATA_DIR: join(folder, 'a-file', 'data') });
    expect(await trial.closed).toBe(1);
    expect(trial.lines).toEqual([
      `The data folder ${join(folder, 'a-file', 'data')} cannot be written to (ENOTDIR). DATA_DIR can name another.`,
    ]);
  });

  it('says in one line that Node is too old', async () => {
    const older =
      'Object.defineProperty(process, "versions", { value: { ...process.versions, node: "20.20.2" } })';
    const trial = run({}, ['--import', `data:text/javascript,${older}`, path('../../scripts/start.mjs')]);
    expect(await trial.closed).toBe(1);
    expect(trial.lines).toHaveLength(1);
    expect(trial.lines[0]).toMatch(/^Node 22\.13 or newer is needed, and this is 20\.20\.2:/);
  });
});

describe('with a registration', () => {
  it.each(['environment', '.env'])(
    'in the %s it starts the bot alone, in the same process',
    async (place) => {
      const id = '00000000-0000-4000-8000-000000000001';
      if (place === '.env') writeFileSync(join(folder, '.env'), `MicrosoftAppId=${id}\n`);
      const alone = run(place === '.env' ? {} : { MicrosoftAppId: id });
      await alone.line('listening on http://127.0.0.1');
      expect(report('bot')!.pid).toBe(alone.child.pid);
      expect(report('pin-service/pin-service')).toBeUndefined();
      expect(report('chat-window/window')).toBeUndefined();
    },
  );

  it.each(['production', 'Production', 'prod'])(
    'left out under NODE_ENV=%s, the bot is asked and not the trial',
    async (NODE_ENV) => {
      const alone = run({ NODE_ENV });
      await alone.line('listening on http://127.0.0.1');
      expect(report('bot')!.pid).toBe(alone.child.pid);
    },
  );
});
