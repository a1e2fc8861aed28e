import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

/** One program of the trial, run by this very Node. */
export interface Program {
  /** What people call it: "the bot". */
  name: string;
  /** What stands before its lines on the terminal; a program without a prefix is not shown. */
  prefix?: string;
  /** The setting that names its port. */
  portSetting: string;
  args: string[];
  env: Record<string, string | undefined>;
  cwd?: string;
  /** The line that says where it listens; its first group is the address or the port. */
  listening: RegExp;
}

export interface RunningProgram {
  /** The first group of the listening line. Never rejects; stays open if the program ends before. */
  listening: Promise<string>;
  /** Settles when the program and all that it started are gone. */
  ended: Promise<Ended>;
  /** Asks it to end, and ends it after the grace. Settles when it is gone. */
  stop: () => Promise<void>;
}

export interface Ended {
  how: string;
  /** What it printed before it listened; empty once it has. */
  output: string[];
}

const windows = process.platform === 'win32';
const heldLinesMax = 200;

/**
 * Starts a program as the head of a process group of its own, so that Ctrl+C reaches it through us alone and nothing
 * that it starts is left behind. Its lines are held back until it listens: a program that cannot start then says so in
 * one place.
 */
export function startProgram(program: Program, say: (line: string) => void, graceMs: number): RunningProgram {
  const child = spawn(process.execPath, [...preload('./leave-with-parent.ts'), ...program.args], {
    cwd: program.cwd,
    env: program.env,
    detached: !windows,
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  const lines = readUntilListening(program, say);
  for (const input of [child.stdout, child.stderr]) {
    if (input !== null) createInterface({ input }).on('line', lines.read);
  }
  let exited = false;
  const ended = new Promise<Ended>((resolve) => {
    let how = 'it could not be run';
    child.once('exit', (code, by) => {
      exited = true;
      how = by === null ? `exit code ${code}` : `signal ${by}`;
      signalGroup(child.pid, 'SIGKILL');
    });
    child.once('error', (error) => resolve({ how: error.message, output: [] }));
    child.once('close', () => resolve({ how, output: lines.held }));
  });
  const stop = async () => {
    if (!exited) signalGroup(child.pid, 'SIGTERM');
    const late = setTimeout(() => exited || signalGroup(child.pid, 'SIGKILL'), graceMs);
    await ended;
    clearTimeout(late);
  };
  return { listening: lines.listening, ended, stop };
}

/** Holds a program's lines until one says that it listens; that one and all later ones are shown. */
function readUntilListening(program: Program, say: (line: string) => void) {
  const held: string[] = [];
  const { promise: listening, resolve } = Promise.withResolvers<string>();
  let listens = false;
  const show = (line: string) => {
    if (program.prefix !== undefined) say(`${program.prefix}${line}`);
  };
  const read = (line: string) => {
    if (listens) {
      show(line);
      return;
    }
    if (held.push(line) > heldLinesMax) held.shift();
    const match = program.listening.exec(line);
    if (match === null) return;
    listens = true;
    for (const early of held.splice(0)) show(early);
    resolve(match[1] ?? '');
  };
  return { held, read, listening };
}

/** The arguments that let this Node load one of our files before the program. */
export function preload(file: './leave-with-parent.ts' | './loopback-only.ts'): string[] {
  return [...process.execArgv, '--import', new URL(file, import.meta.url).href];
}

/** Signals a program and all that it started; on Windows, which has no process groups, the program alone. */
function signalGroup(pid: number | undefined, signal: NodeJS.Signals): void {
  if (pid === undefined) return;
  try {
    process.kill(windows ? pid : -pid, signal);
  } catch (error) {
    // EPERM: what macOS says of a group of which nothing but a corpse is left.
    const { code } = error as NodeJS.ErrnoException;
    if (code !== 'ESRCH' && code !== 'EPERM') throw error;
  }
}
