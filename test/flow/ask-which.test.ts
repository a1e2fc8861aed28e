import { afterAll, beforeAll, expect, it } from 'vitest';
import { understand } from '../../src/language/intent.ts';
import { actionsOf } from '../cards/card-parts.ts';
import { examples } from '../language/examples.ts';
import { cardIn, textOf } from './connector.ts';
import { type House, openHouse, people } from './house.ts';

let house: House;
beforeAll(async () => {
  house = await openHouse();
});
afterAll(() => house.close());

async function answerTo(text: string) {
  const from = house.connector.sent.length;
  await house.person(people.ordinary).say(text);
  return house.connector.waitFor((each) => each.method === 'POST' && cardIn(each) !== undefined, from);
}

/** Messages that are as much a reset as a question about the state. */
const between = examples.reset
  .flatMap((reset) => examples.status.map((status) => `${reset}. ${status}`))
  .filter((text) => {
    const { intent, close, pinTyped } = understand(text);
    return !pinTyped && [intent, close].sort().join() === 'reset,status';
  });

it('asks by buttons where two wishes are about as likely, and does not ask twice', async () => {
  const [first, second] = between;
  expect(second).toBeDefined();
  const answer = await answerTo(first ?? '');
  expect(textOf(answer.activity)).toContain('What do you need?');
  const buttons = actionsOf(cardIn(answer)).map(({ title }) => title);
  expect(buttons.toSorted()).toEqual(['Help', 'My PIN status', 'Reset my PIN']);
  const next = await answerTo(second ?? '');
  expect(textOf(next.activity)).not.toContain('What do you need?');
});
