import { randomUUID } from 'node:crypto';
import { afterEach, describe, expect, it } from 'vitest';
import { cardIn, textOf } from './connector.ts';
import { type House, openHouse, people } from './house.ts';
import { askedInTime } from './in-time.ts';
import { outcomeOf } from './outcome.ts';
import { actionData } from './teams.ts';

const goodPin = '73914';
let house: House;
afterEach(() => house.close());

/** Asks for the form and returns its message. */
async function form(person: ReturnType<House['person']>, words = 'reset my PIN') {
  const from = house.connector.sent.length;
  expect((await person.say(words)).status).toBe(200);
  return house.connector.waitFor(
    (each) => textOf(each.activity).includes('Action.Execute') && textOf(each.activity).includes('newPin'),
    from,
  );
}
/** The same, with what is known of the account. */
const formInTime = (person: ReturnType<House['person']>) => askedInTime(person, () => form(person));
const filled = (card: any, pin: string, repeat = pin) => ({
  ...actionData(card, 'setPin'),
  newPin: pin,
  repeatPin: repeat,
});

describe('an employee resets the PIN', () => {
  it('from "reset my PIN" to the outcome, which replaces the form', async () => {
    house = await openHouse();
    const robin = house.person(people.ordinary);
    const shown = await formInTime(robin);
    const text = textOf(cardIn(shown));
    for (const told of ['Robin Castellan', '+1 410 309 0200', '0200', '5 to 24 digits'])
      expect(text).toContain(told);
    const answer = await robin.execute(shown.activityId, filled(cardIn(shown), goodPin));
    expect(answer.status).toBe(200);
    expect(answer.body.type).toBe('application/vnd.microsoft.card.adaptive');
    const outcome = await outcomeOf(house.connector, shown, answer, 'Your PIN is changed');
    expect(textOf(outcome)).toContain('Your PIN is changed');
    const durable = await house.connector.waitFor(
      ({ method, activityId, activity }) =>
        method === 'PUT' &&
        activityId === shown.activityId &&
        textOf(activity).includes('Your PIN is changed'),
    );
    expect(textOf(cardIn(durable))).toContain('0200');
  });

  it('is refused for a weak PIN with the reason, on the same form with empty inputs, and may go on', async () => {
    house = await openHouse();
    const robin = house.person(people.ordinary);
    const shown = await formInTime(robin);
    let card = cardIn(shown);
    for (const [pin, reason] of [
      ['12345', 'Too easy to guess'],
      ['11111', 'Too easy to guess'],
      ['5550', 'Too short'],
      ['12ab6', 'Digits 0 to 9 only'],
      ['80200', 'phone number'],
    ] as const) {
      const answer = await robin.execute(shown.activityId, filled(card, pin));
      card = answer.body.value;
      expect(textOf(card)).toContain(reason);
      expect(textOf(card)).not.toContain(`"${pin}"`);
      expect(textOf(card)).toContain('newPin');
    }
    const differs = await robin.execute(shown.activityId, filled(card, goodPin, '73915'));
    expect(textOf(differs.body.value)).toContain('different');
    const done = await robin.execute(shown.activityId, filled(differs.body.value, goodPin));
    expect(textOf(await outcomeOf(house.connector, shown, done, 'Your PIN is changed'))).toContain(
      'Your PIN is changed',
    );
  });

  it('takes the fallback Action.Submit the same way: the card is changed in the chat', async () => {
    house = await openHouse();
    const robin = house.person(people.ordinary);
    const shown = await form(robin);
    await robin.submit(shown.activityId, filled(cardIn(shown), '12345'));
    const refused = await house.connector.waitFor(
      (each) => each.method === 'PUT' && textOf(each.activity).includes('Too easy'),
    );
    expect(refused.activityId).toBe(shown.activityId);
    await robin.submit(shown.activityId, filled(cardIn(refused), goodPin));
    const done = await house.connector.waitFor(
      (each) => each.method === 'PUT' && textOf(each.activity).includes('Your PIN is changed'),
    );
    expect(done.activityId).toBe(shown.activityId);
  });

  it('gives a plain Action.Submit to a person whose form brought nothing', async () => {
    house = await openHouse();
    const robin = house.person(people.ordinary);
    const shown = await form(robin);
    await robin.say('new pin');
    const second = await house.connector.waitFor(
      (each) => each.method === 'POST' && textOf(each.activity).includes('newPin') && each !== shown,
    );
    expect(textOf(cardIn(second))).toContain('Action.Submit');
    expect(textOf(cardIn(second))).not.toContain('Action.Execute');
    const closed = await house.connector.waitFor(
      (each) => each.method === 'PUT' && each.activityId === shown.activityId,
    );
    expect(textOf(cardIn(closed))).not.toContain('newPin');
  });

  it('answers a replaced form with a fresh one, and neither starts a change', async () => {
    house = await openHouse();
    const robin = house.person(people.ordinary);
    const first = await form(robin);
    await robin.say('reset pin');
    const answer = await robin.execute(first.activityId, filled(cardIn(first), goodPin));
    const fresh = answer.body.value;
    expect(actionData(fresh, 'setPin').attempt).not.toBe(actionData(cardIn(first), 'setPin').attempt);
    const done = await robin.execute(first.activityId, filled(fresh, goodPin));
    expect(textOf(await outcomeOf(house.connector, first, done, 'Your PIN is changed'))).toContain(
      'Your PIN is changed',
    );
  });

  it('answers an expired form with a fresh one', async () => {
    house = await openHouse({ bot: { FORM_LIFETIME: '1ms' } });
    const robin = house.person(people.ordinary);
    const shown = await form(robin);
    const answer = await robin.execute(shown.activityId, filled(cardIn(shown), goodPin));
    expect(textOf(answer.body.value)).toContain('too old');
    expect(textOf(answer.body.value)).toContain('newPin');
  });

  it('is not shown beyond the limit; the card says when there is one again, across a restart', async () => {
    house = await openHouse({ bot: { RESET_LIMIT: '1/2h' } });
    const robin = house.person(people.ordinary);
    const shown = await form(robin);
    const done = await robin.execute(shown.activityId, filled(cardIn(shown), goodPin));
    expect(textOf(await outcomeOf(house.connector, shown, done, 'Your PIN is changed'))).toContain(
      'Your PIN is changed',
    );
    await house.restart('SIGTERM');
    await robin.say('reset my PIN');
    const refused = await house.connector.waitFor((each) => textOf(each.activity).includes('as often as'));
    expect(textOf(refused.activity)).toMatch(/You can set another from .+\d:\d\d/);
    expect(textOf(refused.activity)).not.toContain('newPin');
  });

  it('does nothing for somebody else, nor after Cancel', async () => {
    house = await openHouse();
    const robin = house.person(people.ordinary);
    const imani = house.person(people.pinSet);
    const shown = await form(robin);
    const foreign = await imani.execute(shown.activityId, filled(cardIn(shown), goodPin));
    expect(textOf(foreign.body.value)).toContain('someone else');
    const cancelled = await robin.execute(shown.activityId, actionData(cardIn(shown), 'cancel'));
    expect(textOf(cancelled.body.value)).toContain('stays as it is');
    const late = await robin.execute(shown.activityId, filled(cardIn(shown), goodPin));
    expect(textOf(late.body.value)).not.toContain('Your PIN is changed');
    const status = await robin.say('status');
    expect(status.status).toBe(200);
    const told = await house.connector.waitFor(
      (each) =>
        textOf(each.activity).includes('Your conferencing PIN') && textOf(each.activity).includes('FactSet'),
    );
    expect(textOf(told.activity)).toContain('"No"');
  });

  it('makes one change of ten copies sent at once, under new activity ids', async () => {
    house = await openHouse({ pinService: { PIN_SERVICE_DELAY: '300ms' } });
    const robin = house.person(people.ordinary);
    const shown = await form(robin);
    const copies = Array.from({ length: 10 }, () =>
      robin.execute(shown.activityId, filled(cardIn(shown), goodPin), { id: randomUUID() }),
    );
    const answers = await Promise.all(copies);
    expect(answers.map((answer) => answer.status)).toEqual(Array(10).fill(200));
    await house.connector.waitFor(
      (each) => each.method === 'PUT' && textOf(each.activity).includes('Your PIN is changed'),
    );
    const rows = await house.rows<{ event: string }>('select event from attempt_events');
    const events = rows.map(({ event }) => event);
    expect(events.filter((event) => event === 'submitted')).toHaveLength(1);
    expect(events.filter((event) => event === 'applied')).toHaveLength(1);
  });

  it('shows one form for one request, delivered twice', async () => {
    house = await openHouse();
    const robin = house.person(people.ordinary);
    const id = randomUUID();
    await Promise.all([robin.say('reset my PIN', { id }), robin.say('reset my PIN', { id })]);
    await robin.say('reset my PIN', { id });
    await robin.say('thanks');
    await house.connector.waitFor((each) => textOf(each.activity).includes('welcome'));
    expect(house.connector.sent.filter((each) => textOf(each.activity).includes('newPin'))).toHaveLength(1);
  });

  it('says why there is no form: not known, not enabled, disabled, locked by an administrator', async () => {
    house = await openHouse();
    for (const [userId, reason] of [
      ['99999999-9999-4999-8999-999999999999', 'does not know your account'],
      ['a96c03d7-51e8-4d2b-a7f4-1c8be2750204', 'not set up for a conferencing PIN'],
      ['b27d58e4-0f93-4a6c-9c15-d4e07a8b0205', 'disabled'],
      ['8e27f6a1-c35d-4e18-8d02-b7549c1f0203', 'locked'],
    ] as const) {
      const person = house.person(userId);
      const told = await askedInTime(person, async () => {
        const from = house.connector.sent.length;
        await person.say('reset my PIN');
        return house.connector.waitFor(
          (each) => each.conversationId === `a:${userId}` && cardIn(each) !== undefined,
          from,
        );
      });
      expect(textOf(told.activity)).toContain(reason);
      expect(textOf(told.activity)).not.toContain('newPin');
      expect(textOf(told.activity)).toMatch(/[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}/);
    }
  });

  it('says that the change lifts a lock that is temporary', async () => {
    house = await openHouse();
    const shown = await formInTime(house.person(people.lockedForNow));
    expect(textOf(cardIn(shown))).toContain('A new PIN lifts the lock');
  });

  it('gives no form while the PIN service is away, and a way on', async () => {
    house = await openHouse();
    await house.pinService.kill();
    await house.person(people.ordinary).say('reset my PIN');
    const told = await house.connector.waitFor((each) => textOf(each.activity).includes('cannot be reached'));
    expect(textOf(told.activity)).not.toContain('newPin');
    expect(actionData(cardIn(told), 'reset')).toBeDefined();
  });

  it('shows typing while the account is asked for by a button, too', async () => {
    house = await openHouse({ pinService: { PIN_SERVICE_ACCOUNT_DELAY: '10s' } });
    await house.person(people.ordinary).execute('1', { do: 'reset' });
    expect(house.connector.sent[0]?.activity.type).toBe('typing');
  });

  it('shows typing while a PIN that was sent by Action.Submit is set', async () => {
    house = await openHouse({ pinService: { PIN_SERVICE_DELAY: '3s' } });
    const robin = house.person(people.ordinary);
    const shown = await form(robin);
    const from = house.connector.sent.length;
    await robin.submit(shown.activityId, filled(cardIn(shown), goodPin));
    await house.connector.waitFor((each) => each.method === 'PUT', from);
    const kinds = house.connector.sent.slice(from).map(({ method, activity }) => [method, activity.type]);
    expect(kinds.slice(0, 2)).toEqual([
      ['POST', 'typing'],
      ['PUT', 'message'],
    ]);
  });

  it('shows typing while the account is asked for', async () => {
    house = await openHouse({ pinService: { PIN_SERVICE_ACCOUNT_DELAY: '10s' } });
    const shown = await form(house.person(people.ordinary));
    const [first, ...later] = house.connector.sent;
    expect(first?.activity.type).toBe('typing');
    expect(later).toEqual([shown]);
  });

  it('shows the form without the account where the PIN service is slow, and checks with its policy all the same', async () => {
    house = await openHouse({ pinService: { PIN_SERVICE_ACCOUNT_DELAY: '2s' } });
    const yuki = house.person('d8035bc7-6e4a-4f71-9e28-a5c26d1f0207');
    const shown = await form(yuki);
    expect(textOf(cardIn(shown))).not.toContain('Yuki');
    const answer = await yuki.execute(shown.activityId, filled(cardIn(shown), goodPin));
    const last = await (textOf(answer.body.value).includes('Too short')
      ? answer.body.value
      : house.connector
          .waitFor((each) => each.method === 'PUT' && textOf(each.activity).includes('Too short'))
          .then(cardIn));
    expect(textOf(last)).toContain('8 digits or more');
  });

  it('never uses a PIN that is written into the chat', async () => {
    house = await openHouse();
    await house.person(people.ordinary).say(`reset my pin to ${goodPin}`);
    const warned = await house.connector.waitFor((each) =>
      textOf(each.activity).includes('delete that message'),
    );
    expect(textOf(warned.activity)).not.toContain(goodPin);
    await house.connector.waitFor((each) => textOf(each.activity).includes('newPin'));
  });
});
