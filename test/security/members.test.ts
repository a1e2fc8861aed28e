import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { people } from '../flow/house.ts';
import { type GuardedHouse, openGuardedHouse } from './guarded.ts';

let house: GuardedHouse;
beforeAll(async () => {
  house = await openGuardedHouse();
});
afterAll(() => house.close());

describe('members that every object has', () => {
  const pollution = [
    '{"__proto__":{"serviceUrl":"https://evil.example/","channelId":"msteams","polluted":true}}',
    '{"constructor":{"prototype":{"channelId":"msteams","polluted":true}}}',
    '{"prototype":{"channelId":"msteams"},"hasOwnProperty":1,"toString":1,"valueOf":1}',
  ];

  it.each(pollution)('in a body make up for nothing that is missing: %s', async (more) => {
    const guest = house.guest(people.ordinary);
    const { channelId: _left, ...rest } = guest.activity({ type: 'message', text: 'help' }) as Record<
      string,
      unknown
    >;
    const body = JSON.stringify(rest).replace(/^\{/, `${more.slice(0, -1)},`);
    await house.expectRefused(() => postText(body), 400);
    // Nor have they made up for it in any object that came after.
    await house.expectRefused(() => guest.post(rest), 400);
  });

  it.each(pollution)('in a card’s data are no data: %s', async (more) => {
    const guest = house.guest(people.ordinary);
    const body = JSON.stringify(
      guest.activity({ type: 'invoke', name: 'adaptiveCard/action', value: { action: { data: 0 } } }),
    ).replace('"data":0', `"data":${more.replaceAll('"channelId":"msteams"', '"do":"reset"')}`);
    const before = await house.rows('select * from attempts');
    const text = await house.expectAnswered(() => postText(body));
    expect(text).toContain('Nothing is changed');
    expect(await house.rows('select * from attempts')).toEqual(before);
  });

  it('that are named twice count as the last of them, for the check and for the turn alike', async () => {
    const guest = house.guest(people.ordinary);
    const sound = JSON.stringify(guest.activity({ type: 'message', text: 'help' }));
    const doubled = (first: string, then: string) =>
      sound.replace(/"serviceUrl":"[^"]*"/, `"serviceUrl":"${first}","serviceUrl":"${then}"`);
    const { url } = house.connector;
    await house.expectRefused(() => postText(doubled(url, 'https://evil.example/')), 401);
    const at = house.connector.sent.length;
    await house.expectAnswered(() => postText(doubled('https://evil.example/', url)));
    expect(house.connector.sent.slice(at)).toHaveLength(1);
  });

  async function postText(body: string) {
    const response = await fetch(`${house.bot().url}/api/messages`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: await house.authorization() },
      body,
    });
    return { status: response.status, text: await response.text() };
  }
});

it('none of this is a fault', () => house.expectNoFault());
