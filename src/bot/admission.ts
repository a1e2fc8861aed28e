import { isLoopback } from '../settings-form.ts';
import type { InboundActivity } from './activity.ts';

/** Whom the bot talks to, and through whom. */
export interface AdmissionRules {
  /** No registration: any tenant, loopback only. */
  local: boolean;
  production: boolean;
  allowedTenants: string[] | undefined;
  allowedServiceHosts: string[] | undefined;
}

export type Admission =
  | { kind: 'admitted'; userId: string; tenantId: string; personal: boolean }
  | { kind: 'refused'; why: 'channel' | 'tenant' | 'user' | 'service_url' };

const guid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/**
 * The channel's token proves that Teams calls; who the person is stands in the body, and botbuilder checks neither the
 * tenant nor the host that answers go to.
 */
export function admit(activity: InboundActivity, rules: AdmissionRules): Admission {
  if (activity.channelId !== 'msteams' && !rules.local) return { kind: 'refused', why: 'channel' };
  if (!mayCall(activity.serviceUrl, rules)) return { kind: 'refused', why: 'service_url' };
  const tenantId = tenantOf(activity, rules);
  if (tenantId === undefined) return { kind: 'refused', why: 'tenant' };
  const userId = activity.from.aadObjectId?.toLowerCase();
  if (!userId || !guid.test(userId) || isBot(activity.from)) return { kind: 'refused', why: 'user' };
  return {
    kind: 'admitted',
    userId,
    tenantId,
    personal: activity.conversation.conversationType === 'personal',
  };
}

/** The tenant, where both places name the same and it may use the bot. A trial's chat window may fill one of them alone. */
function tenantOf(
  { conversation, channelData }: InboundActivity,
  { local, allowedTenants }: AdmissionRules,
): string | undefined {
  const named = [conversation.tenantId, channelData?.tenant?.id];
  const ids = (local ? named.filter((id) => id != null) : named).map((id) => id?.toLowerCase());
  const [tenantId] = ids;
  if (!tenantId || ids.some((id) => id !== tenantId)) return undefined;
  return allowedTenants && !allowedTenants.includes(tenantId) ? undefined : tenantId;
}

/** Teams' accounts of bots begin with 28, those of people with 29; guests are told apart by the roster alone. */
const isBot = ({ id, role }: InboundActivity['from']): boolean =>
  id.startsWith('28:') || role === 'bot' || role === 'skill';

/** Whether the bot may send to this address: its token goes there. Hosts are compared whole, ports included where named. */
export function mayCall(serviceUrl: string, rules: AdmissionRules): boolean {
  if (!URL.canParse(serviceUrl)) return false;
  const url = new URL(serviceUrl);
  if (url.username || url.password || url.search || url.hash) return false;
  const loopback = isLoopback(url.hostname);
  const plain = url.protocol === 'http:' && loopback && !rules.production;
  if (url.protocol !== 'https:' && !plain) return false;
  if (rules.allowedServiceHosts) {
    return rules.allowedServiceHosts.some((host) => host === url.host || (host === url.hostname && loopback));
  }
  return rules.local && loopback;
}
