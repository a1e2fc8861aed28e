import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { cardIn, textOf } from '../flow/connector.ts';
import { type House, openHouse, people } from '../flow/house.ts';
import { registered } from '../flow/registered.ts';
import { actionData } from '../flow/teams.ts';

let house: House;
let registration: Awaited<ReturnType<typeof registered>>;
beforeAll(async () => {
  registration = await registered();
  return registration.stop;
});
beforeEach(async () => {
  house = await openHouse({
    bot: { ...registration.env, ADMIN_PORT: '0', RESET_LIMIT: '2/24h', RESET_ALERT: '2/1h' },
  });
});
afterEach(() => house.close());

const person = (userId = people.ordinary) =>
  house.person(
    userId,
    registration.authorization(() => house.connector.url),
  );
const events = async (event: string) =>
  house.rows(`select attempt_id from attempt_events where event = '${event}'`);

async function ask(words = 'reset my PIN') {
  const from = house.connector.sent.length;
  await person().say(words);
  return house.connector.waitFor((each) => each.method === 'POST' && cardIn(each) !== undefined, from);
}

/** Changes the PIN and returns the card that tells of it. */
async function change(pin = '739146') {
  const form = await ask();
  const data = { ...actionData(cardIn(form), 'setPin'), newPin: pin, repeatPin: pin };
  await person().execute(form.activityId, data);
  const told = await house.connector.waitFor(
    (each) =>
      each.method === 'PUT' &&
      each.activityId === form.activityId &&
      textOf(cardIn(each)).includes('Your PIN is changed'),
  );
  return { card: cardIn(told), id: told.activityId };
}

async function metrics(): Promise<string> {
  const port = /"port":(\d+)/.exec(house.bot().log())?.[1];
  return (await fetch(`http://127.0.0.1:${port}/metrics`)).text();
}

describe('"This was not me"', () => {
  it('stands on the card of a change, is written down once, and leads to the help desk', async () => {
    const { card, id } = await change();
    const data = actionData(card, 'notMe');
    expect(await house.rows("select key from due_work where kind = 'reminder'")).not.toEqual([]);
    for (let nth = 0; nth < 2; nth += 1) {
      const from = house.connector.sent.length;
      const answer = await person().execute(id, data);
      const reference = /[0-9A-Z]{4}-[0-9A-Z]{4}/.exec(textOf(card))?.[0];
      for (const text of ['Contact the help desk now', '410-309-0200', reference ?? '?'])
        expect(textOf(answer.body.value)).toContain(text);
      // In place of the card that spoke of the change, for good.
      const update = await house.connector.waitFor(
        (each) => each.method === 'PUT' && textOf(cardIn(each)).includes('Contact the help desk now'),
        from,
      );
      expect([update.activityId, cardIn(update)]).toEqual([id, answer.body.value]);
    }
    expect(await house.rows("select key from due_work where kind = 'reminder'")).toEqual([]);
    expect(await events('not_me')).toEqual([{ attempt_id: data.attempt }]);
    const log = await house.bot().wholeLog();
    expect(log.match(/a person says that this was not them/g)).toHaveLength(1);
    expect(await metrics()).toContain('conference_pin_not_me_total 1');
  });

  it('stands on the card that tells of the limit', async () => {
    await change('739146');
    await change('840257');
    const limited = await ask();
    expect(textOf(cardIn(limited))).toContain('as often as the bot allows');
    const data = actionData(cardIn(limited), 'notMe');
    await person().submit(limited.activityId, data);
    expect(await events('not_me')).toEqual([{ attempt_id: data.attempt }]);
  });

  it('is nobody else’s to say', async () => {
    const { card, id } = await change();
    const from = house.connector.sent.length;
    await person(people.pinSet).execute(id, actionData(card, 'notMe'));
    expect(await events('not_me')).toEqual([]);
    const shown = house.connector.sent
      .slice(from)
      .map((each) => textOf(each.activity))
      .join('');
    expect(shown).not.toContain('Contact the help desk now');
  });
});

describe('more changes in all than RESET_ALERT', () => {
  it('raise an alert in the log and the metrics, once', async () => {
    await change('739146');
    expect(await house.bot().wholeLog()).not.toContain('alert:');
    expect(await metrics()).toContain('conference_pin_reset_alerts_total 0');
    await change('840257');
    await house.bot().logged(/alert: more changes/);
    expect(await metrics()).toContain('conference_pin_reset_alerts_total 1');
    await house.restart('SIGTERM', { RESET_LIMIT: '9/24h' });
    await change('951368');
    expect(await events('alert')).toHaveLength(1);
  });
});

describe('the line of a turn', () => {
  it('names the person, what was asked, the answer, the reference and the time it took', async () => {
    const form = await ask();
    await person().execute(form.activityId, actionData(cardIn(form), 'cancel'));
    const lines = (await house.bot().logged(/"msg":"turn"/, 2))
      .split('\n')
      .filter((line) => line.includes('"msg":"turn"'))
      .map((line) => JSON.parse(line));
    const reference = /[0-9A-Z]{4}-[0-9A-Z]{4}/.exec(textOf(cardIn(form)))?.[0];
    expect(lines).toMatchObject([
      { type: 'message', user: people.ordinary, did: 'words reset', outcome: 'shown', reference },
      { type: 'invoke', user: people.ordinary, did: 'button cancel', outcome: 'cancelled', reference },
    ]);
    for (const line of lines) expect(line.durationMs).toEqual(expect.any(Number));
  });

  it('is there for a turn that was given twice, and for one that is no wish', async () => {
    const activity = person().activity({ type: 'message', text: 'my secret wish' });
    await person().post(activity);
    await person().post(activity);
    await person().post(person().activity({ type: 'a type of the sender’s own' }));
    const log = await house.bot().logged(/"msg":"turn"/, 3);
    expect(log).toContain('"outcome":"repeated"');
    expect(log).toContain('"type":"other"');
    for (const text of ['secret', 'sender', 'Some Body']) expect(log).not.toContain(text);
  });
});
