import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { makeCertificate } from '../faults/certificates.ts';
import { cardIn, textOf } from '../flow/connector.ts';
import { type House, openHouse, people } from '../flow/house.ts';
import { registered } from '../flow/registered.ts';
import { actionData } from '../flow/teams.ts';
import { type Issuer, startIssuer } from '../pin-service/issuer.ts';
import { startIdentityEndpoint, startLogin } from './login.ts';

const pin = '739146';
let folder: string;
let registration: Awaited<ReturnType<typeof registered>>;
let issuer: Issuer;
let house: House | undefined;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'identity-'));
  registration = await registered();
});
afterAll(async () => {
  await registration.stop();
  await rm(folder, { recursive: true });
});
beforeEach(async () => {
  issuer = await startIssuer();
});
afterEach(async () => {
  await house?.close();
  house = undefined;
  await issuer.stop();
});

/** A bot that shows a token, and the service that checks it. */
async function open(env: Record<string, string>) {
  house = await openHouse({
    bot: { ...registration.env, PIN_SERVICE_SCOPE: `${issuer.audience}/.default`, ...env },
    pinService: issuer.env,
  });
  return house;
}

async function change(its: House): Promise<string> {
  const person = its.person(
    people.ordinary,
    registration.authorization(() => its.connector.url),
  );
  await person.say('reset my PIN');
  const form = await its.connector.waitFor((each) => each.method === 'POST' && cardIn(each) !== undefined);
  if (!textOf(cardIn(form)).includes('setPin')) return textOf(cardIn(form));
  const data = { ...actionData(cardIn(form), 'setPin'), newPin: pin, repeatPin: pin };
  await person.execute(form.activityId, data);
  const told = await its.connector.waitFor(
    (each) => each.method === 'PUT' && !textOf(cardIn(each)).includes('being changed'),
  );
  return textOf(cardIn(told));
}

const ready = async (its: House): Promise<Record<string, unknown>> =>
  (await (await fetch(`${its.bot().url}/readyz`)).json()) as Record<string, unknown>;

/** Neither the token, nor what proves the identity, nor what the identity's side says. */
async function expectNothingTold(its: House, ...secrets: string[]): Promise<void> {
  for (const text of [await its.bot().wholeLog(), its.pinService.logs()]) {
    for (const secret of [...issuer.issued, ...secrets, 'hush-hush', pin]) expect(text).not.toContain(secret);
  }
}

describe('App Service’s managed identity', () => {
  let endpoint: Awaited<ReturnType<typeof startIdentityEndpoint>>;
  beforeEach(async () => {
    endpoint = await startIdentityEndpoint(() => issuer.token());
  });
  afterEach(() => endpoint.stop());
  const managed = () => open({ PIN_SERVICE_IDENTITY: 'managedIdentity', ...endpoint.env });

  it('gives one token for many calls, which the PIN service takes', async () => {
    const its = await managed();
    expect(await change(its)).toContain('Your PIN is changed');
    expect(endpoint.asked).toEqual([{ resource: issuer.audience, clientId: null }]);
    expect(await ready(its)).toEqual({ store: 'up', pinService: 'up', identity: 'up' });
    await expectNothingTold(its, endpoint.env.IDENTITY_HEADER);
  });

  it('is the one that the settings name', async () => {
    const clientId = randomUUID();
    const its = await open({
      PIN_SERVICE_IDENTITY: 'managedIdentity',
      PIN_SERVICE_CLIENT_ID: clientId,
      ...endpoint.env,
    });
    await ready(its);
    expect(endpoint.asked).toEqual([{ resource: issuer.audience, clientId }]);
  });

  it('that gives no token is told apart from a backend that is away', async () => {
    endpoint.become('away');
    const its = await managed();
    expect(await ready(its)).toEqual({ store: 'up', pinService: 'up', identity: 'down' });
    expect(await change(its)).toContain('The PIN service cannot be reached just now');
    const log = await its.bot().logged(/no token for the PIN service/);
    expect(log).toContain('the bot’s identity gives no token');
    expect(log).not.toContain('the PIN service gave no answer');
    await expectNothingTold(its, endpoint.env.IDENTITY_HEADER);
    endpoint.become('there');
    while ((await ready(its)).identity === 'down') await new Promise((resolve) => setImmediate(resolve));
    expect(await its.bot().logged(/gives tokens again/)).not.toContain('hush-hush');
    expect(await ready(its)).toEqual({ store: 'up', pinService: 'up', identity: 'up' });
  });

  it('that does not answer is the identity’s failing too', async () => {
    endpoint.become('slow');
    const its = await managed();
    expect(await ready(its)).toMatchObject({ identity: 'down' });
  });

  it('is up where the backend is away', async () => {
    const its = await managed();
    await its.pinService.stop();
    expect(await ready(its)).toEqual({ store: 'up', pinService: 'down', identity: 'up' });
  });

  it('is up where the backend refuses its token', async () => {
    await endpoint.stop();
    endpoint = await startIdentityEndpoint(() => issuer.token({ claims: { roles: ['Pin.Read.All'] } }));
    const its = await managed();
    expect(await change(its)).toContain('does not let this bot in');
    expect(await ready(its)).toEqual({ store: 'up', pinService: 'down', identity: 'up' });
    await its.bot().logged(/the PIN service refuses the bot/);
  });
});

