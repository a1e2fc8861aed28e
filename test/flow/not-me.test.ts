import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { languages, sayIn } from '../../src/language/catalogue.ts';
import { actionsOf } from '../cards/card-parts.ts';
import { startZendesk, type Zendesk } from '../helpdesk/stand-in-zendesk.ts';
import { cardIn, textOf } from './connector.ts';
import { type House, openHouse, people } from './house.ts';
import { actionData, somebody } from './teams.ts';

let desk: Zendesk;
let house: House;
beforeAll(async () => {
  desk = await startZendesk();
  house = await openHouse({ bot: desk.env });
});
afterAll(() => Promise.all([house.close(), desk.stop()]));

const { ordinary, pinSet, lockedForNow } = people;

/** What these words are answered with: the first card that holds the others. */
async function answerTo(userId: string, text: string, words: string, more: Record<string, unknown> = {}) {
  const from = house.connector.sent.length;
  await house.person(userId).say(text, more);
  const sent = await house.connector.waitFor(
    (each) => each.method === 'POST' && textOf(each.activity).includes(words),
    from,
  );
  return { id: sent.activityId, card: cardIn(sent), sent: house.connector.sent.slice(from) };
}

const offer = 'If this was not you, report it';
const offerTo = (userId: string, text = "that wasn't me", more: Record<string, unknown> = {}) =>
  answerTo(userId, text, offer, more);
const titlesOf = (card: unknown) => actionsOf(card as never).map(({ title }) => title);
const attemptOf = async (id: string) =>
  (await house.rows<{ state: string; reference: string }>(`select * from attempts where id = '${id}'`))[0];
const eventsOf = (event: string) =>
  house.rows(`select attempt_id from attempt_events where event = '${event}'`);
const ticketsOf = (id: string) => house.rows<{ id: string }>(`select id from tickets where id = '${id}'`);

async function change(userId: string, pin: string): Promise<string> {
  const { id, card } = await answerTo(userId, 'reset my PIN', 'newPin');
  await send(userId, { id, card }, pin);
  return String(actionData(card, 'setPin').attempt);
}

/** Sends a form, and waits for what becomes of it in its place. */
async function send(userId: string, { id, card }: { id: string; card: unknown }, pin: string) {
  const data = { ...actionData(card, 'setPin'), newPin: pin, repeatPin: pin };
  await house.person(userId).execute(id, data);
  await house.connector.waitFor(
    (each) => each.activityId === id && textOf(each.activity).includes('Your PIN is changed'),
  );
}

