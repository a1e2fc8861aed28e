import { describe, expect, it } from 'vitest';
import { readSettings, SettingsError } from '../src/config.ts';

const tenant = '11111111-1111-4111-8111-111111111111';
const registered = {
  MicrosoftAppType: 'SingleTenant',
  MicrosoftAppId: '22222222-2222-4222-8222-222222222222',
  MicrosoftAppPassword: 'a-secret-value',
  MicrosoftAppTenantId: tenant,
  PIN_SERVICE_URL: 'https://pins.example.com',
  HELPDESK_PHONE: '+1 410-309-0200',
};

function refusalOf(variables: Record<string, string>): string {
  try {
    readSettings(variables);
  } catch (error) {
    if (error instanceof SettingsError) return error.message;
    throw error;
  }
  return 'accepted';
}

describe('settings', () => {
  it('needs nothing: local mode, on loopback, with the reference service', () => {
    const settings = readSettings({});
    expect(settings.registration).toBeUndefined();
    expect(settings.listen).toEqual({ port: 3978, host: '127.0.0.1' });
    expect(settings.pinService.url).toBe('http://127.0.0.1:3979');
    expect(settings.reminderDelaysMs).toEqual([1_800_000, 86_400_000, 259_200_000]);
  });

  it('takes an empty value for an absent one', () => {
    expect(readSettings({ PORT: '', MicrosoftAppId: ' ' }).listen.port).toBe(3978);
  });

  it('reads a registration, whose tenant is the only one allowed', () => {
    const settings = readSettings(registered);
    expect(settings.allowedTenants).toEqual([tenant]);
    expect(settings.listen.host).toBeUndefined();
    expect(settings.allowedServiceHosts).toContain('smba.trafficmanager.net');
  });

  it('names every bad setting in one message, contradictions too', () => {
    const message = refusalOf({
      PORT: 'http',
      REMINDERS: '30',
      FORM_LIFETIME: '15',
      MicrosoftAppTenantId: tenant,
    });
    for (const name of ['PORT', 'REMINDERS', 'FORM_LIFETIME', 'MicrosoftAppId'])
      expect(message).toContain(name);
  });

  it.each(['klingon', 'ja', 'zh-TW', 'DE', 'secret word'])(
    'refuses %s as the help desk’s language',
    (tag) => {
      const message = refusalOf({ HELPDESK_LANGUAGE: tag });
      expect(message).toBe(
        'The bot cannot start with these settings:\n  - HELPDESK_LANGUAGE should be one of da, de, en, es, fr, it, nl, pl, pt-BR, sv, th and zh-CN, or one of these for another region, such as de-AT',
      );
    },
  );

  it.each(['de', 'de-AT', 'en-GB', 'pt-PT', 'pt-BR', 'zh-SG', 'th'])('takes %s as its language', (tag) => {
    expect(readSettings({ HELPDESK_LANGUAGE: tag }).helpDesk.language).toBe(tag);
  });

  it('reads the database, and refuses another kind without its value', () => {
    const url = 'postgres://bot:hush@db.example.com/pins';
    expect(readSettings({ DATABASE_URL: url }).databaseUrl).toBe(url);
    for (const bad of ['mysql://bot:hush@db.example.com/pins', 'hush']) {
      expect(refusalOf({ DATABASE_URL: bad })).toContain('DATABASE_URL should be postgres://');
      expect(refusalOf({ DATABASE_URL: bad })).not.toContain('hush');
    }
  });

  const each = 'should be a list by commas, in which each';
  it.each([
    ['REMINDERS', '30m,x,1d,y', `${each} should be a number with ms, s, m, h or d, such as 15m`],
    ['HELPDESK_AGENTS', 'robin;ada', `${each} should be a GUID`],
    ['ALLOWED_TENANTS', 'contoso', `${each} should be a GUID`],
    ['ALLOWED_SERVICE_HOSTS', '*.example.com', `${each} should be an exact host name`],
  ])('says of %s that it is a list', (name, value, words) => {
    expect(
      refusalOf({ ...registered, [name]: value })
        .split('\n')
        .slice(1),
    ).toEqual([`  - ${name} ${words}`]);
  });

  it('reads a list with blanks, and drops what is empty', () => {
    expect(readSettings({ REMINDERS: ' 30m, ,1d,' }).reminderDelaysMs).toEqual([1_800_000, 86_400_000]);
  });

  it('never repeats a value', () => {
    const message = refusalOf({
      ...registered,
      MicrosoftAppId: 'not-a-guid',
      PIN_SERVICE_URL: 'http://u:hush@pins.example.com',
    });
    expect(message).toContain('MicrosoftAppId');
    expect(message).toContain('PIN_SERVICE_URL');
    for (const value of ['a-secret-value', 'not-a-guid', 'hush']) expect(message).not.toContain(value);
  });

  const scope = { ...registered, PIN_SERVICE_SCOPE: 'api://pins/.default' };
  const msi = { ...scope, MicrosoftAppType: 'UserAssignedMSI', MicrosoftAppPassword: '' };
  const own = { tenantId: tenant, clientId: registered.MicrosoftAppId };
  const other = '33333333-3333-4333-8333-333333333333';
  it.each([
    ['none without a scope', registered, undefined],
    ['the registration’s secret', scope, { kind: 'clientSecret', ...own, clientSecret: 'a-secret-value' }],
    ['the registration’s managed identity', msi, { kind: 'managedIdentity', clientId: own.clientId }],
    [
      'the machine’s managed identity',
      { ...scope, PIN_SERVICE_IDENTITY: 'managedIdentity' },
      { kind: 'managedIdentity', clientId: undefined },
    ],
    [
      'another managed identity',
      { ...scope, PIN_SERVICE_IDENTITY: 'managedIdentity', PIN_SERVICE_CLIENT_ID: other },
      { kind: 'managedIdentity', clientId: other },
    ],
    [
      'another client’s secret',
      { ...scope, PIN_SERVICE_CLIENT_ID: other, PIN_SERVICE_CLIENT_SECRET: 'b' },
      { kind: 'clientSecret', tenantId: tenant, clientId: other, clientSecret: 'b' },
    ],
    [
      'a certificate',
      { ...scope, PIN_SERVICE_IDENTITY: 'clientCertificate', PIN_SERVICE_CERTIFICATE_FILE: '/dev/null' },
      { kind: 'clientCertificate', ...own, certificateFile: '/dev/null' },
    ],
    [
      'a platform’s token',
      { ...msi, PIN_SERVICE_IDENTITY: 'workloadIdentity', PIN_SERVICE_FEDERATED_TOKEN_FILE: '/dev/null' },
      { kind: 'workloadIdentity', ...own, tokenFile: '/dev/null' },
    ],
  ])('reads the identity at the PIN service: %s', (_what, variables, identity) => {
    expect(readSettings(variables).pinService.identity).toEqual(identity);
  });

  it.each([
    ['a certificate without its file', { PIN_SERVICE_IDENTITY: 'clientCertificate' }, 'CERTIFICATE_FILE'],
    ['a platform’s token without its file', { PIN_SERVICE_IDENTITY: 'workloadIdentity' }, 'TOKEN_FILE'],
    ['another client without its secret', { PIN_SERVICE_CLIENT_ID: other }, 'PIN_SERVICE_CLIENT_SECRET'],
    [
      'two proofs',
      { PIN_SERVICE_CERTIFICATE_FILE: '/dev/null' },
      'PIN_SERVICE_CERTIFICATE_FILE should be unset',
    ],
    ['an identity without a scope', { PIN_SERVICE_SCOPE: '', PIN_SERVICE_IDENTITY: 'clientSecret' }, 'SCOPE'],
    ['one that nobody knows', { PIN_SERVICE_IDENTITY: 'default' }, 'PIN_SERVICE_IDENTITY should be'],
    [
      'a plain login in production',
      { NODE_ENV: 'production', PIN_SERVICE_LOGIN_URL: 'http://127.0.0.1:1' },
      'PIN_SERVICE_LOGIN_URL',
    ],
  ])('refuses an identity: %s', (_what, change, named) => {
    const message = refusalOf({ ...scope, ...change });
    expect(message).toContain(named);
    expect(message).not.toContain('a-secret-value');
  });

  it.each([
    ['ADMIN_PORT should be set', { ADMIN_HOST: '0.0.0.0' }],
    ['ADMIN_PORT should be another', { ADMIN_PORT: '3978' }],
    ['AUDIT_RETENTION should be no shorter', { AUDIT_RETENTION: '1h' }],
    ['AUDIT_RETENTION should be no shorter', { RESET_ALERT: '9/200d' }],
  ])('refuses settings that cannot stand together: %s', (message, variables) => {
    expect(refusalOf(variables)).toContain(message);
  });

  const guarded = ['production', 'Production', 'prod', 'live', 'produktion', ' production'];
  it.each(guarded)('guards whoever writes NODE_ENV=%s', (NODE_ENV) => {
    expect(refusalOf({ NODE_ENV })).toContain('MicrosoftAppId should be set under NODE_ENV=production');
    expect(readSettings({ ...registered, NODE_ENV }).production).toBe(true);
    const plain = refusalOf({ ...registered, NODE_ENV, CHANNEL_LOGIN_URL: 'http://127.0.0.1:1/t' });
    expect(plain).toContain('CHANNEL_LOGIN_URL should be https under NODE_ENV=production');
    expect(plain).not.toContain('produktion');
  });

  it.each(['', ' ', 'development', 'test', 'test '])('leaves the trial to NODE_ENV="%s"', (NODE_ENV) => {
    expect(readSettings({ NODE_ENV }).production).toBe(false);
  });

  it.each([
    ['a production environment', { NODE_ENV: 'production' }, 'MicrosoftAppId'],
    ['an incomplete registration', { MicrosoftAppPassword: 'x' }, 'MicrosoftAppPassword'],
    ['a scope for the PIN service', { PIN_SERVICE_SCOPE: 'api://pins/.default' }, 'PIN_SERVICE_SCOPE'],
    ['a PIN service beyond loopback', { PIN_SERVICE_URL: 'https://pins.example.com' }, 'PIN_SERVICE_URL'],
    ['a public address to listen on', { HOST: '0.0.0.0' }, 'HOST'],
    [
      'a connector beyond loopback',
      { ALLOWED_SERVICE_HOSTS: 'smba.trafficmanager.net' },
      'ALLOWED_SERVICE_HOSTS',
    ],
  ])('refuses local mode with %s', (_why, variables, name) => {
    expect(refusalOf(variables)).toContain(name);
  });

  it.each([
    ['MicrosoftAppPassword', { MicrosoftAppPassword: '' }],
    ['MicrosoftAppTenantId', { MicrosoftAppTenantId: '' }],
    ['PIN_SERVICE_URL', { PIN_SERVICE_URL: '' }],
    ['PIN_SERVICE_URL', { PIN_SERVICE_URL: 'http://pins.example.com' }],
    ['HELPDESK_TICKET_URL', { HELPDESK_PHONE: '' }],
    ['CHANNEL_LOGIN_URL', { NODE_ENV: 'production', CHANNEL_LOGIN_URL: 'http://127.0.0.1:1/t' }],
    ['CHANNEL_LOGIN_URL', { NODE_ENV: 'production', CHANNEL_LOGIN_URL: 'HTTP://127.0.0.1:1/t' }],
    [
      'CHANNEL_OPENID_METADATA_URL',
      { NODE_ENV: 'production', CHANNEL_OPENID_METADATA_URL: ' http://[::1]:1' },
    ],
    ['MicrosoftAppPassword', { MicrosoftAppType: 'UserAssignedMSI' }],
    ['ALLOWED_SERVICE_HOSTS', { ALLOWED_SERVICE_HOSTS: '*.trafficmanager.net' }],
  ])('refuses a registration where %s is missing or bad', (name, change) => {
    expect(refusalOf({ ...registered, ...change })).toContain(name);
  });
});
