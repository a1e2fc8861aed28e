import { expect, it, onTestFinished } from 'vitest';
import { startIdentityEndpoint } from '../security/login.ts';
import { deployment, tokenOf } from './deployment.ts';
import { runDoctor } from './run-doctor.ts';

it('is fine where a token for the channel is really given, and tells what it is for and for how long', async () => {
  const { env, channel } = await deployment();
  const { about, out } = await runDoctor(env);
  expect(about('registration')).toEqual([
    expect.stringMatching(
      /^fine {4}registration: a token for https:\/\/api\.example was obtained, good for (59|60) minutes\.$/,
    ),
  ]);
  expect(about('tenant')).toEqual([`fine    tenant: ${env.MicrosoftAppTenantId}, as the token says.`]);
  expect(about('allowed tenants')).toEqual(['fine    allowed tenants: the app’s own.']);
  expect(channel.env.MicrosoftAppPassword.length).toBeGreaterThan(30);
  expect(out).not.toContain(env.MicrosoftAppPassword);
});

it('none is named as the reason why no Teams reaches the bot', async () => {
  const { env } = await deployment();
  const { code, about } = await runDoctor({ DATA_DIR: env.DATA_DIR!, PORT: '0' });
  expect(code).toBe(1);
  expect(about('registration').join()).toMatch(
    /^WRONG {3}registration: none, so the bot runs in local mode, which no Teams can reach\. Set MicrosoftAppType, /,
  );
});

it.each([
  [
    7000215,
    /the client secret is not one of this app’s \(AADSTS7000215\)\. Set MicrosoftAppPassword to a secret’s value/,
  ],
  [
    7000222,
    /the client secret has run out \(AADSTS7000222\)\. Make a new one .* set MicrosoftAppPassword to its value/,
  ],
  [
    700016,
    /the tenant does not know the app \(AADSTS700016\)\. Set MicrosoftAppId and MicrosoftAppTenantId as/,
  ],
  [7000229, /no service principal in the tenant \(AADSTS7000229\)\. Make one: az ad sp create --id/],
  [
    90002,
    /there is no such tenant \(AADSTS90002\)\. Set MicrosoftAppTenantId .* In another cloud set CHANNEL_LOGIN_URL/,
  ],
  [7000112, /the app is disabled in the tenant \(AADSTS7000112\)\. Enable it: Enterprise applications/],
  [500011, /does not know what the token is to be for \(AADSTS500011\)\. Set CHANNEL_OAUTH_SCOPE/],
  [53003, /a Conditional Access policy forbids it \(AADSTS53003\)\. Leave the app out of it/],
  [
    7654321,
    /the login refuses \(AADSTS7654321\)\. https:\/\/login\.microsoftonline\.com\/error\?code=7654321 says/,
  ],
])('refused by the login with %i is told, and how to mend it', async (aadsts, expected) => {
  const { env, refuseTokens } = await deployment();
  refuseTokens(aadsts);
  const { code, about, out } = await runDoctor(env);
  expect(code).toBe(1);
  const [line, ...more] = about('registration');
  expect(line).toMatch(/^WRONG {3}registration: no token for the channel: /);
  expect(line).toMatch(expected);
  expect(more).toEqual([]);
  // The login's own words may quote anything.
  expect(out).not.toContain('hush-hush');
  expect(out).not.toContain(env.MicrosoftAppPassword);
});

it('a login that gives no token and no reason is told with its word', async () => {
  const { env, channel } = await deployment();
  const body = JSON.stringify({ error: 'invalid_client', error_description: 'hush-hush' });
  channel.script.answer = (path) => (path.includes('/token') ? { status: 401, body } : undefined);
  const { about, out } = await runDoctor(env);
  expect(about('registration').join()).toMatch(
    /gives no token \(invalid_client\)\. See that CHANNEL_LOGIN_URL is the login’s address with the tenant behind it/,
  );
  expect(out).not.toContain('hush-hush');
});

