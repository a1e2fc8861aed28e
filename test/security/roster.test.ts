import { randomUUID } from 'node:crypto';
import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { cardIn, memberOf, type Sent, textOf } from '../flow/connector.ts';
import { askedInTime } from '../flow/in-time.ts';
import { actionData, somebody } from '../flow/teams.ts';
import { type GuardedHouse, openGuardedHouse } from './guarded.ts';

const pin = '739146';
const unconfirmed = 'Teams has not confirmed in time who you are';
/** A person for each test, who know nothing of each other. */
const staff = Array.from({ length: 60 }, () => ({
  id: randomUUID(),
  userPrincipalName: `robin-${randomUUID()}@contoso.example`,
  displayName: 'Robin Castellan',
  phoneNumber: '+14103090200',
  extension: '0200',
}));
const stranger = randomUUID();
let robin: (typeof staff)[number];
let accountId: string;
let house: GuardedHouse;
let nothing: unknown[];

/** One bot for all tests of a part. */
function withHouse(bot: Record<string, string> = {}): void {
  beforeAll(async () => {
    const seedFile = join(await mkdtemp(join(tmpdir(), 'roster-')), 'seed.json');
    await writeFile(seedFile, JSON.stringify(staff));
    house = await openGuardedHouse({ bot, pinService: { PIN_SERVICE_SEED: seedFile } });
  });
  afterAll(() => house.close());
  beforeEach(() => {
    const next = staff.pop();
    if (!next) throw new Error('More tests than people');
    robin = next;
    accountId = `29:${robin.id}`;
    house.connector.roster.asked.length = 0;
    house.connector.roster.answer = memberOf;
    nothing = house.changes();
  });
}

const person = () => house.guest(robin.id);

async function asked(): Promise<Sent> {
  const from = house.connector.sent.length;
  await person().say('reset my PIN');
  return house.connector.waitFor((each) => cardIn(each)?.body !== undefined && each.method === 'POST', from);
}
/** Asks for a form, and returns its message and the data of its button. */
async function form(asking = asked) {
  const message = await asking();
  return { message, card: cardIn(message), id: message.activityId };
}
/** The same where roster and service have said in time what they know. */
const formInTime = () => form(() => askedInTime(person(), asked));

/** Sends the form, and waits until its card in the chat says so. */
async function submit(id: string, card: unknown, told: string) {
  const data = { ...actionData(card, 'setPin'), newPin: pin, repeatPin: pin };
  const answer = await person().execute(id, data);
  const update = await house.connector.waitFor(
    (each) => each.method === 'PUT' && each.activityId === id && textOf(cardIn(each)).includes(told),
  );
  return { answer, shown: cardIn(update) };
}

const states = () =>
  house.rows(
    `select state, code from attempts where user_id = '${robin.id}' and state <> 'cancelled' order by created_at`,
  );
/** By what the PIN service itself has on file of changes, and of PINs that were set. */
const nothingAsked = () => expect(house.changes()).toEqual(nothing);
const member = (more: Record<string, unknown>) => () => ({
  member: { ...memberOf(accountId).member, ...more },
});

