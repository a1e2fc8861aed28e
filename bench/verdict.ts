import type { BackendCounts } from './changes.ts';
import type { Told } from './connector.ts';
import type { Answered } from './resets.ts';
import { type Town, userIdOf } from './town.ts';

/** Everything that must hold of each person when all is over. A sentence for each kind of breach, and how many. */
export function verdict(
  town: Pick<Town, 'count'>,
  people: number[],
  { told, counts, answers }: { told: Record<string, Told>; counts: BackendCounts; answers: Answered[] },
): string[] {
  const cardsOf = (nth: number) => told[`a:${userIdOf(nth)}`]?.changedCards.length ?? 0;
  const notesOf = (nth: number) => told[`a:${userIdOf(nth)}`]?.notes ?? 0;
  const applied = new Map<string, number>();
  for (const { userId, timesApplied } of counts.changes)
    applied.set(userId, (applied.get(userId) ?? 0) + timesApplied);
  const appliedFor = (nth: number) => applied.get(userIdOf(nth)) ?? 0;
  const ours = new Set(people.map(userIdOf));
  const breaches: [number, string][] = [
    [answers.filter(({ says }) => says === 'something else').length, 'submissions were not answered as such'],
    [people.filter((nth) => cardsOf(nth) === 0).length, 'were not told that their PIN is changed'],
    [people.filter((nth) => cardsOf(nth) > 1).length, 'were told so by more than one card'],
    [people.filter((nth) => notesOf(nth) > 1).length, 'were rung more than once'],
    [people.filter((nth) => appliedFor(nth) === 0).length, 'had no change applied'],
    [people.filter((nth) => appliedFor(nth) > 1).length, 'had more than one change applied'],
    [
      counts.changes.filter(({ timesApplied }) => timesApplied > 1).length,
      'keys were applied more than once',
    ],
    [counts.changes.filter(({ userId }) => !ours.has(userId)).length, 'changes are of nobody who asked'],
    [town.count(stillOwed), 'looks, cards or notes are still owed'],
    [town.count(stillOpen), 'attempts are still open'],
    [people.length - town.count("attempts where state = 'applied'"), 'attempts are not applied'],
  ];
  return breaches.filter(([many]) => many !== 0).map(([many, what]) => `${many} ${what}`);
}

export const stillOwed = "due_work where kind in ('look', 'card', 'note')";
export const stillOpen = "attempts where state in ('submitted', 'unknown')";
