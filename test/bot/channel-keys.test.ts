import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { channelKeys } from '../../src/bot/channel-keys.ts';

/** An issuer with these keys, that counts how often it is asked, and a clock for who asks it. */
async function issuer(...keyIds: string[]) {
  const state = { keyIds, asked: 0, away: false, nowMs: 1_000_000, more: {}, jwksUri: '' };
  const server = createServer((request, response) => {
    if (request.url === '/metadata') {
      state.asked += 1;
      if (state.away) return void response.writeHead(500).end();
      response.end(
        JSON.stringify({ issuer: 'https://issuer.example', jwks_uri: state.jwksUri || `${url}/keys` }),
      );
    } else
      response.end(JSON.stringify({ keys: state.keyIds.map((kid) => ({ kty: 'RSA', kid, ...state.more })) }));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { state, keysFor: channelKeys(`${url}/metadata`, () => state.nowMs) };
}

describe('the channel’s keys', () => {
  it('are read once for all who wait', async () => {
    const { state, keysFor } = await issuer('a');
    const all = await Promise.all(Array.from({ length: 20 }, () => keysFor('a')));
    expect(all.every((keys) => keys?.has('a'))).toBe(true);
    expect(state.asked).toBe(1);
  });

  it('are read again for a key that is not known, once a minute at most', async () => {
    const { state, keysFor } = await issuer('a');
    await keysFor('a');
    state.keyIds = ['a', 'b'];
    expect((await keysFor('b'))?.has('b')).toBe(true);
    expect(state.asked).toBe(2);
    state.keyIds = ['a', 'b', 'c'];
    state.nowMs += 59_999;
    expect((await keysFor('c'))?.has('c')).toBe(false);
    expect(state.asked).toBe(2);
    state.nowMs += 1;
    expect((await keysFor('c'))?.has('c')).toBe(true);
    for (let forged = 0; forged < 10; forged += 1) await keysFor(`forged ${forged}`);
    expect(state.asked).toBe(3);
  });

  it('stay good where the issuer is away when they are a day old, and are renewed when it is back', async () => {
    const { state, keysFor } = await issuer('a');
    await keysFor('a');
    state.away = true;
    state.nowMs += 24 * 3_600_000;
    expect((await keysFor('a'))?.has('a')).toBe(true);
    state.away = false;
    state.keyIds = ['a', 'b'];
    while (state.asked < 2) await new Promise((resolve) => setImmediate(resolve));
    state.nowMs += 120_000;
    expect((await keysFor('b'))?.has('b')).toBe(true);
  });

  it('are asked for every five seconds while there are none', async () => {
    const { state, keysFor } = await issuer('a');
    state.away = true;
    for (let turn = 0; turn < 5; turn += 1) expect(await keysFor('a')).toBeUndefined();
    expect(state.asked).toBe(1);
    state.away = false;
    expect(await keysFor('a')).toBeUndefined();
    state.nowMs += 5_000;
    expect((await keysFor('a'))?.has('a')).toBe(true);
  });

  it.each(['directline', ['directline', 5], { msteams: true }, null])(
    'that say in no list for whom they speak, speak for nobody: %j',
    async (endorsements) => {
      const { state, keysFor } = await issuer('a');
      state.more = { endorsements };
      expect((await keysFor('a'))?.endorsements('a')).toEqual([]);
    },
  );

  it.each(['http://keys.example/', 'ftp://127.0.0.1/', 'file:///etc/keys'])(
    'are not read from where anybody may change them: %s',
    async (jwksUri) => {
      const { state, keysFor } = await issuer('a');
      state.jwksUri = jwksUri;
      expect(await keysFor('a')).toBeUndefined();
    },
  );
});
