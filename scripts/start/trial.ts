import { failureLines } from './failure.ts';
import { type Program, type RunningProgram, startProgram } from './program.ts';

/** What a trial runs, in the order in which it starts. */
export interface Trial {
  /** Absent where the settings name a PIN service of their own. */
  pinService: Program | undefined;
  bot: (pinServiceUrl: string | undefined) => Program;
  window: (botUrl: string) => Promise<Program>;
}

/** How long a program may take to end when it is asked to. */
const graceMs = 5_000;

/**
 * Runs the trial until `stop` is aborted or the bot or its PIN service is gone, and leaves no process behind.
 *
 * @returns the exit code: 0 after a stop, 1 where a program failed.
 */
export async function runTrial(trial: Trial, say: (line: string) => void, stop: AbortSignal): Promise<0 | 1> {
  const programs: RunningProgram[] = [];
  const over = Promise.withResolvers<0 | 1>();
  let stopping = false;
  const end = (code: 0 | 1) => {
    stopping = true;
    over.resolve(code);
  };
  if (stop.aborted) end(0);
  stop.addEventListener('abort', () => end(0), { once: true });
  const start = (program: Program, gone: (lines: string[]) => void): Promise<string> => {
    if (stopping) return new Promise(() => {});
    const running = startProgram(program, say, graceMs);
    programs.push(running);
    void running.ended.then((ended) => {
      if (!stopping) gone(failureLines(program, ended));
    });
    return running.listening;
  };
  startInOrder(trial, start, say, end).catch(over.reject);
  try {
    return await over.promise;
  } finally {
    // The bot may be in the middle of a change: the PIN service goes after it.
    for (const running of programs.toReversed()) await running.stop();
  }
}

/** Each program starts when the one before listens; where one never does, this never goes on. */
async function startInOrder(
  trial: Trial,
  start: (program: Program, gone: (lines: string[]) => void) => Promise<string>,
  say: (line: string) => void,
  end: (code: 1) => void,
): Promise<void> {
  const lost = (lines: string[]) => {
    for (const line of lines) say(line);
    end(1);
  };
  const pinServiceUrl = trial.pinService && (await start(trial.pinService, lost));
  const botUrl = await start(trial.bot(pinServiceUrl), lost);
  const port = await start(await trial.window(botUrl), (lines) => {
    say(`${lines.at(-1)} The bot goes on at ${botUrl}.`);
  });
  say('');
  say(`Open http://127.0.0.1:${port} in a browser. Ctrl+C stops everything.`);
}
