import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startZendesk, type Zendesk } from '../helpdesk/stand-in-zendesk.ts';
import { cardIn, textOf } from './connector.ts';
import { type House, openHouse, people } from './house.ts';
import { outcomeOf } from './outcome.ts';
import { actionData } from './teams.ts';

let desk: Zendesk;
let house: House;
beforeAll(async () => {
  desk = await startZendesk();
  house = await openHouse({ bot: desk.env });
});
afterAll(() => Promise.all([house.close(), desk.stop()]));

/** The card that this is answered with. */
async function answerTo(userId: string, text: string, words: string) {
  const from = house.connector.sent.length;
  await house.person(userId).say(text);
  const sent = await house.connector.waitFor(
    (each) => each.method === 'POST' && textOf(each.activity).includes(words),
    from,
  );
  return { id: sent.activityId, card: cardIn(sent) };
}

const formFor = (userId: string) => answerTo(userId, 'create a ticket', 'sendTicket');
const filled = (card: unknown, more: object): Record<string, any> => ({
  ...actionData(card, 'sendTicket'),
  problem: 'phone',
  line: '',
  callback: '',
  ...more,
});
const told = (words: string, from: number, patienceMs?: number) =>
  house.connector.waitFor((each) => textOf(each.activity).includes(words), from, patienceMs);

/** By its own id: what is said of a ticket of another test may come at any time. */
const madeOf = (id: string) => desk.made.filter(({ key }) => key === id);
const saidOpen = (id: string, patienceMs?: number) =>
  house.connector.waitFor(
    ({ activity }) => madeOf(id).some((made) => textOf(activity).includes(`Your ticket ${made.id} is open.`)),
    0,
    patienceMs,
  );