describe('"that was not me" in words', () => {
  it('of whom the bot changed nothing, leads to the help desk, with a ticket that says so already', async () => {
    const { card } = await offerTo(pinSet, 'somebody changed my PIN');
    expect(textOf(card)).toContain('No change of your PIN through this bot is on file.');
    expect(titlesOf(card)).toEqual(['Create a ticket', 'My PIN status', 'Help']);
    const from = house.connector.sent.length;
    await house.person(pinSet).execute('c', actionData(card, 'ticket'));
    const form = await house.connector.waitFor((each) => textOf(each.activity).includes('sendTicket'), from);
    expect(textOf(form.activity)).toContain('"value":"notMe"');
    const data = actionData(cardIn(form), 'sendTicket');
    const typed = { ...data, problem: 'notMe', line: '', callback: 'my desk' };
    const again = await house.person(pinSet).execute(form.activityId, typed);
    expect(textOf(again.body.value)).toContain('"value":"notMe"');
    expect(textOf(again.body.value)).toContain('Somebody else may have changed my PIN');
    await house.person(pinSet).execute(form.activityId, { ...typed, callback: '' });
    const made = () => desk.made.find(({ key }) => key === data.ticket);
    await house.connector.waitFor(() => made() !== undefined);
    expect(made()?.ticket).toMatchObject({ priority: 'urgent' });
  });

  it('while a form is open closes nothing, and says that it has changed nothing', async () => {
    const form = await answerTo(lockedForNow, 'reset my PIN', 'newPin');
    const data = actionData(form.card, 'setPin');
    const { card } = await offerTo(lockedForNow, 'I did not ask for this');
    expect(textOf(card)).toContain('That has not changed your PIN.');
    expect(actionData(card, 'notMe').attempt).toBe(data.attempt);
    expect(await attemptOf(data.attempt)).toMatchObject({ state: 'shown' });
    await send(lockedForNow, form, '739146');
    expect(await attemptOf(data.attempt)).toMatchObject({ state: 'applied' });
  });

  it('after a change tells of it, reports nothing, and offers the button, which opens one urgent ticket', async () => {
    const attempt = await change(ordinary, '840257');
    const { id, card } = await offerTo(ordinary);
    const { reference } = (await attemptOf(attempt)) ?? {};
    expect(textOf(card)).toContain('Your PIN was changed through this bot on');
    expect(textOf(card)).toContain(`reference ${reference}`);
    expect(textOf(card)).toContain('Nothing is reported yet.');
    expect(titlesOf(card)).toEqual(['This was not me', 'My PIN status', 'Help']);
    expect([await eventsOf('not_me'), await ticketsOf(attempt)]).toEqual([[], []]);
    expect(await house.rows("select key from due_work where kind = 'reminder'")).not.toEqual([]);
    const data = actionData(card, 'notMe');
    expect(data.attempt).toBe(attempt);
    for (const _ of ['once', 'again']) {
      const { body } = await house.person(ordinary).execute(id, data);
      expect(textOf(body.value)).toContain('An urgent ticket is on its way');
    }
    await house.connector.waitFor(() => desk.made.some(({ key }) => key === attempt));
    expect(desk.made.filter(({ key }) => key === attempt)).toHaveLength(1);
    expect(await eventsOf('not_me')).toEqual([{ attempt_id: attempt }]);
  });

  it('after a change and a form since is about the change, and tells of both', async () => {
    await answerTo(ordinary, 'reset my PIN', 'newPin');
    const { card } = await offerTo(ordinary);
    const [changed] = await house.rows<{ id: string }>(
      `select id from attempts where state = 'applied' and user_id = '${ordinary}'`,
    );
    expect(actionData(card, 'notMe').attempt).toBe(changed?.id);
    expect(textOf(card)).toMatch(/was changed through this bot.*That has not changed your PIN/s);
  });

  it('with a PIN in it is warned of first, and still answered', async () => {
    const { sent } = await offerTo(ordinary, "I did not change my PIN, it is still 951368, that wasn't me");
    const cards = sent.filter((each) => cardIn(each)).map((each) => textOf(each.activity));
    expect(cards[0]).toContain(sayIn('en')('notice.pinInChat.title'));
    expect(cards.at(-1)).toContain(offer);
    expect(cards.join()).not.toContain('951368');
  });

  it('in a group leads to the private chat, and tells nothing of the change', async () => {
    const conversation = { id: '19:group@thread.v2', conversationType: 'groupChat', isGroup: true };
    const { tenantId } = somebody('x');
    const { sent } = await answerTo(ordinary, "<at>PIN bot</at> that wasn't me", 'private chat', {
      conversation: { ...conversation, tenantId },
    });
    for (const personal of ['was changed through', 'reference', 'notMe'])
      expect(textOf(sent)).not.toContain(personal);
  });

  it('leaves the steps for a phone, and is answered', async () => {
    await answerTo(ordinary, 'phone sign-in steps', 'Sign in on your desk phone');
    const { card } = await offerTo(ordinary, 'someone else reset my pin');
    expect(titlesOf(card)[0]).toBe('This was not me');
  });

  it.each(languages)('as the button says it is understood, in %s', async (locale) => {
    const say = sayIn(locale);
    const { card } = await answerTo(ordinary, say('action.notMe'), say('notMe.report.title'), { locale });
    expect(titlesOf(card)[0]).toBe(say('action.notMe'));
    expect(textOf(card)).toContain(`**${say('action.notMe')}**`);
  });
});
