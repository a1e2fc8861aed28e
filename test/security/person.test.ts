import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { cardIn, textOf } from '../flow/connector.ts';
import { people } from '../flow/house.ts';
import { outcomeOf } from '../flow/outcome.ts';
import { actionData, somebody } from '../flow/teams.ts';
import { type GuardedHouse, openGuardedHouse, strangerTenant } from './guarded.ts';

let house: GuardedHouse;
beforeAll(async () => {
  house = await openGuardedHouse();
});
afterAll(() => house.close());

const { tenantId } = somebody('x');
const from = (aadObjectId: unknown) => ({ from: { id: '29:x', name: 'Some Body', aadObjectId } });
const placed = (conversation: object, channelData: object | null) => ({
  conversation: { id: 'a:x', conversationType: 'personal', ...conversation },
  channelData,
});
const inTenant = (id: unknown) => ({ tenant: { id } });

describe('a turn of somebody who is not let in', () => {
  const refused: [string, Record<string, unknown>][] = [
    ['another tenant', placed({ tenantId: strangerTenant }, inTenant(strangerTenant))],
    ['another tenant in the conversation alone', placed({ tenantId: strangerTenant }, null)],
    ['another tenant in the channel’s data alone', placed({}, inTenant(strangerTenant))],
    ['another tenant in the conversation', placed({ tenantId: strangerTenant }, inTenant(tenantId))],
    ['another tenant in the channel’s data', placed({ tenantId }, inTenant(strangerTenant))],
    ['no tenant', placed({}, null)],
    ['no tenant but an empty one', placed({ tenantId: '' }, inTenant(''))],
    ['our tenant in the conversation alone', placed({ tenantId }, null)],
    ['our tenant in the channel’s data alone', placed({}, inTenant(tenantId))],
    ['an empty tenant beside ours', placed({ tenantId }, inTenant(''))],
    ['a tenant with more behind it', placed({ tenantId: `${tenantId} ` }, inTenant(`${tenantId} `))],
    ['two tenants in one', placed({ tenantId: `${tenantId},${strangerTenant}` }, null)],
    ['no object id', from(undefined)],
    ['an object id that is null', from(null)],
    ['an empty object id', from('')],
    ['an object id that is none', from('robin')],
    ['an object id with more behind it', from(`${people.ordinary}/../${people.pinSet}`)],
    ['an object id with a line break', from(`${people.ordinary}\n`)],
    ['an object id in braces', from(`{${people.ordinary}}`)],
    ['an object id with a blank', from(` ${people.ordinary}`)],
    ['an object id in other digits', from(people.ordinary.replaceAll('0', '０'))],
  ];

  it.each(refused)('is refused: %s', async (_what, more) => {
    const guest = house.guest(people.ordinary);
    await house.expectRefused(() => guest.say('reset my PIN', more), 403);
    await house.expectRefused(() => guest.execute('1', { do: 'reset' }, more), 403);
    await house.expectRefused(() => guest.install('add', more), 403);
  });

  it.each(['webchat', 'emulator', 'directline', 'MSTEAMS', 'msteams ', 'agents'])(
    'is refused: channel %j, which no key of the channel speaks for',
    async (channelId) => {
      const guest = house.guest(people.ordinary);
      await house.expectRefused(() => guest.say('reset my PIN', { channelId }), 401);
    },
  );
});

describe('a key of the channel that says for nobody whom it speaks', () => {
  it.each(['webchat', 'emulator', 'directline'])('lets no other channel in: %s', async (channelId) => {
    const others = await openGuardedHouse({}, (registration) => registration.endorse(undefined));
    try {
      await others.expectRefused(() => others.guest(people.ordinary).say('help', { channelId }), 403);
    } finally {
      await others.close();
    }
  });
});

/** Robin's form, with its card. */
async function form() {
  const sentBefore = house.connector.sent.length;
  await house.guest(people.ordinary).say('reset my PIN');
  return house.connector.waitFor((each) => textOf(each.activity).includes('newPin'), sentBefore);
}
const filled = (card: unknown) => ({ ...actionData(card, 'setPin'), newPin: '73914', repeatPin: '73914' });
const attempts = () => house.rows('select * from attempts order by id');
const events = () => house.rows('select * from attempt_events order by id');