describe('the roster, before a PIN is set', () => {
  withHouse();

  it('confirms a member, and is asked once for the form and its submission', async () => {
    const { id, card } = await form();
    await submit(id, card, 'Your PIN is changed');
    expect(house.connector.roster.asked).toEqual([accountId]);
  });

  it.each<[string, Record<string, unknown>]>([
    ['another object id', { objectId: stranger }],
    ['two object ids that do not agree', { aadObjectId: stranger }],
    ['no object id', { objectId: undefined }],
    ['another account', { id: '29:somebody-else' }],
    ['another tenant', { tenantId: '00000000-0000-4000-8000-000000000001' }],
    ['a guest', { userRole: 'guest' }],
    ['a guest by their name', { userPrincipalName: 'robin_other.example#EXT#@contoso.example' }],
    ['an anonymous participant', { userRole: 'anonymous' }],
    ['a bot', { userRole: 'bot' }],
  ])('refuses a person whom it calls %s: no form', async (_what, more) => {
    house.connector.roster.answer = member(more);
    const { card } = await formInTime();
    expect(textOf(card)).toContain('Guests cannot set a PIN here');
    expect(textOf(card)).not.toContain('setPin');
    expect(await states()).toEqual([{ state: 'failed', code: 'stranger' }]);
    nothingAsked();
  });

  it('refuses a person whom it does not hold', async () => {
    house.connector.roster.answer = () => ({
      failure: { status: 404, code: 'MemberNotFoundInConversation' },
    });
    expect(textOf((await formInTime()).card)).toContain(
      'Teams does not confirm that this is your own account',
    );
  });

  it('refuses the submission of somebody who has become a guest since the form', async () => {
    house.connector.roster.answer = () => ({ failure: 503 });
    const { id, card } = await form();
    house.connector.roster.answer = member({ userRole: 'guest' });
    await submit(id, card, 'Guests cannot set a PIN here');
    expect(await states()).toEqual([{ state: 'failed', code: 'stranger' }]);
    nothingAsked();
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
    nothingAsked();
  });

  it('makes nobody a stranger for how they are called', async () => {
    house.connector.roster.answer = member({ name: 'x'.repeat(300), email: 7 });
    const { id, card } = await form();
    await submit(id, card, 'Your PIN is changed');
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

  it('counts its tries over a PIN that the rules refuse', async () => {
    house.connector.roster.answer = () => ({ failure: 503 });
    const { id, card } = await form();
    const first = await submit(id, card, unconfirmed);
    const weak = { ...actionData(first.shown, 'setPin'), newPin: '11111', repeatPin: '11111' };
    const refused = await person().execute(id, weak);
    expect(textOf(refused.body)).toContain('Too easy to guess');
    await submit(id, refused.body.value, 'Teams has twice not confirmed');
    nothingAsked();
  });
});

describe('somebody in the name of another', () => {
  withHouse();

  const forger = () => ({ id: '29:forger', aadObjectId: robin.id, name: 'Robin' });
  const elsewhere = { id: 'a:forger', conversationType: 'personal', tenantId: somebody('x').tenantId };
  const times = [undefined, '2001-01-01T00:00:00Z', '9999-01-01T00:00:00Z'];

  it.each(times)(
    'has no form of theirs sent: the roster is asked about the forger (%s)',
    async (timestamp) => {
      const { id, card } = await form();
      const data = { ...actionData(card, 'setPin'), newPin: pin, repeatPin: pin };
      await person().execute(id, data, { from: forger(), ...(timestamp ? { timestamp } : {}) });
      await house.connector.waitFor(
        (each) => each.activityId === id && textOf(cardIn(each)).includes('PIN is not changed'),
      );
      expect(house.connector.roster.asked).toEqual([accountId, '29:forger']);
      nothingAsked();
    },
  );

  it.each(times)(
    'gets no form in a chat of their own, and nothing of the account (%s)',
    async (timestamp) => {
      await person().say('help');
      const from = house.connector.sent.length;
      const forged = { from: forger(), conversation: elsewhere, ...(timestamp ? { timestamp } : {}) };
      await person().say('reset my PIN', forged);
      const answered = await house.connector.waitFor(
        (each) => each.method === 'POST' && cardIn(each)?.body !== undefined,
        from,
      );
      expect(answered.conversationId).toBe('a:forger');
      const text = textOf(answered.activity);
      for (const theirs of ['setPin', 'Castellan', '+14103090200', '+1 410 309 0200'])
        expect(text).not.toContain(theirs);
      expect(house.connector.roster.asked).toEqual(['29:forger']);
      await house.bot().logged(/"why":"ids_disagree","msg":"the roster contradicts the activity"/);
      nothingAsked();
    },
  );

  it.each(times)('does not keep them from a form of their own afterwards (%s)', async (timestamp) => {
    await person().say('help', {
      from: forger(),
      conversation: elsewhere,
      ...(timestamp ? { timestamp } : {}),
    });
    const { message, id, card } = await form();
    expect(message.conversationId).toBe(`a:${robin.id}`);
    await submit(id, card, 'Your PIN is changed');
    const [row] = await house.rows<{ reference: string }>(
      `select reference from conversations where user_id = '${robin.id}'`,
    );
    expect(row?.reference).toContain(`a:${robin.id}`);
  });
});

describe('a backend that knows people by their principal name', () => {
  withHouse({ PIN_SERVICE_USER_KEY: 'userPrincipalName' });

  it('is asked by the name that the roster gives', async () => {
    house.connector.roster.answer = member({ userPrincipalName: robin.userPrincipalName });
    const { id, card } = await formInTime();
    expect(textOf(card)).toContain('Robin Castellan');
    await submit(id, card, 'Your PIN is changed');
    expect(house.changes()).not.toEqual(nothing);
  });

  it('gives no form where the roster is away or has no name', async () => {
    house.connector.roster.answer = () => ({ failure: 503 });
    expect(textOf((await formInTime()).card)).toContain(unconfirmed);
    house.connector.roster.answer = member({ userPrincipalName: undefined });
    expect(textOf((await formInTime()).card)).toContain('does not know your account');
    expect(await states()).toEqual([
      { state: 'failed', code: 'unconfirmed' },
      { state: 'failed', code: 'user_not_found' },
    ]);
  });

  it('writes the name nowhere', async () => {
    house.connector.roster.answer = member({ userPrincipalName: robin.userPrincipalName });
    const { id, card } = await form();
    await submit(id, card, 'Your PIN is changed');
    expect(await house.bot().wholeLog()).not.toContain(robin.userPrincipalName);
    const written = JSON.stringify([
      await house.rows('select * from attempts'),
      await house.rows('select * from attempt_events'),
    ]);
    expect(written).not.toContain(robin.userPrincipalName);
  });
});
