import { afterEach, describe, expect, it } from 'vitest';
import { cardIn, type Sent, textOf } from './connector.ts';
import { type House, openHouse, people } from './house.ts';
import { askedInTime } from './in-time.ts';
import { outcomeOf } from './outcome.ts';
import { actionData } from './teams.ts';

let house: House;
afterEach(() => house.close());

const isReminder = (each: Sent) =>
  each.method === 'POST' && textOf(each.activity).includes('Signed in again on your desk phone?');

async function changePin(userId: string = people.ordinary, pin = '73914') {
  const person = house.person(userId);
  const shown = await askedInTime(person, async () => {
    const from = house.connector.sent.length;
    await person.say('reset my PIN');
    return house.connector.waitFor((each) => textOf(each.activity).includes('newPin'), from);
  });
  const answer = await person.execute(shown.activityId, {
    ...actionData(cardIn(shown), 'setPin'),
    newPin: pin,
    repeatPin: pin,
  });
  expect(textOf(await outcomeOf(house.connector, shown, answer, 'Your PIN is changed'))).toContain(
    'Your PIN is changed',
  );
  return person;
}

/** The reminders that are still owed. */
const owed = () =>
  house.rows<{ key: string; due_at: number }>(
    "select key, due_at from due_work where kind = 'reminder' order by due_at",
  );

describe('the reminder', () => {
  it('comes, with a notification, and ends with Done', async () => {
    house = await openHouse({ bot: { REMINDERS: '300ms,1h' } });
    const robin = await changePin();
    const reminder = await house.connector.waitFor(isReminder);
    expect(reminder.activity.channelData.notification.alert).toBe(true);
    expect(reminder.activity.summary).toBe('Signed in again on your desk phone?');
    expect((await owed()).some((work) => work.key.endsWith(':2'))).toBe(true);
    const answer = await robin.execute(reminder.activityId, actionData(cardIn(reminder), 'reminderDone'));
    expect(textOf(answer.body.value)).toContain('not be reminded again');
    expect(await owed()).toEqual([]);
    const durable = await house.connector.waitFor(
      (each) => each.method === 'PUT' && each.activityId === reminder.activityId,
    );
    expect(textOf(durable.activity)).toContain('not be reminded again');
  });

  it('is put off to the time that the person chooses', async () => {
    house = await openHouse({ bot: { REMINDERS: '300ms' } });
    const robin = await changePin();
    const reminder = await house.connector.waitFor(isReminder);
    const answer = await robin.execute(reminder.activityId, {
      ...actionData(cardIn(reminder), 'reminderLater'),
      when: 'hour',
    });
    expect(textOf(answer.body.value)).toContain('The next reminder comes on');
    const [next] = await owed();
    const awayMs = (next?.due_at ?? 0) - Date.now();
    expect(awayMs).toBeGreaterThan(3_000_000);
    expect(awayMs).toBeLessThanOrEqual(3_600_000);
  });

  it('says what to do where the phone does not work', async () => {
    house = await openHouse({ bot: { REMINDERS: '300ms' } });
    const robin = await changePin();
    const reminder = await house.connector.waitFor(isReminder);
    await robin.execute(reminder.activityId, actionData(cardIn(reminder), 'phoneHelp'));
    const help = await house.connector.waitFor((each) =>
      textOf(each.activity).includes('Which phone do you want to sign in on?'),
    );
    expect(textOf(help.activity)).toContain('Polycom CX600');
  });

  it('ends with "done" in words', async () => {
    house = await openHouse();
    const robin = await changePin();
    expect((await owed()).length).toBeGreaterThan(0);
    await robin.say('done');
    await house.connector.waitFor((each) => textOf(each.activity).includes('not be reminded again'));
    expect(await owed()).toEqual([]);
  });

  it.each([
    ['yes', 'en-US', 'not be reminded again', 0],
    ['Ja!', 'de-DE', 'nicht mehr erinnert', 0],
    ['no', 'en-US', 'Which phone do you want to sign in on?', 1],
    // What may mean that they will be.
    ['ok', 'en-US', 'Phone sign-in steps', 1],
  ])('is a question: "%s" (%s) is its answer', async (text, locale, told, left) => {
    house = await openHouse({ bot: { REMINDERS: '300ms,1h' } });
    const robin = await changePin();
    await house.connector.waitFor(isReminder);
    const { changeId = '' } =
      (
        await house.rows<{ changeId: string }>(
          'select id as "changeId" from attempts where state = \'applied\'',
        )
      )[0] ?? {};
    await house.quiet(`reminder:${changeId}:1`);
    const from = house.connector.sent.length;
    await robin.say(text, { locale });
    const answer = await house.connector.waitFor(({ method }) => method === 'POST', from);
    expect(textOf(answer.activity)).toContain(told);
    expect(await owed()).toHaveLength(left);
  });

  it('of an earlier change is replaced by those of a later one', async () => {
    house = await openHouse({ bot: { REMINDERS: '1h' } });
    await changePin();
    const [first] = await owed();
    await changePin(people.ordinary, '80426');
    const [second, ...more] = await owed();
    expect(more).toEqual([]);
    expect(second?.key).not.toBe(first?.key);
  });

  it('is not for a person who has no desk phone', async () => {
    house = await openHouse();
    await changePin('c4f81a96-b7e2-4835-8b6d-03d9f5c70206');
    expect(await owed()).toEqual([]);
  });

  it('survives a kill', async () => {
    house = await openHouse({ bot: { REMINDERS: '3s' } });
    await changePin();
    await house.restart('SIGKILL');
    await house.connector.waitFor(isReminder);
  });

  it('stops when the bot is removed', async () => {
    house = await openHouse({ bot: { REMINDERS: '1h' } });
    const robin = await changePin();
    await robin.install('remove');
    expect(await owed()).toEqual([]);
  });

  it('goes on where the removal was an earlier one, come late', async () => {
    house = await openHouse({ bot: { REMINDERS: '1h' } });
    const robin = await changePin();
    await robin.install('remove', { timestamp: new Date(Date.now() - 60_000).toISOString() });
    expect(await owed()).toHaveLength(1);
  });

  it('waits for a person who has blocked the bot, and comes when the person writes again', async () => {
    house = await openHouse({ bot: { REMINDERS: '300ms' } });
    let refused = () => {};
    const blocked = new Promise<void>((resolve) => {
      refused = resolve;
    });
    house.connector.script.answer = (method, activity) => {
      if (method !== 'POST' || !textOf(activity).includes('desk phone?')) return undefined;
      refused();
      return 403;
    };
    const robin = await changePin();
    await blocked;
    house.connector.script.answer = () => undefined;
    // The first may come before the refusal is written down.
    while (!house.connector.sent.some(isReminder)) await robin.say('status');
    expect(house.connector.sent.filter(isReminder)).toHaveLength(1);
  });

  it('is tried again where the connector fails', async () => {
    house = await openHouse({ bot: { REMINDERS: '300ms' } });
    let failures = 0;
    house.connector.script.answer = (method, activity) => {
      if (method !== 'POST' || !textOf(activity).includes('desk phone?') || failures >= 2) return undefined;
      failures += 1;
      return 503;
    };
    await changePin();
    await house.connector.waitFor(isReminder);
    expect(failures).toBe(2);
  });
});
