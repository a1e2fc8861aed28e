import { decodeProtectedHeader, type JWTPayload, jwtVerify } from 'jose';
import { refusalOf } from '../token-refusal.ts';
import { issuerKeys } from './issuer-keys.ts';

/** Whose tokens open the service, and for whom. */
export interface TokenRules {
  /** Exactly as it stands in the token. */
  issuer: string;
  audience: string;
  tenant: string;
  /** Where the issuer's keys are; undefined asks its openid configuration. */
  keysUrl: string | undefined;
  /** The one application that may call; undefined lets in each that has the role. */
  client: string | undefined;
}

/** `unchecked`: it may be genuine, but the issuer's keys cannot be had to tell. */
export type Admission = 'admitted' | 'unauthorized' | 'unchecked' | 'forbidden';

/** The app role that all four operations need. */
const role = 'Pin.Change.All';
const clockToleranceS = 60;

/**
 * Checks the `Authorization` of a request: an access token of the issuer, RS256, for this audience and tenant, that an
 * application got for itself, with the role.
 * {@link https://learn.microsoft.com/entra/identity-platform/access-token-claims-reference Claims of access tokens}
 */
export function tokenCheck(
  rules: TokenRules,
  needs: { nowMs: () => number; onFault: (error: unknown) => void; onRefused: (why: string) => void },
): (authorization: string | undefined) => Promise<Admission> {
  const keysFor = issuerKeys(rules, needs);
  const refused = (why: string, how: 'unauthorized' | 'forbidden' = 'unauthorized'): Admission => {
    needs.onRefused(why);
    return how;
  };
  return async (authorization) => {
    const token = /^Bearer +([\w-]+\.[\w-]+\.[\w-]+)$/i.exec(authorization ?? '')?.[1];
    const keyId = token && keyIdOf(token);
    if (!token || !keyId) return refused(authorization === undefined ? 'missing' : 'malformed');
    const keys = await keysFor(keyId);
    if (!keys) return 'unchecked';
    if (!keys.has(keyId)) return refused('key_unknown');
    try {
      const { payload } = await jwtVerify(token, keys.find, {
        algorithms: ['RS256'],
        issuer: rules.issuer,
        audience: rules.audience,
        requiredClaims: ['exp'],
        clockTolerance: clockToleranceS,
        currentDate: new Date(needs.nowMs()),
      });
      if (!isText(payload.tid) || payload.tid.toLowerCase() !== rules.tenant) return refused('tenant');
      return mayChangePins(payload, rules.client) ? 'admitted' : refused('role_or_client', 'forbidden');
    } catch (error) {
      return refused(refusalOf(error));
    }
  };
}

/** Which key it says it is signed with. Undefined for what is no token of RS256. */
function keyIdOf(token: string): string | undefined {
  try {
    const { alg, kid } = decodeProtectedHeader(token);
    return alg === 'RS256' && isText(kid) ? kid : undefined;
  } catch {
    return undefined;
  }
}

/**
 * Whether an application holds this token in its own name, with the role. A person may have been given the role too:
 * a token in their name has `scp`, and one that only says who they are names no client.
 */
function mayChangePins(claims: JWTPayload, client: string | undefined): boolean {
  const clients = [claims.azp, claims.appid].filter((id) => id !== undefined);
  const ofApplication =
    claims.scp === undefined && (claims.idtyp === undefined || claims.idtyp === 'app') && clients.length > 0;
  const ofClient = client === undefined || clients.every((id) => isText(id) && id.toLowerCase() === client);
  return ofApplication && ofClient && Array.isArray(claims.roles) && claims.roles.includes(role);
}

function isText(value: unknown): value is string {
  return typeof value === 'string';
}
