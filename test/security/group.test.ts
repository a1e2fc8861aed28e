import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { textOf } from '../flow/connector.ts';
import { people } from '../flow/house.ts';
import { somebody } from '../flow/teams.ts';
import { type GuardedHouse, openGuardedHouse } from './guarded.ts';

let house: GuardedHouse;
beforeAll(async () => {
  house = await openGuardedHouse();
});
afterAll(() => house.close());

const { tenantId } = somebody('x');

describe('where others read', () => {
  const places = [
    { id: '19:group@thread.v2', conversationType: 'groupChat', tenantId },
    { id: '19:team@thread.tacv2', conversationType: 'channel', tenantId, isGroup: true },
    { id: '19:meeting@thread.v2', conversationType: 'groupChat', isGroup: true, tenantId },
    { id: 'a:untold', tenantId },
    { id: 'a:odd', conversationType: 'Personal', tenantId },
  ];
  const asked: [string, (guest: ReturnType<GuardedHouse['guest']>, more: object) => Promise<any>][] = [
    ['reset my PIN', (guest, more) => guest.say('<at>PIN bot</at> reset my PIN', { ...more })],
    ['status', (guest, more) => guest.say('<at>PIN bot</at> status', { ...more })],
    ['the button for a form', (guest, more) => guest.execute('1', { do: 'reset' }, { ...more })],
    ['the button for the status', (guest, more) => guest.submit('1', { do: 'status' }, { ...more })],
    [
      'a form that is sent',
      (guest, more) =>
        guest.execute(
          '1',
          { do: 'setPin', attempt: randomUUID(), round: 1, newPin: '73914', repeatPin: '73914' },
          { ...more },
        ),
    ],
  ];
  const cases = places.flatMap((place) => asked.map(([what, act]) => [what, place, act] as const));

  it.each(cases)('%s brings no form and nothing personal: %j', async (_what, conversation, act) => {
    const before = await house.state();
    const sentBefore = house.connector.sent.length;
    const text = await house.expectAnswered(() => act(house.guest(people.pinSet), { conversation }));
    const sent = `${text}${textOf(house.connector.sent.slice(sentBefore))}`;
    for (const personal of ['newPin', 'Imani', 'Okafor', 'Yealink']) expect(sent).not.toContain(personal);
    // Nor the extension; ids that are drawn by chance may hold its digits.
    expect(sent).not.toMatch(/(?<![\da-f-])0131(?![\da-f-])/);
    expect(sent).toContain('private chat');
    expect(await house.state()).toEqual(before);
  });
});

it('none of this is a fault', () => house.expectNoFault());
