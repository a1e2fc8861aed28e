import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type House, openHouse, people } from '../flow/house.ts';
import { registered, type TokenFault } from '../flow/registered.ts';

let house: House;
let registration: Awaited<ReturnType<typeof registered>>;
beforeAll(async () => {
  registration = await registered();
  house = await openHouse({ bot: registration.env });
});
afterAll(async () => {
  await house.close();
  await registration.stop();
});

const robin = (authorization?: () => Promise<string>) => house.person(people.ordinary, authorization);
const token = (fault?: TokenFault) => registration.authorization(() => house.connector.url, fault);
const rows = async () =>
  house.rows('select (select count(*) from attempts) + (select count(*) from conversations) as many');

describe('a request whose token is not the channel’s', () => {
  const faults: TokenFault[] = [
    'issuer',
    'noIssuer',
    'audience',
    'noAudience',
    'expired',
    'noExpiry',
    'notYet',
    'signature',
    'tampered',
    'serviceUrl',
    'noServiceUrl',
    'algorithm',
    'none',
    'noKeyId',
    'unknownKey',
  ];
  it.each(faults)('is answered 401 with nothing in it, and changes nothing: %s', async (fault) => {
    const before = await rows();
    expect(await robin(token(fault)).say('reset my PIN')).toEqual({ status: 401, text: '', body: undefined });
    expect(await rows()).toEqual(before);
    expect(house.connector.sent).toEqual([]);
  });

  it.each(['', 'x', 'a.b.c', `${'a'.repeat(9_000)}.b.c`, '..', 'eyJhbGciOiJSUzI1NiJ9..'])(
    'is answered 401 where it is no token at all: %j',
    async (text) => {
      expect((await robin(async () => text).say('reset my PIN')).status).toBe(401);
    },
  );

  it('is answered 400 where there is no serviceUrl to hold it against', async () => {
    const answer = await robin(token()).say('reset my PIN', { serviceUrl: undefined });
    expect(answer).toEqual({ status: 400, text: '', body: undefined });
  });

  it('does not make the bot read the keys again and again', () => {
    // Once at the first request, and once for the first key that was not known.
    expect(registration.asked()).toBe(2);
  });

  it('lets a genuine one in', async () => {
    expect((await robin(token()).say('help')).status).toBe(200);
    expect(house.connector.sent).toHaveLength(1);
  });
});

describe('keys that do not endorse the channel', () => {
  it('let nobody in', async () => {
    const other = await registered();
    other.endorse(['webchat']);
    const its = await openHouse({ bot: other.env });
    try {
      const person = its.person(
        people.ordinary,
        other.authorization(() => its.connector.url),
      );
      expect((await person.say('help')).status).toBe(401);
    } finally {
      await its.close();
      await other.stop();
    }
  });
});

describe('a new key', () => {
  it('is taken without a restart, and the old one no longer', async () => {
    const other = await registered();
    const its = await openHouse({ bot: other.env });
    const authorization = other.authorization(() => its.connector.url);
    try {
      const old = await authorization();
      const person = (text: () => Promise<string>) => its.person(people.ordinary, text);
      expect((await person(async () => old).say('help')).status).toBe(200);
      await other.rotate();
      expect((await person(authorization).say('help')).status).toBe(200);
      expect((await person(async () => old).say('help')).status).toBe(401);
    } finally {
      await its.close();
      await other.stop();
    }
  });
});

describe('an issuer that is slow', () => {
  it('is asked once for all who wait, and keeps nobody whose key is known waiting', async () => {
    const other = await registered();
    const its = await openHouse({ bot: other.env });
    const authorization = other.authorization(() => its.connector.url);
    try {
      other.hold();
      const waiting = Array.from({ length: 5 }, () => its.person(people.ordinary, authorization).say('help'));
      await other.held();
      other.goOn();
      expect((await Promise.all(waiting)).map(({ status }) => status)).toEqual(Array(5).fill(200));
      expect(other.asked()).toBe(1);
      other.hold();
      const forged = its.person(
        people.ordinary,
        other.authorization(() => its.connector.url, 'unknownKey'),
      );
      const forger = forged.say('help');
      await other.held();
      expect((await its.person(people.pinSet, authorization).say('help')).status).toBe(200);
      other.goOn();
      expect((await forger).status).toBe(401);
    } finally {
      await its.close();
      await other.stop();
    }
  });
});

describe('an issuer that is away', () => {
  it('costs a 401, not a fault, and few questions; the keys in hand stay good', async () => {
    const other = await registered();
    other.setAway(true);
    const its = await openHouse({ bot: other.env });
    try {
      const person = its.person(
        people.ordinary,
        other.authorization(() => its.connector.url),
      );
      const answers = await Promise.all(Array.from({ length: 10 }, () => person.say('help')));
      expect(answers.map(({ status, text }) => [status, text])).toEqual(Array(10).fill([401, '']));
      await its.bot().logged(/keys_away/, 10);
      expect(other.metadataAsked()).toBe(1);
    } finally {
      await its.close();
      await other.stop();
    }
    registration.setAway(true);
    expect((await robin(token('unknownKey')).say('help')).status).toBe(401);
    expect((await robin(token()).say('help')).status).toBe(200);
    registration.setAway(false);
  });
});
