import { sayIn } from '../src/language/catalogue.ts';
import { type Town, userIdOf } from './town.ts';

/** What a person does, and how long the bot took. All times are milliseconds. */

export interface Form {
  nth: number;
  cardId: string;
  data: Record<string, unknown>;
}

/** "help": until its card has arrived and the turn is answered. */
export async function askForHelp(town: Town, nth: number): Promise<number> {
  const person = town.person(nth);
  const activity = person.activity({ type: 'message', text: 'help' });
  const begunAt = performance.now();
  const card = town.arrival(`a:${userIdOf(nth)}`, ({ replyToId }) => replyToId === activity.id);
  const [answer] = await Promise.all([person.post(activity), card]);
  if (answer.status !== 200) throw new Error(`"help" was answered with ${answer.status}`);
  return performance.now() - begunAt;
}

/** "reset my PIN": until the form has arrived and the turn is answered. */
export async function askForForm(town: Town, nth: number): Promise<Form> {
  const card = town.arrival(`a:${userIdOf(nth)}`, ({ form }) => form !== undefined);
  const [{ activityId, form = {} }] = await Promise.all([card, town.person(nth).say('reset my PIN')]);
  return { nth, cardId: activityId, data: form };
}

/** How a submission was answered, and after how long. */
export interface Answered {
  tookMs: number;
  says: 'beingChanged' | 'notKnownYet' | 'something else';
}

/**
 * Submits a form. Its answer takes a while always: the bot holds it back for a moment, because most outcomes come at once.
 */
export function submitForm(town: Town, { nth, cardId, data }: Form) {
  const taken = town.taken(userIdOf(nth));
  const begunAt = performance.now();
  const pin = { newPin: '739146', repeatPin: '739146' };
  const answered = town
    .person(nth)
    .execute(cardId, { ...data, ...pin })
    .then(({ text }): Answered => ({ tookMs: performance.now() - begunAt, says: whatItSays(text) }));
  return { taken, answered };
}

const say = sayIn('en-US');

function whatItSays(answer: string): Answered['says'] {
  if (answer.includes(say('working.title'))) return 'beingChanged';
  return answer.includes(say('unknown.title')) ? 'notKnownYet' : 'something else';
}

/** Does `what` for each, so many at once. */
export async function eachOf<T, R>(all: T[], atOnce: number, what: (one: T) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  const rest = all.entries();
  const worker = async () => {
    for (const [index, one] of rest) results[index] = await what(one);
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
  return results;
}
