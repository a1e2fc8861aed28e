import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cardIn, type Sent, textOf } from '../flow/connector.ts';
import { people } from '../flow/house.ts';
import { outcomeOf } from '../flow/outcome.ts';
import { actionData } from '../flow/teams.ts';
import { type GuardedHouse, openGuardedHouse } from './guarded.ts';

let house: GuardedHouse;
beforeAll(async () => {
  house = await openGuardedHouse();
});
afterAll(() => house.close());

const yuki = 'd8035bc7-6e4a-4f71-9e28-a5c26d1f0207';
const formIn = (from: number): Promise<Sent> =>
  house.connector.waitFor((each) => textOf(each.activity).includes('newPin'), from);
const attemptsOf = (userId: string) =>
  house.rows<{ state: string }>(
    `select id, state, round, change_id, changed_at from attempts where user_id = '${userId}'`,
  );
const submits = () => house.rows("select * from attempt_events where event = 'submitted'");

describe('an activity that somebody sends again', () => {
  it('under the token of another address: not at all', async () => {
    const robin = house.guest(people.ordinary, () => 'http://127.0.0.1:9/');
    await house.expectRefused(() => robin.say('reset my PIN'), 401);
  });

  it('as it was: it opens no second form, and is not answered a second time', async () => {
    const robin = house.guest(people.ordinary);
    const activity = robin.activity({ type: 'message', text: 'reset my PIN' });
    await robin.post(activity);
    await formIn(0);
    const before = [await attemptsOf(people.ordinary), house.connector.sent.length];
    for (let nth = 0; nth < 5; nth += 1) await house.expectAnswered(() => robin.post(activity));
    expect([await attemptsOf(people.ordinary), house.connector.sent.length]).toEqual(before);
  });

  it('under a new id: there is still one form that lives', async () => {
    const robin = house.guest(people.ordinary);
    const activity = robin.activity({ type: 'message', text: 'reset my PIN' });
    for (let nth = 0; nth < 3; nth += 1) {
      const from = house.connector.sent.length;
      await house.expectAnswered(() => robin.post({ ...activity, id: randomUUID() }));
      await formIn(from);
    }
    const states = (await attemptsOf(people.ordinary)).map(({ state }) => state);
    expect(states.filter((state) => state === 'shown')).toHaveLength(1);
  });

  it('years old: it starts no more than any other', async () => {
    const robin = house.guest(people.pinSet);
    await robin.say('help');
    const reference = async () =>
      house.rows(`select reference from conversations where user_id = '${people.pinSet}'`);
    const before = await reference();
    const timestamp = '2020-01-01T00:00:00.000Z';
    const { conversation } = robin.activity({});
    const old = { timestamp, conversation: { ...conversation, id: 'a:long-ago' } };
    await house.expectAnswered(() => robin.say('help', old));
    expect(await reference()).toEqual(before);
  });
});

describe('a submission that somebody sends again', () => {
  let card: Sent;
  let submission: Record<string, unknown>;
  beforeAll(async () => {
    const from = house.connector.sent.length;
    const person = house.guest(yuki);
    await person.say('reset my PIN');
    card = await formIn(from);
    const data = { ...actionData(cardIn(card), 'setPin'), newPin: '73914286', repeatPin: '73914286' };
    submission = person.activity({
      type: 'invoke',
      name: 'adaptiveCard/action',
      replyToId: card.activityId,
      value: { action: { type: 'Action.Execute', verb: 'setPin', data }, trigger: 'manual' },
    });
    const answer = await person.post(submission);
    const outcome = await outcomeOf(house.connector, card, answer, 'Your PIN is changed');
    expect(textOf(outcome)).toContain('Your PIN is changed');
  });
  const withPin = (pin: string) => {
    const changed: any = structuredClone(submission);
    changed.value.action.data.newPin = pin;
    changed.value.action.data.repeatPin = pin;
    return { ...changed, id: randomUUID() };
  };

  it.each<[string, () => Record<string, unknown>]>([
    ['as it was', () => submission],
    ['under a new id', () => ({ ...submission, id: randomUUID() })],
    ['without an id', () => ({ ...submission, id: undefined })],
    ['with another PIN', () => withPin('28641973')],
    ['from another card', () => ({ ...submission, replyToId: '1:other' })],
    [
      'as Action.Submit',
      () => ({
        ...submission,
        type: 'message',
        name: undefined,
        id: randomUUID(),
        value: dataOf(submission),
      }),
    ],
  ])('changes nothing: %s', async (_what, again) => {
    const before = [await attemptsOf(yuki), await submits()];
    const asked = house.changes();
    await house.expectAnswered(() => house.guest(yuki).post(again()));
    expect([await attemptsOf(yuki), await submits()]).toEqual(before);
    expect(house.changes()).toEqual(asked);
  });

  it('twenty times at once: changes nothing', async () => {
    const before = [await attemptsOf(yuki), await submits(), house.changes()];
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => house.guest(yuki).post(withPin('28641973'))),
    );
    expect(answers.map(({ status }) => status)).toEqual(Array(20).fill(200));
    expect([await attemptsOf(yuki), await submits(), house.changes()]).toEqual(before);
  });
});

it('none of this is a fault', () => house.expectNoFault());

const dataOf = (activity: any): unknown => activity.value.action.data;
