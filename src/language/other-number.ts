import { plainText } from './plain-text.ts';
import { readIn } from './reading.ts';
import { tokensOf } from './tokens.ts';

/** What has a number of its own, however long it is. */
const numbered = new Set(['extension', 'room', 'ticket']);
/** Beside these a number is a PIN. */
const wished = ['pin', 'reset', 'change', 'set', 'new', 'type', 'try'];
/** How somebody is reached. */
const reached = ['code', 'phone', 'mobile', 'human', 'dial'];

/**
 * Whether the words in front of a number say that it is something else than a PIN: an extension, a room, a ticket, a
 * telephone number, a year. In doubt it is a PIN, for the warning that it brings costs less than one that is not given.
 *
 * @param before the plain text in front of the number
 */
export function isOtherNumber(language: string, before: string, digits: string): boolean {
  const tokens = tokensOf(before.slice(-lettersRead));
  const clause = tokens.slice(
    1 + Math.max(tokens.lastIndexOf(','), tokens.lastIndexOf('#'), tokens.lastIndexOf('?')),
  );
  const said = readIn(language, clause).meanings.map(({ concepts }) => concepts);
  const nearest = said.findLast((concepts) =>
    concepts.some((concept) => numbered.has(concept) || concept === 'pin'),
  );
  if (nearest !== undefined && !nearest.includes('pin')) return true;
  const holds = (...some: string[]) => said.some((concepts) => some.some((one) => concepts.includes(one)));
  if (/^(?:19|20)\d{2}$/.test(digits)) return holds('expire') || isTime(language, clause, said.at(-1) ?? []);
  return digits.length >= 9 && holds(...reached) && !holds(...wished);
}

/** A clause is short, and the work is bounded by it. */
const lettersRead = 120;

const isTime = (language: string, clause: readonly string[], last: readonly string[]): boolean =>
  last.includes('from') || last.includes('after') || monthsOf(language).has(clause.at(-1) ?? '');

const months = new Map<string, Set<string>>();
function monthsOf(language: string): ReadonlySet<string> {
  const known = months.get(language);
  if (known) return known;
  const names = (['long', 'short'] as const).flatMap((month) => {
    const format = new Intl.DateTimeFormat(language, { month, day: 'numeric', timeZone: 'UTC' });
    return [...Array(12).keys()].map(
      (at) => format.formatToParts(Date.UTC(2026, at, 9)).find(({ type }) => type === 'month')?.value ?? '',
    );
  });
  const made = new Set(
    names.map((name) => tokensOf(plainText(name)).join(' ')).filter((name) => name !== ''),
  );
  months.set(language, made);
  return made;
}
