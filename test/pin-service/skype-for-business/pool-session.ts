import type { Socket } from 'node:net';
import type { Fault, HostFault, HostOrder } from './faults.ts';
import { errorOrder, line, transportOrder } from './host-orders.ts';
import { runCall } from './pool-call.ts';
import type { poolEvents } from './pool-events.ts';
import type { poolHolds } from './pool-holds.ts';
import { type PoolState, type Request, requestForm } from './pool-state.ts';

/** What the sessions of a pool share. */
export interface PoolParts {
  state: PoolState;
  events: ReturnType<typeof poolEvents>;
  holds: ReturnType<typeof poolHolds>;
  weather: Fault[];
  /** What a host said that it should not have: a request of no known form, or one before the answer to the last. */
  violations: string[];
  now: () => number;
  /** Instead of the host's own -IdleTimeoutSeconds. */
  idleMs: number | undefined;
}

/** `fatal`: it never came to be. */
export type ClosedBy = 'request' | 'idle' | 'broken' | 'fatal' | 'stop';

export interface Session {
  id: number;
  /** All that the host was started with. */
  argv: string[];
  /** The host's process. */
  pid: number;
  /** Epoch milliseconds. */
  opened: number;
  closed?: number;
  closedBy?: ClosedBy;
  /** Whether the host is still there. */
  connected: boolean;
  /** Whether the host hangs: it neither reads nor ends by itself. */
  deaf: boolean;
  /** Whether the host was sent `close`, whatever came of it. */
  askedToClose: boolean;
  /** Whether the host was seen to be at the end of its stdin. */
  stdinEnded: boolean;
}
export type LiveSession = ReturnType<typeof openSession>;

const usualIdleMs = 60_000;

/** One host's remote session. It outlives its connection by the idle time-out, and what runs in it too. */
export function openSession(
  parts: PoolParts,
  socket: Socket,
  hello: { id: number; argv: string[]; pid: number },
  fault: HostFault = {},
) {
  const session: Session = {
    ...hello,
    opened: parts.now(),
    connected: true,
    deaf: false,
    askedToClose: false,
    stdinEnded: false,
  };
  const closing = new AbortController();
  let idle: NodeJS.Timeout | undefined;
  let [running, done] = [0, Promise.resolve()];
  const order = (what: HostOrder) => {
    if (session.connected) socket.write(line(what));
  };
  const close = (by: ClosedBy) => {
    clearTimeout(idle);
    if (session.closed !== undefined) return;
    Object.assign(session, { closed: parts.now(), closedBy: by });
    closing.abort();
    parts.events.changed();
  };
  const live = { session, order, close, signal: closing.signal };
  socket.on('close', () => {
    session.connected = false;
    if (session.closed === undefined)
      idle = setTimeout(() => close('idle'), parts.idleMs ?? idleMsOf(session));
    parts.events.changed();
  });
  void start(parts, live, fault);
  return {
    ...live,
    /** Takes a line of the host's stdin. */
    take(text: string): void {
      const request = requestOf(text);
      if (running > 0) parts.violations.push('a request before the answer to the last');
      running += 1;
      if (request?.do === 'close') session.askedToClose = true;
      parts.events.changed();
      done = done.then(async () => {
        await answer(parts, live, request, text, fault);
        running -= 1;
      });
    },
    becameDeaf(): void {
      session.deaf = true;
      parts.events.changed();
    },
    /**
     * The host's stdin has ended: it ends, where it was not told to close just before. It hears of that only when the pool has
     * answered its call, or the call has had its time.
     */
    endOfStdin(): void {
      const end = () => order({ end: 0 });
      if (!session.askedToClose && !fault.ignoresEnd) {
        if (running > 0) setTimeout(end, secondsOf(session, '-CallTimeoutSeconds', 90) * 1_000).unref();
        void done.then(end);
      }
      session.stdinEnded = true;
      parts.events.changed();
    },
  };
}

type Live = Pick<LiveSession, 'session' | 'order' | 'close' | 'signal'>;

async function start(parts: PoolParts, live: Live, fault: HostFault): Promise<void> {
  live.order({ ignoresSigterm: fault.ignoresSigterm });
  const released = await parts.holds.pass({ do: 'start', upn: '' }, 'before', live.signal).then(
    () => true,
    () => false,
  );
  if (!released) return;
  if (fault.diesAtStart) return live.order({ dies: true });
  if (fault.neverReady) return live.order({ deaf: true });
  if (fault.fatal === undefined) return live.order({ write: fault.says ?? line({ ready: true }) });
  live.order({ write: line({ fatal: fault.fatal }), end: 1 });
  live.close('fatal');
}

async function answer(
  parts: PoolParts,
  live: Live,
  request: Request | undefined,
  text: string,
  { onClose }: HostFault,
): Promise<void> {
  if (request === undefined) {
    parts.violations.push('a request of no known form');
    return live.order(errorOrder(idOf(text), 'request', 'request'));
  }
  if (request.do !== 'close') {
    if (live.signal.aborted) return live.order(transportOrder(request.id));
    return runCall(parts, live, request);
  }
  if (onClose === 'silent') return live.order({ deaf: true });
  live.order({ write: line({ closed: true }), ...(onClose === 'stays' ? { deaf: true } : { end: 0 }) });
  live.close('request');
}

function requestOf(text: string): Request | undefined {
  return requestForm.safeParse(parsed(text)).data;
}

function idOf(text: string): string | null {
  const { id } = Object(parsed(text));
  return typeof id === 'string' ? id : null;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const idleMsOf = (session: Session): number =>
  secondsOf(session, '-IdleTimeoutSeconds', usualIdleMs / 1_000) * 1_000;

function secondsOf({ argv }: Session, name: string, usual: number): number {
  const at = argv.indexOf(name);
  const seconds = Number(argv[at + 1]);
  return at < 0 || !Number.isFinite(seconds) ? usual : seconds;
}
