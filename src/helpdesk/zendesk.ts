import { readJson } from '../http/read-body.ts';
import { retryAfterMs } from '../http/retry-after.ts';

/** What is sent of a ticket: texts that are whole, so that sending it again sends the same. */
export interface TicketLetter {
  /** The Idempotency-Key, and a tag by which the ticket is known again: a UUID. */
  id: string;
  /** The `external_id`. */
  reference: string;
  subject: string;
  body: string;
  urgent: boolean;
  requester: { name?: string; address?: string };
}

/**
 * What came of it. `refused`: the desk will not take it in this form, ever. `denied`: it does not let the bot in, or is not
 * where it was looked for.
 * `later`: try again; it may have been taken.
 */
export type Taken =
  | { kind: 'open'; number: string }
  | { kind: 'none' }
  | { kind: 'refused'; status: number }
  | { kind: 'denied'; status: number }
  | { kind: 'later'; afterMs?: number | undefined; why: string };

/** The port of a desk that takes tickets. Never throws. */
export interface TicketDesk {
  /** For two hours the same letter is taken once. */
  create(letter: TicketLetter): Promise<Taken>;
  /** The ticket that came of the letter earlier; `none` where there is none. */
  find(letter: TicketLetter): Promise<Taken>;
}

export interface ZendeskAccess {
  /** `https://<subdomain>.zendesk.com`. */
  url: string;
  email: string;
  apiToken: string;
}

const timeoutMs = 20_000;
const bodyLimitBytes = 1024 * 1024;

/**
 * Zendesk's Tickets API (developer.zendesk.com, "Tickets" and "Idempotency"): `POST /api/v2/tickets` with an
 * Idempotency-Key, which it remembers for two hours, and `GET /api/v2/tickets?external_id=`.
 */
export function zendesk(access: ZendeskAccess, now: () => number = Date.now): TicketDesk {
  const authorization = `Basic ${Buffer.from(`${access.email}/token:${access.apiToken}`).toString('base64')}`;
  const call = (path: string, init: RequestInit) =>
    answered(`${access.url}${path}`, { ...init, headers: { ...init.headers, authorization } }, now);
  return {
    async create(letter) {
      const answer = await call('/api/v2/tickets.json', {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'idempotency-key': letter.id },
        body: JSON.stringify({ ticket: formOf(letter) }),
      });
      if (answer.kind !== 'json') return answer;
      const number = numberOf((answer.body as { ticket?: unknown } | null)?.ticket);
      return number === undefined ? { kind: 'later', why: 'not_of_contract' } : { kind: 'open', number };
    },
    async find(letter) {
      const query = new URLSearchParams({ external_id: letter.reference });
      const answer = await call(`/api/v2/tickets.json?${query}`, { method: 'GET' });
      if (answer.kind !== 'json') return answer;
      const { tickets } = (answer.body ?? {}) as { tickets?: unknown };
      if (!Array.isArray(tickets)) return { kind: 'later', why: 'not_of_contract' };
      const number = numberOf(tickets.find((ticket) => isOf(letter, ticket)));
      return number === undefined ? { kind: 'none' } : { kind: 'open', number };
    },
  };
}

/** A name that people sign in with looks like one, and need not be one: Zendesk would refuse the ticket for it. */
const isMail = /^[^\s@#]+@[^\s@#]+\.[^\s@#]+$/;

const tagOf = ({ id }: TicketLetter): string => `pin-bot-${id}`;

function formOf(letter: TicketLetter) {
  const { name, address } = letter.requester;
  return {
    subject: letter.subject,
    comment: { body: letter.body },
    external_id: letter.reference,
    priority: letter.urgent ? 'urgent' : 'normal',
    tags: ['conference-pin-bot', tagOf(letter)],
    // Without an address Zendesk knows nobody by a name: the bot is the requester, and the text says who it is for.
    ...(address && isMail.test(address) ? { requester: { name: name ?? address, email: address } } : {}),
  };
}

/** One reference may have several tickets; the tag tells them apart, where the desk has not taken it away. */
function isOf(letter: TicketLetter, ticket: unknown): boolean {
  const { external_id: reference, tags } = (ticket ?? {}) as { external_id?: unknown; tags?: unknown };
  if (reference !== letter.reference) return false;
  return !Array.isArray(tags) || tags.includes(tagOf(letter));
}

function numberOf(ticket: unknown): string | undefined {
  const { id } = (ticket ?? {}) as { id?: unknown };
  return Number.isSafeInteger(id) && Number(id) > 0 ? String(id) : undefined;
}

/** Another subdomain, another token, a page in front of it: whoever set it up can mend it. */
const isOfSetUp = (status: number): boolean => status < 400 || [401, 403, 404].includes(status);

type Answered = { kind: 'json'; body: unknown } | Exclude<Taken, { kind: 'open' | 'none' }>;

/** Errors of fetch quote headers: none leaves this. */
async function answered(url: string, init: RequestInit, now: () => number): Promise<Answered> {
  try {
    // A redirect is not followed: it would carry the token elsewhere.
    const response = await fetch(url, {
      ...init,
      redirect: 'manual',
      signal: AbortSignal.timeout(timeoutMs),
    });
    const { status } = response;
    if (response.ok) {
      const read = await readJson(response, bodyLimitBytes);
      return read.kind === 'json' ? { kind: 'json', body: read.value } : { kind: 'later', why: read.kind };
    }
    const afterMs = retryAfterMs(response.headers.get('retry-after'), now());
    await response.body?.cancel();
    if (isOfSetUp(status)) return { kind: 'denied', status };
    if ([408, 409, 425, 429].includes(status) || status >= 500)
      return { kind: 'later', afterMs, why: `status_${status}` };
    return { kind: 'refused', status };
  } catch {
    return { kind: 'later', why: 'no_answer' };
  }
}
