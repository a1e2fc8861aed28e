import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { cardIn, memberOf, textOf } from '../flow/connector.ts';
import { type House, openHouse, people } from '../flow/house.ts';
import { registered } from '../flow/registered.ts';
import { actionData } from '../flow/teams.ts';

const pin = '739146';
const robin = people.ordinary;
const unconfirmed = 'Teams has not confirmed in time who you are';
const accountId = `29:${robin}`;
let house: House;
let registration: Awaited<ReturnType<typeof registered>>;
beforeAll(async () => {
  registration = await registered();
  return registration.stop;
});
const open = async (more: Record<string, string> = {}) => {
  house = await openHouse({ bot: { ...registration.env, ...more } });
};
beforeEach(() => open());
afterEach(() => house.close());

const person = () =>
  house.person(
    robin,
    registration.authorization(() => house.connector.url),
  );

/** Asks for a form, and returns its message and the data of its button. */
async function form() {
  const from = house.connector.sent.length;
  await person().say('reset my PIN');
  const message = await house.connector.waitFor(
    (each) => cardIn(each)?.body !== undefined && each.method === 'POST',
    from,
  );
  return { message, card: cardIn(message), id: message.activityId };
}

/** Sends the form, and waits until its card in the chat says so. */
async function submit(id: string, card: unknown, told: string) {
  const from = house.connector.sent.length;
  const data = { ...actionData(card, 'setPin'), newPin: pin, repeatPin: pin };
  const answer = await person().execute(id, data);
  const update = await house.connector.waitFor(
    (each) => each.method === 'PUT' && textOf(cardIn(each)).includes(told),
    from,
  );
  return { answer, shown: cardIn(update) };
}

const states = () => house.rows('select state, code from attempts');
const changesAtService = async () =>
  (await house.rows("select change_id from attempts where state = 'applied'")).length;
const member = (more: Record<string, unknown>) => () => ({
  member: { ...memberOf(accountId).member, ...more },
});

describe('the roster, before a PIN is set', () => {
  it('confirms a member, and is asked once for the form and its submission', async () => {
    const { id, card } = await form();
    await submit(id, card, 'Your PIN is changed');
    expect(house.connector.roster.asked).toEqual([accountId]);
  });

  it.each<[string, Record<string, unknown>]>([
    ['another object id', { objectId: people.pinSet }],
    ['two object ids that do not agree', { aadObjectId: people.pinSet }],
    ['no object id', { objectId: undefined }],
    ['another account', { id: '29:somebody-else' }],
    ['another tenant', { tenantId: '00000000-0000-4000-8000-000000000001' }],
    ['a guest', { userRole: 'guest' }],
    ['a guest by their name', { userPrincipalName: 'robin_other.example#EXT#@contoso.example' }],
    ['an anonymous participant', { userRole: 'anonymous' }],
    ['a bot', { userRole: 'bot' }],
  ])('refuses a person whom it calls %s: no form', async (_what, more) => {
    house.connector.roster.answer = member(more);
    const { card } = await form();
    expect(textOf(card)).toContain('Guests cannot set a PIN here');
    expect(textOf(card)).not.toContain('setPin');
    expect(await states()).toEqual([{ state: 'failed', code: 'stranger' }]);
  });

  it('refuses a person whom it does not hold', async () => {
    house.connector.roster.answer = () => ({
      failure: { status: 404, code: 'MemberNotFoundInConversation' },
    });
    expect(textOf((await form()).card)).toContain('Teams does not confirm that this is your own account');
  });

  it('refuses the submission of somebody who has become a guest since the form', async () => {
    house.connector.roster.answer = () => ({ failure: 503 });
    const { id, card } = await form();
    house.connector.roster.answer = member({ userRole: 'guest' });
    await submit(id, card, 'Guests cannot set a PIN here');
    expect(await states()).toEqual([{ state: 'failed', code: 'stranger' }]);
    expect(await changesAtService()).toBe(0);
  });

  it.each([
    ['answers 503', { status: 503 }],
    ['is cut off', { breaks: 'reset' as const, taken: false }],
    ['answers a 404 that is a gateway’s', { status: 404, bare: true }],
  ])('gives the form back where it %s, and after two tries leads to the help desk', async (_how, failure) => {
    house.connector.roster.answer = () => ({ failure });
    const { id, card } = await form();
    expect(textOf(card)).toContain('setPin');
    const first = await submit(id, card, unconfirmed);
    expect(actionData(first.shown, 'setPin').round).toBe(2);
    const second = await submit(id, first.shown, 'Teams has twice not confirmed');
    expect(textOf(second.shown)).toContain('410-309-0200');
    expect(await states()).toEqual([{ state: 'failed', code: 'unconfirmed' }]);
  });

  it('takes the PIN at the second try where it is back by then', async () => {
    house.connector.roster.answer = () => ({ failure: 503 });
    const { id, card } = await form();
    const first = await submit(id, card, unconfirmed);
    house.connector.roster.answer = memberOf;
    await submit(id, first.shown, 'Your PIN is changed');
    expect(await states()).toEqual([{ state: 'applied', code: null }]);
  });

  it('says a word within the turn where it does not answer at all', async () => {
    house.connector.roster.answer = () => undefined;
    const { id, card } = await form();
    const { answer } = await submit(id, card, unconfirmed);
    expect(textOf(answer.body)).toContain('Your PIN is being changed');
  });

  it('is asked again for another account in the same name', async () => {
    const { id, card } = await form();
    const from = { id: '29:forged', aadObjectId: robin, name: 'Robin' };
    const data = { ...actionData(card, 'setPin'), newPin: pin, repeatPin: pin };
    await person().execute(id, data, { from });
    await house.connector.waitFor(
      (each) => cardIn(each) && textOf(cardIn(each)).includes('Your PIN is not changed'),
    );
    expect(house.connector.roster.asked).toEqual([accountId, '29:forged']);
  });
});

describe('a backend that knows people by their principal name', () => {
  beforeEach(async () => {
    await house.close();
    await open({ PIN_SERVICE_USER_KEY: 'userPrincipalName' });
  });

  it('is asked by the name that the roster gives', async () => {
    house.connector.roster.answer = member({ userPrincipalName: 'robin.castellan@contoso.example' });
    const { id, card } = await form();
    expect(textOf(card)).toContain('Robin Castellan');
    await submit(id, card, 'Your PIN is changed');
    expect(await changesAtService()).toBe(1);
  });

  it('gives no form where the roster is away or has no name', async () => {
    house.connector.roster.answer = () => ({ failure: 503 });
    expect(textOf((await form()).card)).toContain(unconfirmed);
    house.connector.roster.answer = member({ userPrincipalName: undefined });
    expect(textOf((await form()).card)).toContain(unconfirmed);
    expect(await states()).toEqual(Array(2).fill({ state: 'failed', code: 'unconfirmed' }));
  });

  it('writes the name nowhere', async () => {
    house.connector.roster.answer = member({ userPrincipalName: 'robin.castellan@contoso.example' });
    const { id, card } = await form();
    await submit(id, card, 'Your PIN is changed');
    expect(house.bot().log()).not.toContain('robin.castellan');
    const written = JSON.stringify([
      await house.rows('select * from attempts'),
      await house.rows('select * from attempt_events'),
    ]);
    expect(written).not.toContain('robin.castellan@');
  });
});
