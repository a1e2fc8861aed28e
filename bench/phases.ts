import { setTimeout as delay } from 'node:timers/promises';
import type { Memory } from './bot.ts';
import { askForForm, askForHelp, eachOf, submitForm } from './resets.ts';
import { type Town, userIdOf } from './town.ts';
import { stillOpen, stillOwed } from './verdict.ts';

/** The phases of the benchmark `inflight`. Times are milliseconds; moments are of `performance.now()`. */

/** So many people are on their way to a form, or their PIN to the backend, at one moment. */
const atOnce = 16;
/** Who asks for help is not one of those who reset. */
const helpers = 20;
/** Measuring ends so long after the first change was taken: the backend can still hold that one back. */
const measureUntilMs = 80_000;
/** How long the last outcome is waited for, once the backend answers. */
const patienceMs = 300_000;

export interface Filled {
  showMs: number;
  submitMs: number;
  /** How long each submission's own answer took. */
  answers: number[];
  firstTakenAt: number;
}

export interface Measured {
  help: number[];
  memory: Memory;
  /** Until the cards that say "being changed" were all delivered, from the last submission on. */
  drainMs: number;
  drained: boolean;
}

/** Turns one after another, until there are enough or until it is `untilAt`. */
export async function helpTurns(
  town: Town,
  { forms, turns, untilAt = Number.POSITIVE_INFINITY }: { forms: number; turns: number; untilAt?: number },
): Promise<number[]> {
  const tookMs: number[] = [];
  while (tookMs.length < turns && performance.now() < untilAt)
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
  return { help, memory: await town.bot.memory(), drainMs, drained };
}

/** The backend answers; until everybody is told and nothing is owed. What is left then is the verdict's to find. */
export async function untilOver(town: Town, people: number[]): Promise<void> {
  const untilAt = performance.now() + patienceMs;
  while (performance.now() < untilAt) {
    await delay(500);
    if (town.count(stillOpen) > 0 || town.count(stillOwed) > 0) continue;
    const told = await town.told();
    if (people.every((nth) => told[`a:${userIdOf(nth)}`])) return;
  }
}
