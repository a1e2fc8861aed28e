import type { CardData } from './card-data.ts';
import type { Chat } from './reply.ts';

/** Intents that ask the backend: typing shows where that takes a while. */
export const slowWords: ReadonlySet<string> = new Set([
  'reset',
  'status',
  'phoneSignIn',
  'phoneTrouble',
  'notWorkingAfterChange',
]);

const buttons = new Set(['reset', 'status', 'setPin', 'phoneSteps', 'phoneHelp']);

/** A form that is sent by `Action.Execute` shows by itself that it is on its way, until its answer takes its place. */
export const isSlowButton = (data: CardData, { via }: Chat): boolean =>
  buttons.has(data.do) && !(data.do === 'setPin' && via === 'execute');
