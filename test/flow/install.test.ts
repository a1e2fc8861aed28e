import { afterEach, describe, expect, it } from 'vitest';
import { textOf } from './connector.ts';
import { type House, openHouse, people } from './house.ts';
import { registered } from './registered.ts';

let house: House & { registration?: Awaited<ReturnType<typeof registered>> };
afterEach(async () => {
  await house.close();
  await house.registration?.stop();
});

const welcomes = () =>
  house.connector.sent.filter((each) => textOf(each.activity).includes('Forgot your conferencing PIN'));

async function openRegistered() {
  const registration = await registered();
  house = { ...(await openHouse({ bot: registration.env })), registration };
  return house.person(
    people.ordinary,
    registration.authorization(() => house.connector.url),
  );
}

/** Where dialogs stand, as the store holds it. */
const dialogs = () => house.rows('select * from dialog_state');

describe('the welcome, with a registration', () => {
  it('comes once for an installation, whichever event comes first and however often', async () => {
    const robin = await openRegistered();
    expect((await robin.becomesMember()).status).toBe(200);
    await robin.install('add');
    await robin.install('add');
    await robin.becomesMember();
    await house.connector.waitFor((each) => welcomes().includes(each));
    await house.quiet();
    expect(welcomes()).toHaveLength(1);
    for (const button of ['Reset my PIN', 'What is this PIN for?', 'Help'])
      expect(textOf(welcomes()[0]?.activity)).toContain(button);
  });

  it('comes again after a removal, and a late install event of before it does nothing', async () => {
    const robin = await openRegistered();
    const before = new Date(Date.now() - 60_000).toISOString();
    await robin.install('add', { timestamp: before });
    await house.connector.waitFor((each) => welcomes().includes(each));
    await robin.install('remove');
    await robin.install('add', { timestamp: before });
    await robin.install('add', { timestamp: new Date(Date.now() + 1_000).toISOString() });
    await house.connector.waitFor((each) => welcomes().indexOf(each) === 1);
    await house.quiet();
    expect(welcomes()).toHaveLength(2);
  });

  it('of a time that has not come keeps out nothing that comes after it', async () => {
    const robin = await openRegistered();
    await robin.install('add', { timestamp: '9999-01-01T00:00:00Z' });
    await robin.install('remove');
    expect(await house.rows('select reference from conversations')).toEqual([{ reference: null }]);
  });

  it('leaves with a removal all that it held of the dialog', async () => {
    const robin = await openRegistered();
    await robin.say('hi');
    await robin.say('the weather is fine');
    expect(await dialogs()).toHaveLength(1);
    await robin.install('remove');
    expect(await dialogs()).toEqual([]);
  });

  it('is sent with the bot’s own token', async () => {
    const robin = await openRegistered();
    await robin.install('add');
    const welcome = await house.connector.waitFor((each) => welcomes().includes(each));
    expect(welcome.authorization).toBe(`Bearer ${house.registration?.botToken}`);
  });

  it('refuses who has no token, a foreign tenant, and tokens that are not the channel’s', async () => {
    const robin = await openRegistered();
    const { registration } = house;
    const stranger = house.person(people.ordinary);
    expect((await stranger.say('reset my PIN')).status).toBe(401);
    for (const fault of [
      'issuer',
      'audience',
      'expired',
      'noExpiry',
      'signature',
      'serviceUrl',
      'algorithm',
    ] as const) {
      const forged = house.person(
        people.ordinary,
        registration!.authorization(() => house.connector.url, fault),
      );
      expect([fault, (await forged.say('reset my PIN')).status]).toEqual([fault, 401]);
    }
    const foreign = {
      conversation: {
        id: 'a:x',
        conversationType: 'personal',
        tenantId: 'ffffffff-ffff-4fff-8fff-ffffffffffff',
      },
      channelData: {},
    };
    expect((await robin.say('reset my PIN', foreign)).status).toBe(403);
    expect(house.connector.sent).toHaveLength(0);
  });
});

describe('the welcome, in a trial', () => {
  it('comes at every install event, and says that it is a trial', async () => {
    house = await openHouse();
    const robin = house.person(people.ordinary);
    await robin.install('add');
    await robin.becomesMember();
    await robin.install('add');
    await house.connector.waitFor((each) => welcomes().indexOf(each) === 1);
    await house.quiet();
    expect(welcomes()).toHaveLength(2);
    expect(textOf(welcomes()[0]?.activity)).toContain('This is a trial');
  });
});