it('a login that is away is told as a connection that failed', async () => {
  const { env, channel } = await deployment();
  await channel.stop();
  const { about } = await runDoctor(env);
  expect(about('registration').join()).toMatch(
    /^WRONG .*no token for the channel: 127\.0\.0\.1:\d+ refuses the connection \(TCP, ECONNREFUSED\)\. Nothing listens/,
  );
});

it.each([
  [
    'another audience',
    { aud: 'https://elsewhere.example' },
    'registration',
    /the token is for "https:\/\/elsewhere\.example", and not for https:\/\/api\.example\. Set CHANNEL_OAUTH_SCOPE/,
  ],
  ['another app', { appid: 'b-0' }, 'registration', /the token is another app’s, "b-0"\. Set MicrosoftAppId/],
  [
    'an expiry that is past',
    { exp: 1_000 },
    'registration',
    /the token has run out by this machine’s clock\. See that the clock is right/,
  ],
  [
    'another tenant',
    { tid: 'c-0' },
    'tenant',
    /the token is of tenant "c-0", and MicrosoftAppTenantId is .* Set MicrosoftAppTenantId/,
  ],
])('a token of %s is wrong', async (_what, claims, about, expected) => {
  const { env, giveTokens } = await deployment();
  await giveTokens(claims);
  const diagnosis = await runDoctor(env);
  expect(diagnosis.code).toBe(1);
  const [line] = diagnosis.about(about);
  expect(line).toMatch(/^WRONG /);
  expect(line).toMatch(expected);
});

it('a token that nobody can read is a doubt', async () => {
  const { env, channel } = await deployment();
  channel.script.answer = () => undefined;
  const { about, out } = await runDoctor(env);
  expect(about('registration').join()).toMatch(
    /^unsure {2}registration: a token for the channel was obtained, but/,
  );
  expect(out).not.toContain(channel.botToken);
});

it('a tenant that leaves out the app’s own is a doubt', async () => {
  const { env } = await deployment({ ALLOWED_TENANTS: 'a9e0c2c5-6a1f-4a0e-9f0d-3d6b1a2c4e51' });
  const { about } = await runDoctor(env);
  expect(about('allowed tenants').join()).toMatch(
    /^unsure .*leaves out the app’s own tenant.* Add MicrosoftAppTenantId/,
  );
});

/** An empty setting counts as absent. */
const managed = { MicrosoftAppType: 'UserAssignedMSI', MicrosoftAppPassword: '' };

it('a managed identity gives its token', async () => {
  const { env } = await deployment(managed);
  const endpoint = await identityEndpoint(env);
  const { about } = await runDoctor({ ...env, ...endpoint.env });
  expect(about('registration').join()).toMatch(
    /^fine {4}registration: a token for https:\/\/api\.example was obtained/,
  );
  expect(endpoint.asked[0]).toEqual({ resource: 'https://api.example', clientId: env.MicrosoftAppId });
});

it('a managed identity that is not assigned to the resource is told', async () => {
  const { env } = await deployment(managed);
  const endpoint = await identityEndpoint(env);
  endpoint.become('away');
  const { about, out } = await runDoctor({ ...env, ...endpoint.env });
  expect(about('registration').join()).toMatch(
    /the platform’s identity endpoint gives no token .*Assign it to this very resource: Identity > User assigned, by the client id of MicrosoftAppId/,
  );
  expect(out).not.toContain('hush-hush');
});

it('a machine without a managed identity is told', async () => {
  const { env } = await deployment(managed);
  const { about } = await runDoctor(env, ['--within', '1s']);
  expect(about('registration').join()).toMatch(
    /this machine has no managed identity .*Run this where the bot runs: in Azure, .* Elsewhere use SingleTenant/,
  );
});

async function identityEndpoint(env: Record<string, string>) {
  const claims = { tid: env.MicrosoftAppTenantId, appid: env.MicrosoftAppId, exp: 4_000_000_000 };
  const endpoint = await startIdentityEndpoint((resource) => tokenOf({ ...claims, aud: resource }));
  onTestFinished(() => void endpoint.stop());
  return endpoint;
}
