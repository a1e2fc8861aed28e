import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type House, openHouse, people } from '../flow/house.ts';
import { send } from './wire.ts';

/** Nobody is authenticated here, so the requests themselves must show that they come from this machine. */
let house: House;
beforeAll(async () => {
  house = await openHouse();
});
afterAll(() => house.close());

const rows = () =>
  house.rows('select (select count(*) from attempts) + (select count(*) from conversations) as many');

async function post(headers: Record<string, string>) {
  const { activity } = house.person(people.ordinary);
  const body = JSON.stringify(activity({ type: 'message', text: 'reset my PIN' }));
  return send(house.bot().url, { headers: { 'content-type': 'application/json', ...headers } }, body);
}

describe('a request that a proxy has passed on to local mode', () => {
  it.each<Record<string, string>>([
    { forwarded: 'for=10.0.0.1;host=localhost' },
    { forwarded: '' },
    { 'x-forwarded-for': '127.0.0.1' },
    { 'X-FORWARDED-FOR': '10.0.0.1' },
    { 'x-forwarded-host': 'localhost' },
    { 'x-forwarded-proto': 'https' },
    { 'x-forwarded-port': '443' },
    { 'x-forwarded-anything': 'x' },
    { host: 'bot.example.com' },
    { host: 'localhost.example.com' },
    { host: '127.0.0.1.nip.io' },
    { host: 'localhost@evil.example' },
    { host: '10.0.0.1' },
    { host: '0.0.0.0' },
    { host: '[::ffff:10.0.0.1]' },
  ])('is refused: %j', async (headers) => {
    const before = await rows();
    expect(await post(headers)).toEqual({ status: 403, text: '' });
    expect(await rows()).toEqual(before);
    expect(house.connector.raw).toEqual([]);
  });

  it.each(['/healthz', '/readyz', '/reset', '/privacy', '/terms'])(
    'learns nothing from %s either',
    async (path) => {
      const headers = { 'x-forwarded-for': '10.0.0.1' };
      expect(await send(house.bot().url, { method: 'GET', path, headers })).toEqual({
        status: 403,
        text: '',
      });
    },
  );
});

describe('a page in a browser of this machine', () => {
  it.each([
    { 'content-type': 'text/plain' },
    { 'content-type': 'application/x-www-form-urlencoded' },
    { 'content-type': 'multipart/form-data; boundary=x' },
  ])('cannot post what a browser sends without asking first: %j', async (headers) => {
    const origin = { origin: 'https://evil.example' };
    expect(await post({ ...headers, ...origin })).toEqual({ status: 415, text: '' });
  });

  it('is not allowed more where it asks first', async () => {
    const headers = {
      origin: 'https://evil.example',
      'access-control-request-method': 'POST',
      'access-control-request-headers': 'content-type',
    };
    const response = await fetch(`${house.bot().url}/api/messages`, { method: 'OPTIONS', headers });
    expect(response.status).toBe(405);
    expect(response.headers.get('access-control-allow-origin')).toBeNull();
  });
});

it('this machine under its own name is let in', async () => {
  expect((await post({})).status).toBe(200);
  expect((await post({ host: 'localhost' })).status).toBe(200);
});