/** Nothing of Robin's is changed, nothing of Robin's is said, and nothing is sent into Robin's chat. */
async function expectRobinUntouched(act: () => Promise<{ status: number; text: string }>): Promise<void> {
  const before = [await attempts(), await events(), house.changes()];
  const sentBefore = house.connector.sent.length;
  const text = await house.expectAnswered(act);
  expect([await attempts(), await events(), house.changes()]).toEqual(before);
  const sent = house.connector.sent.slice(sentBefore);
  expect(sent.filter((each) => each.conversationId === `a:${people.ordinary}`)).toEqual([]);
  const [row] = await house.rows<{ reference: string }>('select reference from attempts limit 1');
  for (const theirs of [
    'Castellan',
    '+14103090200',
    '+1 410 309 0200',
    'VVX 411',
    row?.reference ?? '?',
    'Your PIN is changed',
  ])
    expect(`${text}${textOf(sent)}`).not.toContain(theirs);
}

describe('the form of somebody else', () => {
  let shown: Awaited<ReturnType<typeof form>>;
  beforeAll(async () => {
    shown = await form();
    // The account may come after the form.
    const known = () => house.rows('select id from attempts where account is not null');
    await vi.waitUntil(async () => (await known()).length === 1, { timeout: 40_000 });
    await house.guest(people.pinSet).say('help');
  });
  const ways = ['execute', 'submit'] as const;

  it.each(ways)('cannot be sent: %s', async (way) => {
    const imani = house.guest(people.pinSet);
    await expectRobinUntouched(() => imani[way](shown.activityId, filled(cardIn(shown))));
  });

  it.each(ways)('cannot be sent from the chat of whom it is for: %s', async (way) => {
    const imani = house.guest(people.pinSet);
    const { conversation } = house.guest(people.ordinary).activity({});
    const before = [await attempts(), await events(), house.changes()];
    await house.expectAnswered(() => imani[way](shown.activityId, filled(cardIn(shown)), { conversation }));
    expect([await attempts(), await events(), house.changes()]).toEqual(before);
  });

  it.each(ways)('cannot be cancelled: %s', async (way) => {
    const imani = house.guest(people.pinSet);
    const { attempt } = actionData(cardIn(shown), 'cancel');
    await expectRobinUntouched(() => imani[way](shown.activityId, { do: 'cancel', attempt }));
  });

  it.each([
    { do: 'phoneHelp' },
    { do: 'reminderDone' },
    { do: 'reminderLater', when: 'hour' },
    { do: 'reminderLater', when: 'days' },
  ])('gives nothing away and takes nothing back: %j', async (data) => {
    const imani = house.guest(people.pinSet);
    const { attempt } = actionData(cardIn(shown), 'setPin');
    for (const way of ways)
      await expectRobinUntouched(() => imani[way](shown.activityId, { ...data, change: attempt }));
  });

  it('is not said to be cancelled from another chat of the same person', async () => {
    const robin = house.guest(people.ordinary);
    const { conversation } = robin.activity({});
    const sentBefore = house.connector.sent.length;
    await robin.say('cancel', { conversation: { ...conversation, id: 'a:elsewhere' } });
    expect(textOf(house.connector.sent.slice(sentBefore))).toContain('There is nothing to cancel');
    expect(await attempts()).toMatchObject([{ state: 'shown' }]);
  });

  it.each(ways)('cannot be sent from another chat by the same person: %s', async (way) => {
    const { conversation } = house.guest(people.ordinary).activity({});
    const elsewhere = { conversation: { ...conversation, id: 'a:elsewhere' } };
    const before = [await attempts(), await events(), house.changes()];
    const robin = house.guest(people.ordinary);
    await house.expectAnswered(() => robin[way](shown.activityId, filled(cardIn(shown)), elsewhere));
    expect([await attempts(), await events(), house.changes()]).toEqual(before);
  });

  it('is found by no attempt id that was guessed', async () => {
    const data = { ...filled(cardIn(shown)), attempt: randomUUID() };
    await expectRobinUntouched(() => house.guest(people.pinSet).execute(shown.activityId, data));
  });

  it('still serves whom it is for', async () => {
    const answer = await house.guest(people.ordinary).execute(shown.activityId, filled(cardIn(shown)));
    const outcome = await outcomeOf(house.connector, shown, answer, 'Your PIN is changed');
    expect(textOf(outcome)).toContain('Your PIN is changed');
  });

  it('when it is a change already, keeps its reminders from others', async () => {
    const { attempt } = actionData(cardIn(shown), 'setPin');
    const reminders = () => house.rows("select * from due_work where kind = 'reminder' order by key");
    const before = await reminders();
    expect(before.length).toBeGreaterThan(0);
    const imani = house.guest(people.pinSet);
    for (const data of [{ do: 'reminderDone' }, { do: 'reminderLater', when: 'hour' }, { do: 'phoneHelp' }])
      await imani.execute('1', { ...data, change: attempt });
    await imani.say('stop reminding me');
    expect(await reminders()).toEqual(before);
  });
});

it('none of this is a fault', () => house.expectNoFault());
