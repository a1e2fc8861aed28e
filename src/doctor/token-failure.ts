import type { Identity } from '../identity/credential.ts';
import { type Asking, ask } from './ask.ts';
import { toldFailure } from './connection-failure.ts';
import { nameOf } from './fault-name.ts';
import { type SettingNames, toldRefusal } from './login-refusals.ts';

/** Who has asked for a token, and where. */
export interface Asker {
  kind: Identity['kind'];
  names: SettingNames;
  /** The login's address with its tenant; of no use to a managed identity. */
  loginUrl: string;
  withinMs: number;
}

/**
 * Why an identity has given no token, and how to mend it. The libraries' own texts quote what they were told, and what
 * they sent: of them only numbers and known words are used. Where they say nothing, the login itself is asked.
 */
export async function tokenFailure(error: unknown, asker: Asker): Promise<{ what: string; mend: string }> {
  const told = toldRefusal(codesIn(error), asker.names);
  if (told) return told;
  if (asker.kind === 'managedIdentity') return noManagedIdentity(error, asker);
  const answer = await ask(`${asker.loginUrl}/v2.0/.well-known/openid-configuration`, asker.withinMs);
  if (answer.kind === 'failed') return toldFailure(answer.failure, hostOf(asker.loginUrl));
  const refused = toldRefusal(codesOf(answer), asker.names);
  if (refused) return refused;
  if (asker.kind === 'clientCertificate' || asker.kind === 'workloadIdentity') {
    const file = `PIN_SERVICE_${asker.kind === 'clientCertificate' ? 'CERTIFICATE' : 'FEDERATED_TOKEN'}_FILE`;
    return {
      what: `the identity gives no token (${wordIn(error)})`,
      mend: `See that ${file} can be read by this account and holds what .env.example says.`,
    };
  }
  return {
    what: `${hostOf(asker.loginUrl)} gives no token (${wordIn(error)})`,
    mend: `See that ${asker.names.login} is the login’s address with the tenant behind it, and that ${asker.names.client} and ${asker.names.secret} are of one app.`,
  };
}

function noManagedIdentity(error: unknown, { names }: Asker): { what: string; mend: string } {
  const assigned = process.env.IDENTITY_ENDPOINT !== undefined;
  return assigned
    ? {
        what: `the platform’s identity endpoint gives no token (${wordIn(error)})`,
        mend: `Assign it to this very resource: Identity > User assigned, by the client id of ${names.client}; or System assigned, where none is named.`,
      }
    : {
        what: `this machine has no managed identity (${wordIn(error)})`,
        mend: `Run this where the bot runs: in Azure, with the identity of ${names.client} assigned. Elsewhere use SingleTenant with a secret.`,
      };
}

const hostOf = (url: string): string => new URL(url).host;

function codesOf({ body }: Extract<Asking, { kind: 'answer' }>): number[] {
  const { error_codes } = ((body.kind === 'json' && body.value) || {}) as { error_codes?: unknown };
  return Array.isArray(error_codes) ? error_codes.map(Number).filter(Number.isSafeInteger) : [];
}

/** The login's numbers, wherever the libraries have put them. */
function codesIn(error: unknown, depth = 0): number[] {
  if (!(error instanceof Error) || depth > 5) return [];
  const { errorNo, errorResponse, cause, message } = error as Error & {
    errorNo?: unknown;
    errorResponse?: { errorCodes?: unknown };
  };
  const listed = errorResponse?.errorCodes;
  const quoted = [...message.matchAll(/AADSTS(\d{4,8})\b/g)].map(([, code]) => code);
  const own = [errorNo, ...(Array.isArray(listed) ? listed : []), ...quoted];
  return [
    ...own.map(Number).filter((code) => Number.isSafeInteger(code) && code > 0),
    ...codesIn(cause, depth + 1),
  ];
}

/** The innermost word of the libraries for it, such as `invalid_client`. */
function wordIn(error: unknown): string {
  let word = nameOf(error);
  for (let each = error; each instanceof Error; each = each.cause) {
    const { errorCode } = each as { errorCode?: unknown };
    const named = typeof errorCode === 'string' && /^[a-z_]{1,60}$/.test(errorCode);
    word = named ? errorCode : nameOf(each);
  }
  return word;
}
