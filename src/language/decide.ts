import type { Ruled } from './intent-rules.ts';
import type { Intent } from './intents.ts';
import type { Scores } from './learned.ts';

/** How much the rules' word counts beside what was learned, whose scores are around -1 to 1. */
const trust = 1.2;
/** A guess of theirs says little. */
const trustOfGuess = 0.3;
/** Nearer than this, it is the person who decides. */
const closeBy = 0.12;

export interface Decision {
  intent: Intent;
  /** Another one that is about as likely. */
  close?: Intent;
}

/** What the rules of the words say and what was learned, put together. */
export function decide({ intent: ruled, guessed }: Ruled, scores: Scores): Decision {
  const bonus = guessed ? trustOfGuess : trust;
  const ranked = [...scores]
    .map(([intent, score]): [Intent, number] => [intent, score + (intent === ruled ? bonus : 0)])
    .sort(([, one], [, other]) => other - one);
  const [first, second] = ranked;
  if (!first || !second) return { intent: ruled };
  return first[1] - second[1] < closeBy ? { intent: first[0], close: second[0] } : { intent: first[0] };
}
