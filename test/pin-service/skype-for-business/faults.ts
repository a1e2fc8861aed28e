import type { CallName } from './pool-state.ts';

/** What the stand-in for the pool tells a host to do. Several at once come in this order. */
export interface HostOrder {
  ignoresSigterm?: boolean;
  /** From now on it neither reads its stdin nor ends with it: somebody has to kill it. */
  deaf?: boolean;
  /** Ends as by SIGKILL. */
  dies?: boolean;
  /** What it writes on stdout, as it is. */
  write?: string;
  /** Writes it in as many pieces as it has bytes. */
  byBytes?: boolean;
  /** Ends with this code once all is written. */
  end?: number;
}

/** How a host misbehaves from its start on; kinds go together. */
export interface HostFault extends Pick<HostOrder, 'ignoresSigterm'> {
  /** Does not end with its stdin. */
  ignoresEnd?: boolean;
  /** Says `{"fatal":…}` with this type and ends with 1. */
  fatal?: string;
  neverReady?: boolean;
  diesAtStart?: boolean;
  /** This text stands in for the line that says ready. */
  says?: string;
  /** What it does of `close`: nothing, or it says `closed` and does not end. The session is closed in the pool by `stays` alone. */
  onClose?: 'silent' | 'stays';
}

/**
 * The host's answer where it is none: no JSON; the id of no call; no id; an `ok` of no known form; 1 MB and a line's
 * end; 1 MB and none; the answer twice in one chunk; a line of noise and the answer in one chunk; the right answer in
 * single bytes.
 */
export type Garbage =
  | 'not-json'
  | 'wrong-id'
  | 'no-id'
  | 'wrong-form'
  | 'long-line'
  | 'unended-line'
  | 'two-answers'
  | 'noise-first'
  | 'byte-by-byte';

/**
 * What becomes of the next call of this name, and of this person where one is given. `before`: the pool never does the
 * call; `after`: it has done it; `late`: the host misbehaves at once, and the pool does the call after `ms` where the
 * session lives so long. `ms` is how long the call takes in the pool.
 */
export type Fault = { do: CallName; upn?: string; ms?: number } & (
  | { kind: 'delay'; ms: number }
  | { kind: 'error'; type: string; errorId: string; when?: 'before' | 'after' }
  | { kind: 'transport'; type?: string; errorId?: string; when: When }
  | { kind: 'dies' | 'hangs'; when: When }
  | { kind: 'garbage'; as: Garbage; when?: When }
);
export type When = 'before' | 'after' | 'late';

/** The first fault that fits, which is then gone. */
export function takeFault(weather: Fault[], call: { do: CallName; upn: string }): Fault | undefined {
  const fits = (fault: Fault) =>
    fault.do === call.do && (fault.upn === undefined || fault.upn.toLowerCase() === call.upn.toLowerCase());
  const at = weather.findIndex(fits);
  return at < 0 ? undefined : weather.splice(at, 1)[0];
}

export function whenOf(fault: Fault | undefined): When {
  if (fault?.kind === undefined || fault.kind === 'delay') return 'after';
  return fault.when ?? (fault.kind === 'error' ? 'before' : 'after');
}
