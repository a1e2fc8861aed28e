import type { Intent } from './intents.ts';
import type { Scores } from './learned.ts';

/** Nearer than this, it is the person who decides. */
const closeBy = 0.12;

export interface Decision {
  intent: Intent;
  /** Another one that is about as likely. */
  close?: Intent;
}

export function decide(scores: Scores<Intent>): Decision {
  const [first, second] = [...scores].sort(([, one], [, other]) => other - one);
  if (!first) return { intent: 'unclear' };
  return second && first[1] - second[1] < closeBy
    ? { intent: first[0], close: second[0] }
    : { intent: first[0] };
}
