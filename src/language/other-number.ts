import { plainText } from './plain-text.ts';
import { readIn } from './reading.ts';
import { tokensOf } from './tokens.ts';

/** What has a number of its own, however long it is. */
const numbered = ['extension', 'room', 'ticket'];
/** Beside these a number is a PIN. */
const wished = [
  'pin',
  'code',
  'reset',
  'change',
  'set',
  'new',
  'type',
  'try',
  'forget',
  'refuse',
  'accept',
  'not',
];
/** How somebody is reached. */
const reached = ['phone', 'mobile', 'human', 'dial'];
/** What stands between a thing and its number: "my extension is". */
const between = new Set(['be', 'me', 'the', 'whether', 'yes']);

/**
 * Whether the words in front of a number say that it is something else than a PIN: an extension, a room, a ticket, a
 * telephone number, a year. In doubt it is a PIN, for the warning that it brings costs less than one that is not given.
 *
 * @param before the plain text in front of the number
 */
export function isOtherNumber(language: string, before: string, digits: string): boolean {
  const clause = lastClause(before);
  const said = readIn(language, clause).meanings.map(({ concepts }) => concepts);
  const holds = (some: readonly string[]) =>
    said.some((concepts) => concepts.some((one) => some.includes(one)));
  const isNumbered = (concepts: readonly string[] = []) =>
    concepts.some((one) => numbered.includes(one)) && !concepts.includes('pin');
  const last = said.at(-1) ?? [];
  if (isNumbered(last)) return true;
  const thing = said.findLast((concepts) => !concepts.every((one) => between.has(one)));
  if (isNumbered(thing) && !holds(wished)) return true;
  if (/^(?:19|20)\d{2}$/.test(digits)) return isExpiry(said) || isTime(language, clause, last);
  return digits.length >= 9 && holds(reached) && !holds(wished);
}

/** What stands before the number and after the last pause; a colon is none. */
function lastClause(before: string): string[] {
  const text = before.slice(-lettersRead).replace(/:\s*$/, ' ').replaceAll('\n', ' . ');
  // With the number's place, so that a pause right before it is one.
  const tokens = tokensOf(`${text} 0`).slice(0, -1);
  return tokens.slice(
    1 + Math.max(tokens.lastIndexOf(','), tokens.lastIndexOf('#'), tokens.lastIndexOf('?')),
  );
}

/** A clause is short, and the work is bounded by it. */
const lettersRead = 120;

/** "My PIN expired in 2024", and nothing that is wished in the same breath. */
function isExpiry(said: readonly (readonly string[])[]): boolean {
  const last = (concept: string) => said.findLastIndex((concepts) => concepts.includes(concept));
  const isWish = said.some((concepts) => concepts.some((one) => setting.includes(one)));
  return last('expire') > last('pin') && !isWish;
}
const setting = ['reset', 'change', 'set', 'new', 'type', 'try'];

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
