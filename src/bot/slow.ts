import type { CardData } from './card-data.ts';
import type { Chat } from './reply.ts';

/** Intents that ask the backend, or the roster of an agent: typing shows where that takes a while. */
export const slowWords: ReadonlySet<string> = new Set([
  'reset',
  'status',
  'phoneSignIn',
  'phoneTrouble',
  'notWorkingAfterChange',
  'helpDesk',
  'unclear',
]);

const buttons = new Set(['reset', 'status', 'setPin', 'phoneSteps', 'phoneHelp', 'help', 'desk']);

/** A card that is sent by `Action.Execute` shows by itself that it is on its way, until its answer takes its place. */
const inPlace = new Set(['setPin', 'desk']);

export const isSlowButton = (data: CardData, { via }: Chat): boolean =>
  buttons.has(data.do) && !(inPlace.has(data.do) && via === 'execute');
