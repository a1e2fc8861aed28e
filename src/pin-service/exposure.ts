import { isLoopback } from '../settings-form.ts';

type Given = Record<string, string | undefined>;

const issuer = 'PIN_SERVICE_TOKEN_ISSUER';
const [cert, key] = ['PIN_SERVICE_TLS_CERT', 'PIN_SERVICE_TLS_KEY'];

/** What is wrong with settings that are each well formed: who could reach the service, and by what. */
export function exposureFaults(given: Given): string[] {
  return [...tokenFaults(given), ...tlsFaults(given), ...hostFaults(given)];
}

/** All or nothing: a half that is missing must not leave the service open. */
function tokenFaults(given: Given): string[] {
  const rules = ['AUDIENCE', 'TENANT', 'KEYS_URL', 'CLIENT'].map((name) => `PIN_SERVICE_TOKEN_${name}`);
  if (given[issuer] === undefined) {
    const useless = rules.filter((name) => given[name] !== undefined);
    return useless.length > 0 ? [`${issuer} is missing beside ${useless.join(', ')}`] : [];
  }
  return rules
    .slice(0, 2)
    .filter((name) => given[name] === undefined)
    .map((name) => `${name} is required with ${issuer}`);
}

function tlsFaults(given: Given): string[] {
  const missing = [cert, key].filter((name) => given[name] === undefined);
  return missing.length === 1 ? [`${missing[0]} is missing: certificate and key go together`] : [];
}

function hostFaults(given: Given): string[] {
  const host = given.PIN_SERVICE_HOST;
  if (host === undefined || isLoopback(host)) return [];
  if (given[issuer] === undefined) {
    return [`PIN_SERVICE_HOST should be a loopback address: without ${issuer} no token is checked`];
  }
  const encrypted = given[cert] !== undefined || given.PIN_SERVICE_BEHIND_TLS === 'true';
  if (encrypted) return [];
  return [
    `PIN_SERVICE_HOST should be a loopback address without ${cert}, or PIN_SERVICE_BEHIND_TLS=true where something before the service ends TLS`,
  ];
}
