import { randomUUID } from 'node:crypto';
import { afterEach, describe, expect, it } from 'vitest';
import { type FaultyWay, type Handler, pass, startProxy } from '../faults/proxy.ts';
import { cardIn, type Sent, textOf } from './connector.ts';
import { type House, openHouse, people } from './house.ts';
import { actionData } from './teams.ts';

let house: House;
let way: FaultyWay | undefined;
afterEach(async () => {
  await house.close();
  await way?.stop();
  way = undefined;
});

const isForm = ({ activity }: Sent): boolean => textOf(activity).includes('newPin');
const isReminder = ({ activity }: Sent): boolean => textOf(activity).includes('Signed in again on your desk');
const cardSays = (words: string) => (each: Sent) =>
  each.method === 'PUT' && textOf(each.activity).includes(words);
const dead = () => undefined;

/** A house in which this becomes of what the bot asks of a change. */
function openHouseWith(handler: Handler) {
  const between = async (url: string) => {
    way = await startProxy(url);
    way.meet(people.ordinary, handler);
    return way.url;
  };
  return openHouse({ bot: { REMINDERS: '1h' }, between });
}

/** The first message that fits is not answered: it is in the chat or not, and the bot does not know. */
function holdAt(fits: (each: { activity: object }) => boolean, taken: boolean): Promise<void> {
  const here = Promise.withResolvers<void>();
  house.connector.script.answer = (_method, activity) => {
    if (!fits({ activity })) return undefined;
    house.connector.script.answer = () => undefined;
    // What was taken is noted once this has returned.
    setImmediate(here.resolve);
    return { breaks: 'hang', taken };
  };
  return here.promise;
}

async function formOf(person: ReturnType<House['person']>): Promise<Sent> {
  await person.say('reset my PIN');
  return house.connector.waitFor(isForm);
}
const filled = (form: Sent) => ({
  ...actionData(cardIn(form), 'setPin'),
  newPin: '73914',
  repeatPin: '73914',
});
const owed = (kind: string) => house.rows<{ key: string }>(`select key from due_work where kind = '${kind}'`);
const attempts = () => house.rows<{ state: string; card_id: string | null }>('select * from attempts');

describe('a bot that dies', { timeout: 120_000 }, () => {
  it('before the form is in the chat: delivered again, the request brings it', async () => {
    house = await openHouse();
    const robin = house.person(people.ordinary);
    const id = randomUUID();
    const here = holdAt((each) => isForm(each as Sent), false);
    void robin.say('reset my PIN', { id }).catch(dead);
    await here;
    await house.restart('SIGKILL');
    expect(await attempts()).toMatchObject([{ state: 'shown', card_id: null }]);
    await robin.say('reset my PIN', { id });
    await house.connector.waitFor(isForm);
    expect(await attempts()).toHaveLength(1);
  });

  it('before it knows that the form is in the chat: what is sent there counts', async () => {
    house = await openHouse();
    const robin = house.person(people.ordinary);
    const here = holdAt((each) => isForm(each as Sent), true);
    void robin.say('reset my PIN').catch(dead);
    await here;
    await house.restart('SIGKILL');
    expect(await attempts()).toMatchObject([{ state: 'shown', card_id: null }]);
    const form = await house.connector.waitFor(isForm);
    await robin.execute(form.activityId, filled(form));
    const done = await house.connector.waitFor(cardSays('Your PIN is changed'));
    expect(done.activityId).toBe(form.activityId);
  });

  it('with a refusal on disk, before the card shows it: the next one shows it', async () => {
    house = await openHouse();
    const robin = house.person(people.ordinary);
    const form = await formOf(robin);
    const here = holdAt(({ activity }) => textOf(activity).includes('Too easy to guess'), false);
    await robin.submit(form.activityId, { ...filled(form), newPin: '12345', repeatPin: '12345' });
    await here;
    expect(await owed('card')).toHaveLength(1);
    await house.restart('SIGKILL');
    const next = await house.connector.waitFor(cardSays('Too easy to guess'));
    expect(next.activityId).toBe(form.activityId);
    expect(actionData(cardIn(next), 'setPin')).toMatchObject({ round: 2 });
  });

  it('before the PIN service has the change: it is withdrawn, and told so', async () => {
    const [here, over] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    house = await openHouseWith(async (exchange) => {
      if (exchange.method !== 'PUT') return pass(exchange);
      here.resolve();
      await over.promise;
      return 'hit';
    });
    const robin = house.person(people.ordinary);
    const form = await formOf(robin);
    void robin.execute(form.activityId, filled(form)).catch(dead);
    await here.promise;
    expect(await attempts()).toMatchObject([{ state: 'submitted' }]);
    expect([await owed('look'), await owed('overdue')].flat()).toHaveLength(2);
    await house.restart('SIGKILL');
    over.resolve();
    const told = await house.connector.waitFor(cardSays('Your PIN is not changed'));
    expect(textOf(told.activity)).toContain('the change was withdrawn');
    expect(told.activityId).toBe(form.activityId);
  });

  it('after the PIN is changed, before it knows: it asks, and tells it', async () => {
    const here = Promise.withResolvers<void>();
    house = await openHouseWith(async (exchange) => {
      if (exchange.method !== 'PUT') return pass(exchange);
      await exchange.forward();
      here.resolve();
      return 'hit';
    });
    const robin = house.person(people.ordinary);
    const form = await formOf(robin);
    void robin.execute(form.activityId, filled(form)).catch(dead);
    await here.promise;
    expect(await attempts()).toMatchObject([{ state: 'submitted' }]);
    await house.restart('SIGKILL');
    const told = await house.connector.waitFor(cardSays('Your PIN is changed'));
    expect(told.activityId).toBe(form.activityId);
    expect(await attempts()).toMatchObject([{ state: 'applied' }]);
    expect(await owed('reminder')).toHaveLength(1);
  });

  it('with the outcome on disk, before the card shows it: the next one shows it', async () => {
    house = await openHouse();
    const robin = house.person(people.ordinary);
    const form = await formOf(robin);
    const here = holdAt(({ activity }) => textOf(activity).includes('Your PIN is changed'), false);
    void robin.execute(form.activityId, filled(form)).catch(dead);
    await here;
    expect(await attempts()).toMatchObject([{ state: 'applied' }]);
    expect(await owed('card')).toHaveLength(1);
    await house.restart('SIGKILL');
    const told = await house.connector.waitFor(cardSays('Your PIN is changed'));
    expect(told.activityId).toBe(form.activityId);
  });

  it('after a reminder is in the chat, before it knows: it comes once more', async () => {
    house = await openHouse({ bot: { REMINDERS: '300ms' } });
    const robin = house.person(people.ordinary);
    const form = await formOf(robin);
    const here = holdAt((each) => isReminder(each as Sent), true);
    await robin.execute(form.activityId, filled(form));
    await here;
    expect(await owed('reminder')).toHaveLength(1);
    await house.restart('SIGKILL');
    const first = house.connector.sent.findIndex(isReminder);
    await house.connector.waitFor(isReminder, first + 1);
    while ((await owed('reminder')).length > 0) await robin.say('help');
    expect(house.connector.sent.filter(isReminder)).toHaveLength(2);
  });
});
