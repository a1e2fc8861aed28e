import { featuresOf } from './features.ts';
import type { Intent } from './intents.ts';
import { type Learned, readLearned, type Scores, scoresOf } from './learned.ts';
import type { Reading } from './reading.ts';

let learned: Learned<Intent> | undefined;

/** How strongly a message speaks for each intent, by what was learned from what people say. */
export function intentScores({ tokens, meanings }: Reading): Scores<Intent> {
  learned ??= readLearned<Intent>('intents');
  return scoresOf(learned, featuresOf(tokens, meanings, learned.rows));
}
