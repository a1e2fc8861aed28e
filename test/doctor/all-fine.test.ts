import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { zipSync } from 'fflate';
import { expect, it, onTestFinished } from 'vitest';
import { startBot } from '../flow/bot-process.ts';
import { manifestOf, packed } from './app-package.ts';
import { deployment } from './deployment.ts';
import { passTo, startFront } from './front.ts';
import { guarded } from './guarded-service.ts';
import { ownFolder, runDoctor } from './run-doctor.ts';

/** A whole deployment: the bot, what is in front of it, its channel, its PIN service with tokens, its app package. */
async function whole() {
  const { service, one, env: identity, issuer, secret } = await guarded();
  const { env, issued } = await deployment({ ...identity, PIN_SERVICE_URL: service.url });
  const bot = await startBot(env);
  onTestFinished(async () => void (await bot.end('SIGKILL')));
  const front = await startFront(passTo(bot.url));
  const folder = ownFolder();
  const authorities = join(folder, 'authorities.pem');
  writeFileSync(
    authorities,
    [identity.NODE_EXTRA_CA_CERTS!, front.certFile].map((file) => readFileSync(file)).join('\n'),
  );
  const zip = join(folder, 'app.zip');
  writeFileSync(zip, zipSync(packed(manifestOf(env.MicrosoftAppId!, '127.0.0.1'))));
  const secrets = () => [secret, env.MicrosoftAppPassword!, ...issuer.issued, ...issued];
  return {
    bot,
    service,
    secrets,
    env: { ...env, PORT: new URL(bot.url).port, NODE_EXTRA_CA_CERTS: authorities } as Record<string, string>,
    words: ['--url', front.url, '--user', one.id, '--package', zip],
  };
}

it('a whole deployment is fine, and nothing of it is changed or given away', async () => {
  const { bot, service, secrets, env, words } = await whole();
  const files = () => readdirSync(env.DATA_DIR!, { recursive: true, encoding: 'utf8' }).sort();
  const before = files();
  const { code, out, err } = await runDoctor(env, words);
  expect({ code, err, wrong: out.match(/^WRONG.*/gm) }).toEqual({ code: 0, err: '', wrong: null });
  const lines = out.split('\n\n')[0]!.split('\n');
  expect(lines.map((line) => line.replace(/: .*/, ''))).toEqual([
    'unsure  settings',
    'fine    registration',
    'fine    tenant',
    'fine    allowed tenants',
    'fine    channel keys',
    'unsure  hosts',
    'fine    store',
    'fine    PIN service',
    'fine    PIN service token',
    'fine    PIN service contract',
    'fine    clock',
    'fine    bot',
    'unsure  public address',
    'fine    public address',
    'fine    public address',
    'fine    manifest',
  ]);
  expect(out).toContain(
    '\nNothing is wrong. 3 things could not be told from here. Where the bot is silent all the same',
  );
  for (const hidden of secrets()) expect(out).not.toContain(hidden);
  expect(files()).toEqual(before);
  expect(bot.log()).not.toContain('fault');
  const pins = new DatabaseSync(join(service.dataDir, 'pin-service.db'), { readOnly: true });
  expect([...pins.prepare('select * from change').all(), ...pins.prepare('select * from pin').all()]).toEqual(
    [],
  );
  pins.close();
});
