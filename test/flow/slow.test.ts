import { afterEach, describe, expect, it } from 'vitest';
import { type FaultyWay, pass, startProxy } from '../faults/proxy.ts';
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

/** The PIN service makes the change at once, and keeps its answer to itself until it is told to give it. */
async function openHolding(): Promise<{ answer: () => void }> {
  const over = Promise.withResolvers<void>();
  const between = async (url: string) => {
    way = await startProxy(url);
    way.meet(people.ordinary, async (exchange) => {
      if (exchange.method !== 'PUT') return pass(exchange);
      const answer = await exchange.forward();
      await over.promise;
      exchange.answer(answer);
      return 'hit';
    });
    return way.url;
  };
  house = await openHouse({ between });
  return { answer: () => over.resolve() };
}

async function submitted(pin = '73914') {
  const robin = house.person(people.ordinary);
  const from = house.connector.sent.length;
  await robin.say('reset my PIN');
  const shown = await house.connector.waitFor((each) => textOf(each.activity).includes('newPin'), from);
  const answer = await robin.execute(shown.activityId, {
    ...actionData(cardIn(shown), 'setPin'),
    newPin: pin,
    repeatPin: pin,
  });
  return { robin, shown, answer };
}
const changed = (each: { method: string; activity: object }) =>
  each.method === 'PUT' && textOf(each.activity).includes('Your PIN is changed');

describe('a slow or failing PIN service', () => {
  it('is being worked on, then the outcome replaces the card', async () => {
    house = await openHouse({ pinService: { PIN_SERVICE_DELAY: '3s' } });
    const { shown, answer } = await submitted();
    expect(textOf(answer.body.value)).toContain('Your PIN is being changed');
    const done = await house.connector.waitFor(changed);
    expect(done.activityId).toBe(shown.activityId);
  });

  it('whose answer does not come in time is asked until it is known, and the person is told so meanwhile', async () => {
    house = await openHouse({ pinService: { PIN_SERVICE_DELAY: '10s' }, bot: { PIN_SERVICE_TIMEOUT: '2s' } });
    await submitted();
    const unknown = await house.connector.waitFor((each) =>
      textOf(each.activity).includes('do not try again now'),
    );
    expect(unknown.method).toBe('PUT');
    await house.connector.waitFor(changed);
  });

  it('gets a message of its own where it took more than ten seconds, because an edited card rings nobody', async () => {
    house = await openHouse({ pinService: { PIN_SERVICE_DELAY: '11s' } });
    const { shown } = await submitted();
    const note = await house.connector.waitFor(
      (each) => each.method === 'POST' && each.activity.text === 'Your conferencing PIN is changed.',
    );
    expect(note.activity.channelData.notification.alert).toBe(true);
    // None after the form, and none beside Action.Execute, which shows by itself that it is on its way.
    const later = house.connector.sent.slice(house.connector.sent.indexOf(shown) + 1);
    expect(later.filter(({ activity }) => activity.type === 'typing')).toEqual([]);
    expect(house.connector.sent.findIndex(changed)).toBeLessThan(house.connector.sent.indexOf(note));
  });

  it.each(['reset my PIN', 'status', 'cancel'])(
    '"%s" meanwhile leaves no second card behind',
    async (words) => {
      const service = await openHolding();
      const { robin, shown } = await submitted();
      await robin.say(words);
      const told = await house.connector.waitFor((each) =>
        textOf(each.activity).includes('still being changed'),
      );
      expect(told.method).toBe('POST');
      service.answer();
      const done = await house.connector.waitFor(changed);
      expect(done.activityId).toBe(shown.activityId);
    },
  );

  it('lets a form wait that is sent meanwhile, and says so', async () => {
    const service = await openHolding();
    const robin = house.person(people.ordinary);
    await robin.say('reset my PIN');
    const older = await house.connector.waitFor((each) => textOf(each.activity).includes('newPin'));
    const { shown, answer } = await submitted();
    expect(textOf(answer.body.value)).toContain('being changed');
    const closed = (each: Sent) =>
      each.activityId === older.activityId && textOf(each.activity).includes('There is a newer form');
    // Closed when the newer one was shown; what is looked for below is that it is closed once more.
    await house.connector.waitFor(closed);
    const { attempt } = actionData(cardIn(older), 'setPin');
    await house.quiet(`card:${attempt}`);
    const from = house.connector.sent.length;
    const pressed = await robin.execute(older.activityId, {
      ...actionData(cardIn(older), 'setPin'),
      newPin: '80264',
      repeatPin: '80264',
    });
    expect(textOf(pressed.body.value)).toContain('being changed by another form');
    expect(await house.rows(`select key from due_work where key = 'card:${attempt}'`)).toHaveLength(1);
    expect(house.connector.sent.slice(from).filter(closed)).toEqual([]);
    service.answer();
    await house.connector.waitFor(changed);
    await house.connector.waitFor(closed, from);
    // The same card may be put twice, but no other says so.
    const told = house.connector.sent.filter(changed).map(({ activityId }) => activityId);
    expect([...new Set(told)]).toEqual([shown.activityId]);
  });

  it('takes polling where it answers 202', async () => {
    house = await openHouse({ pinService: { PIN_SERVICE_DELAY: '3s', PIN_SERVICE_ANSWER_AFTER: '200ms' } });
    await submitted();
    await house.connector.waitFor(changed);
  });

  it('that is gone before anything was sent is "not changed", with a way on', async () => {
    house = await openHouse();
    const robin = house.person(people.ordinary);
    await robin.say('reset my PIN');
    const shown = await house.connector.waitFor((each) => textOf(each.activity).includes('newPin'));
    await house.pinService.kill();
    await robin.execute(shown.activityId, {
      ...actionData(cardIn(shown), 'setPin'),
      newPin: '73914',
      repeatPin: '73914',
    });
    const told = await house.connector.waitFor((each) =>
      textOf(each.activity).includes('Your PIN is not changed'),
    );
    expect(actionData(cardIn(told), 'reset')).toBeDefined();
  });

  it('finds the outcome after the bot was killed in mid-call', async () => {
    house = await openHouse({ pinService: { PIN_SERVICE_DELAY: '4s' } });
    await submitted();
    await house.restart('SIGKILL');
    await house.connector.waitFor(changed);
  });

  it('lets the bot stop only after its answer', async () => {
    house = await openHouse({ pinService: { PIN_SERVICE_DELAY: '3s' } });
    await submitted();
    expect(await house.bot().end('SIGTERM')).toBe(0);
    await house.restart('SIGTERM');
    await house.connector.waitFor(changed);
  });

  it('keeps the bot from stopping until a second signal ends it at once; the next finds the outcome', async () => {
    await openHolding();
    await submitted();
    const ended = house.bot().end('SIGTERM');
    const listens = () =>
      fetch(`${house.bot().url}/healthz`).then(
        () => true,
        () => false,
      );
    while (await listens());
    await house.bot().end('SIGTERM');
    expect(await ended).toBe(1);
    await house.restart('SIGTERM');
    await house.connector.waitFor(changed);
  });
});
