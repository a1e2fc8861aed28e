import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { SeedPerson } from '../../../src/pin-service/embedded/seed-form.ts';
import type { HostFault } from './faults.ts';
import { poolEvents } from './pool-events.ts';
import { poolHolds } from './pool-holds.ts';
import { type LiveSession, openSession, type PoolParts, type Session } from './pool-session.ts';
import { poolState, type StateOptions } from './pool-state.ts';
import { onLines } from './text-lines.ts';

const hostFile = fileURLToPath(new URL('./stand-in-host.ts', import.meta.url));

export type PoolOptions = Partial<StateOptions> & Partial<Pick<PoolParts, 'idleMs'>>;
export type Pool = Awaited<ReturnType<typeof startPool>>;

/**
 * A Skype for Business pool with these people, as far as the PIN service's cmdlets see it, and a launcher that stands
 * in for PowerShell. It was written from the cmdlets' documentation, not from a pool: what a real one refuses, and by
 * which errors, is for the options to say.
 */
export async function startPool(people: SeedPerson[], options: PoolOptions = {}) {
  const parts = partsOf(people, options);
  const { state, events, holds, weather, violations } = parts;
  const onStart: HostFault[] = [];
  const [live, sessions]: [LiveSession[], Session[]] = [[], []];
  const listener = await listen((socket) =>
    serve(socket, (message) => {
      const opened = openSession(parts, socket, { id: live.length + 1, ...message }, onStart.shift());
      live.push(opened);
      sessions.push(opened.session);
      events.changed();
      return opened;
    }),
  );
  const launcher = writeLauncher();
  let stopped: Promise<void> | undefined;
  return {
    env: {
      PIN_STORE: 'skype-for-business',
      SFB_POOL: `127.0.0.1:${listener.port}`,
      SFB_POWERSHELL: launcher.path,
      SFB_UNLOCK: 'yes',
    },
    applied: state.applied,
    person: state.person,
    pinOf: (upn: string) => state.person(upn).pin,
    changedElsewhere: state.changedElsewhere,
    ...{ weather, onStart, violations },
    hold: holds.hold,
    events: events.events,
    saw: events.saw,
    until: events.until,
    sessions,
    ...sessionWaits(live, events.until),
    /** Ends the hosts that are left, and all that runs in their sessions. */
    stop(): Promise<void> {
      for (const each of live) each.close('stop');
      launcher.remove();
      stopped ??= listener.stop();
      return stopped;
    },
  };
}

function partsOf(people: SeedPerson[], options: PoolOptions): PoolParts {
  const settings = {
    now: Date.now,
    clockSkewMs: 0,
    policyErrorId: 'Stand.In.PolicyRefused',
    alsoRefuses: () => false,
    ...options,
  };
  const [state, events, holds] = [poolState(people, settings), poolEvents(), poolHolds()];
  return { state, events, holds, weather: [], violations: [], now: settings.now, idleMs: options.idleMs };
}

function sessionWaits(live: LiveSession[], until: PoolParts['events']['until']) {
  const sessionOf = (id: number): LiveSession => {
    const found = live[id - 1];
    if (!found) throw new Error(`there is no session ${id}`);
    return found;
  };
  return {
    /** Resolves when that many sessions were opened, closed ones counted. */
    sessionsOpened: (count: number) => until(() => live.length >= count),
    /** Resolves when the session's host is gone; the session may live on. */
    disconnected: (id: number) => until(() => live[id - 1]?.session.connected === false),
    /** Resolves when the session's host hangs, whatever it was told to hang by. */
    hangs: (id: number) => until(() => live[id - 1]?.session.deaf === true),
    sessionClosed: (id: number) => until(() => live[id - 1]?.session.closed !== undefined),
    /** The idle time-out of a session whose host is gone passes now. */
    timeOut(id: number): void {
      if (sessionOf(id).session.connected) throw new Error(`the host of session ${id} is still there`);
      sessionOf(id).close('idle');
    },
    /** The pool ends the session under its host, which finds out by the call that runs, or else by the next one. */
    breakSession: (id: number): void => sessionOf(id).close('broken'),
  };
}

/** The first message of a connection opens its session; each one after it is a line of the host's stdin, or news of the host. */
function serve(socket: Socket, open: (message: { argv: string[]; pid: number }) => LiveSession): void {
  let session: LiveSession | undefined;
  onLines(socket, (text) => {
    const message = JSON.parse(text);
    if (!session) session = open(message);
    else if (message.isDeaf) session.becameDeaf();
    else if (message.stdinEnded) session.endOfStdin();
    else session.take(message.line);
  });
}

async function listen(take: (socket: Socket) => void) {
  const sockets = new Set<Socket>();
  const server = createServer({ noDelay: true }, (socket) => {
    sockets.add(socket);
    // A host that is killed may leave a reset behind; its `close` is what counts.
    socket.on('error', () => {}).on('close', () => sockets.delete(socket));
    take(socket);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    async stop() {
      const closed = once(server, 'close');
      server.close();
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}

function writeLauncher() {
  const dir = mkdtempSync(join(tmpdir(), 'pin-pool-'));
  const path = join(dir, 'powershell');
  const quoted = (text: string) => `'${text.replaceAll("'", "'\\''")}'`;
  const script = `#!/bin/sh\nexec ${quoted(process.execPath)} ${quoted(hostFile)} "$@"\n`;
  writeFileSync(path, script, { mode: 0o755 });
  return { path, remove: () => rmSync(dir, { recursive: true, force: true }) };
}
