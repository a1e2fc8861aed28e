import { featuresOf } from './features.ts';
import type { Intent } from './intents.ts';
import { type Learned, readLearned, type Scores, scoresOf } from './learned.ts';
import type { Reading } from './reading.ts';

let learnedOfAlarms: Learned<'notMe' | 'wish'> | undefined;

/** Whether a message says that it was not its writer who did what was done, or that somebody else is at their account. */
export function isAlarm({ tokens, meanings }: Reading): boolean {
  learnedOfAlarms ??= readLearned<'notMe' | 'wish'>('alarm');
  const scores = scoresOf(learnedOfAlarms, featuresOf(tokens, meanings, learnedOfAlarms.rows));
  return (scores.get('notMe') ?? 0) > 0;
}

let learned: Learned<Intent> | undefined;

/** How strongly a message speaks for each intent, by what was learned from what people say. */
export function intentScores({ tokens, meanings }: Reading): Scores<Intent> {
  learned ??= readLearned<Intent>('intents');
  return scoresOf(learned, featuresOf(tokens, meanings, learned.rows));
}
