import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import type { HostOrder } from './faults.ts';
import { onLines } from './text-lines.ts';

/*
 * Stands in for PowerShell with the service's host script in it: JSON lines on stdin and stdout. It knows nothing
 * itself: each line goes on to the stand-in pool, over the connection that is its remote session, and what it writes
 * and how it misbehaves are the pool's orders.
 */

const argv = process.argv.slice(2);
let deaf = false;

async function obey(order: HostOrder): Promise<void> {
  if (order.ignoresSigterm) process.on('SIGTERM', () => {});
  if (order.deaf) {
    deaf = true;
    say({ isDeaf: true });
  }
  if (order.dies) process.kill(process.pid, 'SIGKILL');
  const bytes = Buffer.from(order.write ?? '');
  if (order.byBytes) {
    for (const byte of bytes) {
      await write(Uint8Array.of(byte));
      // Else the reader may find several of them at once.
      await pause(1);
    }
  } else if (bytes.length > 0) await write(bytes);
  if (order.end !== undefined) process.exit(order.end);
}

function write(bytes: Uint8Array): Promise<void> {
  return new Promise((resolve) => process.stdout.write(bytes, () => resolve()));
}

async function openSession(): Promise<Socket> {
  const [host, port] = (argv[argv.indexOf('-Pool') + 1] ?? '').split(':');
  try {
    const session = connect(Number(port), host);
    await once(session, 'connect');
    return session.setNoDelay();
  } catch {
    await obey({ write: '{"fatal":"Stand.In.CannotConnectException"}\n', end: 1 });
    throw new Error('it has ended');
  }
}

process.stdout.on('error', () => process.exit(1));
const session = await openSession();
// However deaf it is, it does not outlive the pool: no test leaves a host behind.
session.on('error', () => {}).on('close', () => process.exit(1));
let obeyed = Promise.resolve();
onLines(session, (text) => {
  obeyed = obeyed.then(() => obey(JSON.parse(text)));
});
const say = (message: unknown) => session.write(`${JSON.stringify(message)}\n`);
say({ argv, pid: process.pid });
onLines(process.stdin, (line) => {
  if (!deaf) say({ line });
});
process.stdin.on('end', () => {
  if (!deaf) say({ stdinEnded: true });
});
