import { afterEach, describe, expect, it } from 'vitest';
import { type BotProcess, startBot } from '../flow/bot-process.ts';
import { cardIn, textOf } from '../flow/connector.ts';
import { type House, openHouse, people } from '../flow/house.ts';
import { outcomeOf } from '../flow/outcome.ts';
import { actionData, somebody, teams } from '../flow/teams.ts';

let house: House;
let second: BotProcess | undefined;
afterEach(async () => {
  await second?.end('SIGKILL');
  second = undefined;
  await house.close();
});

/** Two bots on one database, and one person who reaches either. */
async function openTwo(pinService: Record<string, string> = {}) {
  house = await openHouse({ pinService });
  second = await startBot({ ...house.env });
  const { url } = second;
  const who = somebody(people.ordinary);
  return {
    first: house.person(people.ordinary),
    second: teams(() => url, house.connector.url, who),
  };
}
async function shownBy(person: { say(text: string): Promise<unknown> }) {
  await person.say('reset my PIN');
  return house.connector.waitFor((each) => textOf(each.activity).includes('newPin'));
}
const filled = (card: unknown) => ({ ...actionData(card, 'setPin'), newPin: '73914', repeatPin: '73914' });
const changed = (each: { method: string; activity: object }) =>
  each.method === 'PUT' && textOf(each.activity).includes('Your PIN is changed');
const events = async (name: string) =>
  house.rows(`select 1 as one from attempt_events where event = '${name}'`);

describe('two replicas', () => {
  it('answer a form that the other has shown', async () => {
    const robin = await openTwo();
    const shown = await shownBy(robin.first);
    const answer = await robin.second.execute(shown.activityId, filled(cardIn(shown)));
    expect(textOf(await outcomeOf(house.connector, shown, answer, 'Your PIN is changed'))).toContain(
      'Your PIN is changed',
    );
    await house.connector.waitFor((each) => changed(each) && each.activityId === shown.activityId);
  });

  it('make one change of ten copies that are sent to both', async () => {
    const robin = await openTwo({ PIN_SERVICE_DELAY: '500ms' });
    const shown = await shownBy(robin.first);
    const copies = Array.from({ length: 10 }, (_, nth) =>
      (nth % 2 ? robin.first : robin.second).execute(shown.activityId, filled(cardIn(shown))),
    );
    for (const answer of await Promise.all(copies)) expect(answer.status).toBe(200);
    await house.connector.waitFor(changed);
    expect(await events('submitted')).toHaveLength(1);
    expect(await events('applied')).toHaveLength(1);
  });

  it('leave one live form where both are asked at once', async () => {
    const robin = await openTwo();
    await Promise.all([robin.first.say('reset my PIN'), robin.second.say('reset my PIN')]);
    expect(await house.rows("select id from attempts where state = 'shown'")).toHaveLength(1);
    expect(await house.rows("select id from attempts where state = 'replaced'")).toHaveLength(1);
  });

  it('settle what the other had under way when it died', async () => {
    const robin = await openTwo({ PIN_SERVICE_DELAY: '4s' });
    const shown = await shownBy(robin.first);
    await robin.first.execute(shown.activityId, filled(cardIn(shown)));
    await house.bot().end('SIGKILL');
    const done = await house.connector.waitFor(changed);
    expect(done.activityId).toBe(shown.activityId);
    expect(await events('applied')).toHaveLength(1);
  });
});

describe('a database that is away', () => {
  it('costs an honest card, is told to those who watch, and is used again when it is back', async () => {
    house = await openHouse();
    const robin = house.person(people.ordinary);
    await robin.say('help');
    await house.databaseAccess(false);
    await robin.say('reset my PIN');
    await house.connector.waitFor((each) => textOf(each.activity).includes('Something went wrong here'));
    const ready = await fetch(`${house.bot().url}/readyz`);
    expect([ready.status, await ready.json()]).toEqual([200, { store: 'down', pinService: 'up' }]);
    await house.databaseAccess(true);
    await shownBy(robin);
  });
});
