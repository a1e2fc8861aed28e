import { isIP } from 'node:net';
import { z } from 'zod';
import { parseDuration } from './duration.ts';

/** The shapes that several settings share. Their messages say what a setting should be, never what it is. */

export const guid = z.guid('should be a GUID').transform((text) => text.toLowerCase());

/** A duration in milliseconds, written with its unit. */
export const durationMs = z.string().transform((text, context) => {
  const value = parseDuration(text);
  if (value === undefined || value <= 0) {
    context.addIssue('should be a number with ms, s, m, h or d, such as 15m');
    return z.NEVER;
  }
  return value;
});

export const port = z.coerce
  .number('should be a port from 0 to 65535')
  .int('should be a port from 0 to 65535')
  .min(0, 'should be a port from 0 to 65535')
  .max(65_535, 'should be a port from 0 to 65535');

/** Comma-separated values; blanks around them and empty ones are dropped. */
export function listOf<T extends z.ZodType<unknown, string>>(item: T) {
  return z
    .string()
    .transform((text) => text.split(',').map((part) => part.trim()))
    .transform((parts) => parts.filter((part) => part !== ''))
    .transform((parts, context) => {
      const read = z.array(item).safeParse(parts);
      if (read.success) return read.data;
      const faults = new Set(read.error.issues.map(({ message }) => message));
      for (const fault of faults) context.addIssue(`should be a list by commas, in which each ${fault}`);
      return z.NEVER;
    });
}

/** So many in a time, such as `5/24h`. */
export const rateLimit = z.string().transform((text, context) => {
  const [, most, per] = /^([1-9]\d{0,8})\/(.+)$/.exec(text.trim()) ?? [];
  const perMs = per === undefined ? undefined : parseDuration(per);
  if (!perMs) {
    context.addIssue('should be a number, a slash and a duration, such as 5/24h');
    return z.NEVER;
  }
  return { most: Number(most), perMs };
});

/** True for a host name or address that only this machine can reach. */
export function isLoopback(hostname: string): boolean {
  const bare = hostname.replace(/^\[|\]$/g, '').toLowerCase();
  if (bare === 'localhost' || bare === '::1') return true;
  return isIP(bare) === 4 && bare.startsWith('127.');
}

/** An https address, or plain http to this machine. A user name or password in it is refused: it would be logged. */
export const serviceUrl = z.string().transform((text, context) => {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const secure = url?.protocol === 'https:' || (url?.protocol === 'http:' && isLoopback(url.hostname));
  if (!url || !secure || url.username || url.password || url.search || url.hash) {
    context.addIssue(
      'should be an https address (plain http only to loopback), without user, query or fragment',
    );
    return z.NEVER;
  }
  return text.replace(/\/+$/, '');
});

/** A page a person opens: https, or http within a company's network. */
export const pageUrl = z.string('should be an http or https address').refine((text) => {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  return (
    url !== undefined &&
    (url.protocol === 'https:' || url.protocol === 'http:') &&
    !url.username &&
    !url.password
  );
}, 'should be an http or https address');
