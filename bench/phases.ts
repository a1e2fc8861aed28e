import { setTimeout as delay } from 'node:timers/promises';
import type { Memory } from './bot.ts';
import { type Answered, askForForm, askForHelp, eachOf, submitForm } from './resets.ts';
import { type Town, userIdOf } from './town.ts';
import { stillOpen, stillOwed } from './verdict.ts';

/** The phases of the benchmark `inflight`. Times are milliseconds; moments are of `performance.now()`. */

/** So many people are on their way to a form, or their PIN to the backend, at one moment. */
const atOnce = 16;
/** Who asks for help is not one of those who reset. */
const helpers = 20;
/** Measuring ends so long after the first change was taken: the backend can still hold that one back. */
const measureUntilMs = 80_000;
/** Fewer say nothing; where they are measured too late, what was in flight then is said to be less. */
const fewestTurns = 50;
/** How long the last outcome is waited for, once the backend answers. */
const patienceMs = 300_000;

export interface Filled {
  showMs: number;
  submitMs: number;
  /** Each submission's own answer. */
  answers: Answered[];
  firstTakenAt: number;
}

export interface Measured {
  help: number[];
  memory: Memory;
  /** Until the cards that say "being changed" were all delivered, from the last submission on. */
  drainMs: number;
  drained: boolean;
  /** Attempts in flight when all of this was measured. */
  inFlight: number;
}

/** Turns one after another, until there are enough or until it is `untilAt`. */
export async function helpTurns(
  town: Town,
  { forms, turns, untilAt = Number.POSITIVE_INFINITY }: { forms: number; turns: number; untilAt?: number },
): Promise<number[]> {
  const tookMs: number[] = [];
  while (tookMs.length < turns && (tookMs.length < fewestTurns || performance.now() < untilAt))
    tookMs.push(await askForHelp(town, forms + 1 + (tookMs.length % helpers)));
  return tookMs;
}

/** Every person gets a form; then every form is submitted. */
export async function fill(town: Town, people: number[]): Promise<Filled> {
  const showFrom = performance.now();
  const forms = await eachOf(people, atOnce, (nth) => askForForm(town, nth));
  const submitFrom = performance.now();
  let firstTakenAt = Number.POSITIVE_INFINITY;
  const submitted = await eachOf(forms, atOnce, async (form) => {
    const { taken, answered } = submitForm(town, form);
    // Its answer is not waited for: most of that time the bot does nothing.
    await Promise.race([taken, answered]);
    firstTakenAt = Math.min(firstTakenAt, performance.now());
    return { answered };
  });
  const submitMs = performance.now() - submitFrom;
  const answers = await Promise.all(submitted.map(({ answered }) => answered));
  return { showMs: submitFrom - showFrom, submitMs, answers, firstTakenAt };
}

/** The same turns once all is quiet but for the forms in flight. */
export async function measureMeanwhile(
  town: Town,
  wanted: { forms: number; turns: number },
  { firstTakenAt }: Filled,
): Promise<Measured> {
  const untilAt = firstTakenAt + measureUntilMs;
  const from = performance.now();
  // Half of the time that is left at most; what is measured then is said to be so.
  const drainUntilAt = from + (untilAt - from) / 2;
  while (town.count("due_work where kind = 'card'") > 0 && performance.now() < drainUntilAt) await delay(100);
  const drained = town.count("due_work where kind = 'card'") === 0;
  const drainMs = performance.now() - from;
  const help = await helpTurns(town, { ...wanted, untilAt });
  const memory = await town.bot.memory();
  return { help, memory, drainMs, drained, inFlight: town.count(stillOpen) };
}

/**
 * The backend answers; until everybody is told and nothing is owed. What is left then is the verdict's to find. Returns
 * how long the "help" turns took that were made all the while.
 */
export async function untilOver(town: Town, people: number[]): Promise<number[]> {
  const untilAt = performance.now() + patienceMs;
  const help: number[] = [];
  let over = false;
  const asking = async () => {
    while (!over) help.push(await askForHelp(town, people.length + 1 + (help.length % helpers)));
  };
  const watching = async () => {
    while (!over) {
      await delay(500);
      over = performance.now() > untilAt || (nothingOwed(town) && (await allTold(town, people)));
    }
  };
  await Promise.all([asking(), watching()]);
  return help;
}

const nothingOwed = (town: Town): boolean => town.count(stillOpen) === 0 && town.count(stillOwed) === 0;

async function allTold(town: Town, people: number[]): Promise<boolean> {
  const told = await town.told();
  return people.every((nth) => told[`a:${userIdOf(nth)}`]);
}
