import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { people } from '../flow/house.ts';
import { somebody } from '../flow/teams.ts';
import { type GuardedHouse, openGuardedHouse } from './guarded.ts';

let house: GuardedHouse;
beforeAll(async () => {
  house = await openGuardedHouse();
});
afterAll(() => house.close());

type Body = Record<string, any>;
type Change = [name: string, value: unknown];

const long = 'x'.repeat(1_025);
const loneSurrogate = '1:\ud800';
const nul = 'a\u0000b';

/** What no text is. */
const noText: Change[] = [
  ['a number', 7],
  ['true', true],
  ['a list', []],
  ['an object', {}],
  ['too long', long],
  ['half a surrogate pair', loneSurrogate],
  ['a NUL', nul],
];
const noObject: Change[] = [
  ['a text', 'x'],
  ['a number', 7],
  ['a list', []],
];
const nothing: Change[] = [
  ['missing', undefined],
  ['null', null],
];
const empty: Change = ['empty', ''];

/** Each field, and what the bot must not take it for. */
const faults: [path: string, changes: Change[]][] = [
  ['type', [...nothing, empty, ...noText]],
  ['channelId', [...nothing, empty, ...noText]],
  ['serviceUrl', [...nothing, empty, ...noText, ['no address', 'x'], ['a path', '/teams']]],
  ['from', [...nothing, ...noObject]],
  ['from.id', [...nothing, empty, ...noText]],
  ['from.name', noText],
  ['from.aadObjectId', noText],
  ['conversation', [...nothing, ...noObject]],
  ['conversation.id', [...nothing, empty, ...noText]],
  ['conversation.conversationType', noText],
  ['conversation.tenantId', noText],
  ['channelData', noObject],
  ['channelData.tenant', noObject],
  ['channelData.tenant.id', noText],
  ['recipient', noObject],
  ['recipient.id', [...nothing, empty, ...noText]],
  ['id', [empty, ...noText]],
  ['name', noText],
  ['action', noText],
  [
    'text',
    [
      ['a number', 7],
      ['a list', []],
      ['an object', {}],
      ['too long', 'x'.repeat(100_001)],
    ],
  ],
  ['locale', noText],
  ['localTimezone', noText],
  ['replyToId', noText],
  [
    'membersAdded',
    [
      ['a text', 'x'],
      ['an object', {}],
      ['of texts', ['x']],
      ['of null', [null]],
    ],
  ],
  [
    'membersRemoved',
    [
      ['a text', 'x'],
      ['an object', {}],
      ['of no id', [{}]],
    ],
  ],
];

function changed(body: Body, path: string, value: unknown): Body {
  const copy = structuredClone(body);
  const steps = path.split('.');
  const last = steps.pop() ?? '';
  let at: Body = copy;
  for (const step of steps) at = at[step];
  if (value === undefined) delete at[last];
  else at[last] = value;
  return copy;
}

const cases = faults.flatMap(([path, changes]) =>
  changes.map(([what, value]) => [path, what, value] as const),
);

describe('an activity with a field that is not as it should be', () => {
  it.each(cases)('is refused: %s %s', async (path, _what, value) => {
    const guest = house.guest(people.ordinary);
    const body = changed(guest.activity({ type: 'message', text: 'reset my PIN' }), path, value);
    await house.expectRefused(() => guest.post(body), 400);
  });

  it.each(cases)('is refused in a submission too: %s %s', async (path, _what, value) => {
    const guest = house.guest(people.ordinary);
    const data = { do: 'reset' };
    const body = changed(
      guest.activity({ type: 'invoke', name: 'adaptiveCard/action', value: { action: { data } } }),
      path,
      value,
    );
    // What an invoke is called decides what it is.
    await house.expectRefused(() => guest.post(body), 400);
  });
});

describe('a body that is no activity', () => {
  it.each<[string, unknown]>([
    ['null', null],
    ['true', true],
    ['a number', 12],
    ['a text', 'reset my PIN'],
    ['an empty list', []],
    ['a list of activities', [{ type: 'message' }]],
    ['an empty object', {}],
  ])('is refused: %s', async (_what, body) => {
    await house.expectRefused(() => house.guest(people.ordinary).post(body), 400);
  });
});

describe('an invoke that the bot knows nothing of', () => {
  it.each([
    'task/fetch',
    'composeExtension/query',
    'signin/verifyState',
    'adaptiveCard/refresh',
    'toString',
    '',
    undefined,
  ])('is refused, and is no fault of the bot: %j', async (name) => {
    const { post, activity } = house.guest(people.ordinary);
    const value = { action: { data: { do: 'reset' } } };
    await house.expectRefused(() => post(activity({ type: 'invoke', name, value })), 400);
  });
});

describe('a message that was changed or taken back', () => {
  const types = ['messageUpdate', 'messageDelete', 'conversationUpdate', 'event'];
  it.each(types)('is no fault where the channel says nothing more of it: %s', async (type) => {
    const { post, activity } = house.guest(people.ordinary);
    const tenant = { id: somebody(people.ordinary).tenantId };
    for (const channelData of [{ tenant }, { tenant, eventType: null }])
      await house.expectAnswered(() => post(activity({ type, channelData })));
  });

  it.each(types)('is refused where the channel’s own place for the tenant is empty: %s', async (type) => {
    const { post, activity } = house.guest(people.ordinary);
    for (const channelData of [undefined, null, {}, { tenant: {} }])
      await house.expectRefused(() => post(activity({ type, channelData })), 403);
  });
});

describe('all of this', () => {
  it('leaves nothing behind, and no fault in the log', async () => {
    const { attempts, conversations, attempt_events, dialog_state, due_work } = await house.state();
    expect([attempts, conversations, attempt_events, dialog_state, due_work]).toEqual([[], [], [], [], []]);
    expect(house.connector.raw).toEqual([]);
    house.expectNoFault();
  });

  it('does not keep a sound one out', async () => {
    await house.expectAnswered(() => house.guest(people.ordinary).say('help'));
    expect(house.connector.sent).toHaveLength(1);
  });
});
