import { afterAll, beforeAll, expect, it } from 'vitest';
import { understand } from '../../src/language/intent.ts';
import { actionsOf } from '../cards/card-parts.ts';
import { examples } from '../language/examples.ts';
import { cardIn, textOf } from './connector.ts';
import { type House, openHouse, people } from './house.ts';

let house: House;
beforeAll(async () => {
  house = await openHouse({ bot: { HELPDESK_EMAIL: 'help.desk@example.com' } });
});
afterAll(() => house.close());

async function answerTo(text: string) {
  const from = house.connector.sent.length;
  await house.person(people.ordinary).say(text);
  return house.connector.waitFor((each) => each.method === 'POST' && cardIn(each) !== undefined, from);
}

/** Messages that are as much the one as the other. */
const between = (one: keyof typeof examples, other: keyof typeof examples): string[] =>
  examples[one]
    .flatMap((first) => examples[other].map((second) => `${first}. ${second}`))
    .filter((text) => {
      const { intent, close, pinTyped } = understand(text);
      return !pinTyped && [intent, close].sort().join() === [one, other].sort().join();
    });

it('asks by buttons where two wishes are about as likely, and does not ask twice', async () => {
  const [first, second] = between('reset', 'status');
  expect(second).toBeDefined();
  const answer = await answerTo(first ?? '');
  expect(textOf(answer.activity)).toContain('What do you need?');
  const buttons = actionsOf(cardIn(answer)).map(({ title }) => title);
  expect(buttons.toSorted()).toEqual(['Help', 'My PIN status', 'Reset my PIN']);
  const next = await answerTo(second ?? '');
  expect(textOf(next.activity)).not.toContain('What do you need?');
});

it('asks between a ticket and something else with the way to the ticket', async () => {
  const [text] = between('reset', 'ticket');
  expect(text).toBeDefined();
  const answer = await answerTo(text ?? '');
  expect(textOf(answer.activity)).toContain('What do you need?');
  const buttons = actionsOf(cardIn(answer)).map(({ title }) => title);
  expect(buttons.toSorted()).toEqual(['Create a ticket', 'Help', 'Reset my PIN']);
});
