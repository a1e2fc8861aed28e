/** One event of the audit, of whatever it is. */
export interface AuditEvent {
  id: string;
  at: Date;
  event: string;
  tenantId: string;
  /** Whom it is about. */
  userId?: string;
  /** Who of the help desk did it. */
  agentId?: string;
  reference?: string;
  /** What it was written down with: codes, ids, counts, times. */
  detail: Record<string, unknown>;
}

/** The port of the store for the export. */
export interface AuditStore {
  /** Every event since, the oldest first, a page at a time. */
  events(since: Date): AsyncIterable<AuditEvent>;
}

/** What became of it, where an event is one. Elastic Common Schema knows these and `unknown` alone. */
const outcomes: Record<string, 'success' | 'failure' | 'unknown'> = {
  applied: 'success',
  ticket_open: 'success',
  offer_delivered: 'success',
  refused: 'failure',
  exhausted: 'failure',
  failed: 'failure',
  no_form: 'failure',
  ticket_failed: 'failure',
  offer_not_delivered: 'failure',
  unknown: 'unknown',
  unsettled: 'unknown',
};

/** Of the same kind as a change of an account, or only a look. */
const isChange = new Set(['submitted', 'applied', 'failed', 'unknown', 'unsettled']);

/** An event by the names of Elastic Common Schema (ecs.version 8.17, www.elastic.co/docs/reference/ecs). */
export function ecsOf({ id, at, event, tenantId, userId, agentId, reference, detail }: AuditEvent): object {
  const { code, codes } = detail;
  const reason = [code, ...(Array.isArray(codes) ? codes : [])].filter((each) => typeof each === 'string');
  // Who acts is the user; whom an agent acts upon is the target.
  const acting = agentId ?? userId;
  return {
    '@timestamp': at.toISOString(),
    'ecs.version': '8.17.0',
    'event.id': id,
    'event.kind': event === 'not_me' || event === 'alert' ? 'alert' : 'event',
    'event.category': ['iam'],
    'event.type': [isChange.has(event) ? 'change' : 'info'],
    'event.action': event,
    ...(outcomes[event] ? { 'event.outcome': outcomes[event] } : {}),
    ...(reason.length > 0 ? { 'event.reason': reason.join(' ') } : {}),
    'service.name': 'conference-pin-bot',
    'organization.id': tenantId,
    ...(acting === undefined ? {} : { 'user.id': acting }),
    ...(agentId !== undefined && userId !== undefined ? { 'user.target.id': userId } : {}),
    ...(reference === undefined ? {} : { 'labels.reference': reference }),
  };
}

export const csvColumns = [
  '@timestamp',
  'event.action',
  'event.outcome',
  'event.reason',
  'user.id',
  'user.target.id',
  'organization.id',
  'labels.reference',
  'event.kind',
  'event.id',
] as const;

/** A line of CSV (RFC 4180), without its end. */
export const csvLine = (values: readonly unknown[]): string => values.map(csvField).join(',');

/**
 * A spreadsheet takes a field that begins with one of these for a formula, and runs it: an apostrophe in front makes it text
 * (OWASP, CSV Injection).
 */
function csvField(value: unknown): string {
  const text = value === undefined || value === null ? '' : String(value);
  const harmless = /^[=+\-@\t\r\n\uff1d\uff0b\uff0d\uff20]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}

export type AuditFormat = 'jsonl' | 'csv';

/** The export, line by line, each with its end. */
export async function* auditLines(
  events: AsyncIterable<AuditEvent>,
  format: AuditFormat,
): AsyncGenerator<string> {
  if (format === 'csv') yield `${csvLine(csvColumns.map((column) => column.replace('@', '')))}\r\n`;
  for await (const event of events) {
    const named = ecsOf(event) as Record<string, unknown>;
    yield format === 'csv'
      ? `${csvLine(csvColumns.map((column) => named[column]))}\r\n`
      : `${JSON.stringify(named)}\n`;
  }
}
