/**
 * No bot: what the turns of `npm run bench -- turns` cannot do without, and nothing else. It checks the token, parses the
 * activity, makes the same requests, writes the same rows of the same store, and knows one person's way through a form.
 * What it takes is the least that a bot with these promises can take; it stands in the place of another build
 * (`--floor`).
 */
import { createPublicKey, type KeyObject } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import jwt from 'jsonwebtoken';
import { openStore } from '../../src/store/store.ts';
import { type Json, jsonOf } from './requests.ts';
import { turnsOf } from './turns.ts';

const { CHANNEL_OPENID_METADATA_URL = '', DATA_DIR = '', PIN_SERVICE_URL = '' } = process.env;

async function channelKeys(): Promise<Map<string, KeyObject>> {
  const read = async (url: string): Promise<Json> => (await fetch(url)).json();
  const { jwks_uri: address } = await read(CHANNEL_OPENID_METADATA_URL);
  const { keys } = await read(address);
  return new Map(
    keys.map((key: { kid: string }) => [key.kid, createPublicKey({ key, format: 'jwk' } as never)]),
  );
}

const keys = await channelKeys();
const turn = turnsOf(await openStore({ dataDir: DATA_DIR }), PIN_SERVICE_URL);

function isGenuine({ headers }: IncomingMessage): boolean {
  const token = (headers.authorization ?? '').slice('Bearer '.length);
  const key = keys.get(String(jwt.decode(token, { complete: true })?.header.kid));
  if (!key) return false;
  jwt.verify(token, key, { algorithms: ['RS256'] });
  return true;
}

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const activity = await jsonOf(request);
  if (!isGenuine(request)) return void response.writeHead(401).end();
  const { body, after } = await turn(activity);
  const text = body === undefined ? '' : JSON.stringify(body);
  response.writeHead(200, { 'content-type': 'application/json' }).end(text);
  await after?.();
}

const server = createServer((request, response) => {
  answer(request, response).catch((error: Error) => {
    process.stderr.write(`${error.stack}\n`);
    response.destroy();
  });
});
// As the bot: the people pause for longer than Node's own five seconds.
server.keepAliveTimeout = 75_000;
server.listen(Number(process.env.PORT), '127.0.0.1', () => {
  process.stdout.write(`listening on http://127.0.0.1:${(server.address() as AddressInfo).port}\n`);
});
process.once('SIGTERM', () => process.exit(0));
