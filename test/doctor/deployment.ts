import { SignJWT } from 'jose';
import { onTestFinished } from 'vitest';
import { registered } from '../flow/registered.ts';
import { ownFolder } from './run-doctor.ts';

/** A channel on loopback that gives tokens as Entra does, and the settings of a bot for it. The PIN service is nowhere. */
export async function deployment(own: Record<string, string> = {}) {
  const channel = await registered();
  onTestFinished(() => void channel.stop());
  const env: Record<string, string> = {
    ...channel.env,
    CHANNEL_OAUTH_SCOPE: 'https://api.example',
    PIN_SERVICE_URL: 'http://127.0.0.1:9',
    PORT: '0',
    DATA_DIR: ownFolder(),
    ...own,
  };
  const issued: string[] = [];
  const deployed = {
    channel,
    env,
    /** The tokens that were given. */
    issued,
    /** From now on the channel's tokens have these claims; one that is undefined is left out. */
    async giveTokens(claims: Record<string, unknown> = {}) {
      const token = await tokenOf({
        aud: env.CHANNEL_OAUTH_SCOPE,
        tid: env.MicrosoftAppTenantId,
        appid: env.MicrosoftAppId,
        exp: Math.floor(Date.now() / 1_000) + 3_600,
        ...claims,
      });
      issued.push(token);
      const body = JSON.stringify({ token_type: 'Bearer', expires_in: 3_600, access_token: token });
      channel.script.answer = (path) => (path.includes('/token') ? { body } : undefined);
    },
    /** The login refuses, in the form in which Entra does. */
    refuseTokens(code: number, text = 'hush-hush') {
      const body = JSON.stringify({
        error: 'invalid_client',
        error_description: `AADSTS${code}: ${text}\r\nTrace ID: 0\r\nCorrelation ID: 0`,
        error_codes: [code],
      });
      channel.script.answer = (path) => (path.includes('/token') ? { status: 401, body } : undefined);
    },
  };
  await deployed.giveTokens();
  return deployed;
}

const secret = crypto.getRandomValues(new Uint8Array(32));

/** A token in Entra's form. Nobody here checks its signature. */
export const tokenOf = (claims: Record<string, unknown>): Promise<string> =>
  new SignJWT(claims).setProtectedHeader({ alg: 'HS256' }).sign(secret);