describe('a ticket', () => {
  it('is made of what has just happened, and answered with its number', async () => {
    const reset = await answerTo(people.ordinary, 'reset my PIN', 'newPin');
    const pin = '73914680';
    const answer = await house
      .person(people.ordinary)
      .execute(reset.id, { ...actionData(reset.card, 'setPin'), newPin: pin, repeatPin: pin });
    await outcomeOf(house.connector, { activityId: reset.id }, answer, 'Your PIN is changed');
    const { id, card } = await formFor(people.ordinary);
    expect(textOf(card)).toContain('My desk phone does not sign in');
    expect(textOf(card)).toContain('Outcome: changed');
    const from = house.connector.sent.length;
    const line = `it says 7 3 9-1 4680 is wrong since this morning`;
    const { body } = await house
      .person(people.ordinary)
      .execute(id, filled(card, { line, callback: '+1 410 309 0200' }));
    expect(textOf(body.value)).toContain('Your ticket is on its way');
    expect(textOf(body.value)).toContain('digits in your words were left out');
    const done = await told('Ticket 35401 is open', from);
    expect(done).toMatchObject({ method: 'PUT', activityId: id });
    expect(textOf(done.activity)).toContain('digits in your words were left out');
    // The desk shows it to its requester alone, and a trial knows nobody's address.
    expect(textOf(done.activity)).not.toContain('/hc/requests/');
    await told('Your ticket 35401 is open.', from);
    const [made] = desk.made;
    expect(made?.ticket.comment.body).toContain('it says •••• is wrong since this morning');
    expect(made?.ticket.comment.body).toContain('Call back: +1 410 309 0200');
    expect(made?.ticket.comment.body).toContain('Outcome: changed');
    expect(made?.ticket.comment.body).toContain(people.ordinary);
    const { attempt } = actionData(card, 'sendTicket');
    const [row] = await house.rows<{ reference: string }>(
      `select reference from attempts where id = '${attempt}'`,
    );
    expect(made?.ticket.external_id).toBe(row?.reference);
  });

  it('is about the change, though a form was only looked at since', async () => {
    await answerTo(people.ordinary, 'reset my PIN', 'newPin');
    const { card } = await formFor(people.ordinary);
    expect(textOf(card)).toContain('Outcome: changed');
  });

  it('is one, however often it is sent', async () => {
    const { id, card } = await formFor(people.pinSet);
    const data = filled(card, { problem: 'other' });
    const robin = house.person(people.pinSet);
    await Promise.all([robin.execute(id, data), robin.execute(id, data), robin.submit(id, data)]);
    await saidOpen(data.ticket);
    await robin.execute(id, data);
    expect(madeOf(data.ticket)).toHaveLength(1);
    expect(madeOf(data.ticket)[0]?.ticket.comment.body).not.toContain('Outcome');
  });

  it('is kept over a crash while the desk is away, said to be late, and delivered once', {
    timeout: 120_000,
  }, async () => {
    const { id, card } = await formFor(people.lockedForNow);
    const data = filled(card, { problem: 'meeting' });
    const from = house.connector.sent.length;
    desk.weather.push({ reset: 'after' }, { status: 503 }, { status: 429, headers: { 'retry-after': '6' } });
    await house.person(people.lockedForNow).execute(id, data);
    await house.restart('SIGKILL');
    await told('Your ticket is kept', from);
    await saidOpen(data.ticket, 45_000);
    expect(madeOf(data.ticket)).toHaveLength(1);
  });

  it.each([
    ['a number that is none', { callback: 'my desk' }, 'A phone number has 7 to 15 digits'],
    ['a short number', { callback: '0200' }, 'A phone number has 7 to 15 digits'],
    ['what may be a PIN', { callback: '73914680' }, 'A phone number has 7 to 15 digits'],
  ])('is not made of %s, and nothing typed is lost but digits', async (_what, more, words) => {
    const { id, card } = await formFor(people.pinSet);
    const { body } = await house
      .person(people.pinSet)
      .execute(id, filled(card, { line: 'pin 73914 refused', ...more }));
    expect(textOf(body.value)).toContain(words);
    expect(textOf(body.value)).toContain('pin •••• refused');
    expect(textOf(body.value)).not.toContain('73914');
    expect(house.connector.raw.join()).not.toContain('73914680');
    expect(await ticketRows(actionData(card, 'sendTicket').ticket)).toEqual([]);
  });

  it.each([
    ['a problem', { problem: 'whatever' }],
    ['an id', { ticket: 'x' }],
    ['a line', { line: 'x'.repeat(5_000) }],
    ['what was tried', { tried: ['x'] }],
  ])('is not made of data that is none of the form: %s', async (_what, more) => {
    const { id, card } = await formFor(people.pinSet);
    const { body } = await house.person(people.pinSet).execute(id, filled(card, more));
    expect(textOf(body.value)).toContain('That button did not work');
    expect(await ticketRows(actionData(card, 'sendTicket').ticket)).toEqual([]);
  });

  it('is made of words with a NUL in them, which not every store takes', async () => {
    const { id, card } = await formFor(people.pinSet);
    const data = filled(card, { line: 'no dial\0tone', phone: 'Polycom\0VVX', tried: [] });
    const { body } = await house.person(people.pinSet).execute(id, data);
    expect(textOf(body.value)).toContain('Your ticket is on its way');
    const [row] = (await ticketRows(data.ticket)) as { body: string }[];
    expect(row?.body).toContain('no dial tone');
    expect(row?.body).toContain('Polycom VVX');
  });

  it('of somebody else is nobody’s to send again', async () => {
    const { id, card } = await formFor(people.pinSet);
    const data = filled(card, {});
    await house.person(people.pinSet).execute(id, data);
    const { body } = await house.person(people.ordinary).execute('c', data);
    expect(textOf(body.value)).toContain('That button did not work');
    expect(await ticketRows(data.ticket)).toHaveLength(1);
  });

  it('about another’s attempt is about one’s own', async () => {
    const { card: theirs } = await formFor(people.ordinary);
    const { id, card } = await formFor(people.pinSet);
    const { attempt } = actionData(theirs, 'sendTicket');
    const data = filled(card, { ticket: randomUUID(), attempt });
    await house.person(people.pinSet).execute(id, data);
    const [row] = await ticketRows(data.ticket);
    expect(row).toMatchObject({ attempt_id: null, user_id: people.pinSet });
  });

  it('is urgent and nobody’s to fill in where somebody else is at work, and one however often it is said', async () => {
    const shown = await answerTo(people.ordinary, 'reset my PIN', 'newPin');
    const { attempt } = actionData(shown.card, 'setPin');
    const robin = house.person(people.ordinary);
    const { body } = await robin.execute('c', { do: 'notMe', attempt });
    expect(textOf(body.value)).toContain('An urgent ticket is on its way');
    await robin.execute('c', { do: 'notMe', attempt });
    await saidOpen(attempt);
    expect(madeOf(attempt)).toHaveLength(1);
    expect(madeOf(attempt)[0]?.ticket).toMatchObject({ priority: 'urgent', external_id: expect.any(String) });
  });
});

const ticketRows = (id: string) => house.rows<object>(`select * from tickets where id = '${id}'`);
