import { readFileSync } from 'node:fs';
import { z } from 'zod';

/** One thing that is let through although it breaks a rule, for a reason and for a time. */
const exception = z.strictObject({
  /** `name@version` for a licence, `name GHSA-…` for an advisory. */
  what: z.string().min(1),
  reason: z.string().min(10),
  /** The last day on which it holds. */
  until: z.iso.date(),
});
export type Exception = z.infer<typeof exception>;

const form = z.strictObject({ licences: z.array(exception), advisories: z.array(exception) });
export type Exceptions = z.infer<typeof form>;

/** @throws where the file is not of its form: an exception without a reason or an end is none. */
export const readExceptions = (file: string): Exceptions =>
  form.parse(JSON.parse(readFileSync(file, 'utf8')));

/**
 * What stays wrong, a sentence for each: a breach that nobody has excepted, an exception whose time is over, and one that
 * is no longer needed.
 *
 * @param breaches what is wrong, by the name that an exception would give it
 * @param today as `2026-11-24`
 */
export function judge(breaches: Map<string, string>, exceptions: Exception[], today: string): string[] {
  const holding = new Set(exceptions.filter(({ until }) => until >= today).map(({ what }) => what));
  return [
    ...[...breaches].filter(([what]) => !holding.has(what)).map(([, sentence]) => sentence),
    ...overTime(exceptions, today),
    ...exceptions
      .filter(({ what }) => !breaches.has(what))
      .map(({ what }) => `the exception for ${what} is no longer needed: take it out`),
  ];
}

export const overTime = (exceptions: Exception[], today: string): string[] =>
  exceptions
    .filter(({ until }) => until < today)
    .map(({ what, until }) => `the exception for ${what} held until ${until}: look at it again`);