describe('an identity that proves itself to the login', () => {
  const client = randomUUID();
  const proofs = { secret: randomUUID(), certificate: '', platformToken: randomUUID() };
  let login: Awaited<ReturnType<typeof startLogin>>;
  let env: Record<string, string>;
  const [certificateFile, tokenFile] = ['client.pem', 'platform-token'];
  beforeEach(async () => {
    const { key, cert, certFile } = await makeCertificate(folder, 'login');
    await makeClientCertificate();
    proofs.certificate = await readFile(join(folder, 'client.crt'), 'utf8');
    await writeFile(join(folder, tokenFile), proofs.platformToken);
    login = await startLogin({ key, cert }, { tenant: issuer.tenant, client, proofs }, () => issuer.token());
    env = {
      PIN_SERVICE_CLIENT_ID: client,
      PIN_SERVICE_TENANT_ID: issuer.tenant,
      PIN_SERVICE_LOGIN_URL: login.url,
      NODE_EXTRA_CA_CERTS: certFile,
    };
  });
  afterEach(() => login.stop());

  /** RSA, as Entra takes them; key and certificate in one file, as the credential reads them. */
  async function makeClientCertificate() {
    const [keyFile, certFile] = [join(folder, 'client.key'), join(folder, 'client.crt')];
    const args = ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', '-subj', '/CN=bot'];
    await promisify(execFile)('openssl', [...args, '-keyout', keyFile, '-out', certFile]);
    const both = [await readFile(keyFile, 'utf8'), await readFile(certFile, 'utf8')];
    await writeFile(join(folder, certificateFile), both.join('\n'));
  }

  it.each([
    ['clientSecret', 'secret', () => ({ PIN_SERVICE_CLIENT_SECRET: proofs.secret })],
    [
      'clientCertificate',
      'certificate',
      () => ({ PIN_SERVICE_CERTIFICATE_FILE: join(folder, certificateFile) }),
    ],
    ['workloadIdentity', 'platform', () => ({ PIN_SERVICE_FEDERATED_TOKEN_FILE: join(folder, tokenFile) })],
  ])('%s gets a token that the PIN service takes', async (kind, used, proof) => {
    const its = await open({ ...env, PIN_SERVICE_IDENTITY: kind, ...proof() });
    expect(await change(its)).toContain('Your PIN is changed');
    expect(login.used).toEqual([used]);
    await expectNothingTold(its, proofs.secret, proofs.platformToken);
  });

  it('gets none with a wrong secret, and nothing of it is told', async () => {
    const its = await open({ ...env, PIN_SERVICE_CLIENT_SECRET: 'a-wrong-secret' });
    expect(await ready(its)).toMatchObject({ identity: 'down' });
    expect(login.used).toEqual(['none']);
    await expectNothingTold(its, 'a-wrong-secret', 'AADSTS');
  });
});
