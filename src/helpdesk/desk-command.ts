import { type Say, sayIn } from '../language/catalogue.ts';
import { plainText } from '../language/plain-text.ts';
import { normaliseReference } from '../reference.ts';
import type { DeskView, FoundPerson } from './desk-view.ts';

/** What somebody of the help desk writes. `what`: a reference, an address, a name, or an Entra object id. */
export type DeskCommand = { kind: 'find' | 'offer'; what: string } | { kind: 'today' };

/** In the words of the agent's language, and in English always. Undefined: no such command. */
export function readDeskCommand(text: string, locale: string): DeskCommand | undefined {
  const plain = plainText(text).replace(/\s+/g, ' ').trim();
  for (const say of [sayIn(locale), sayIn('en')]) {
    if (wordsFor(say, 'today').includes(plain)) return { kind: 'today' };
    for (const kind of ['offer', 'find'] as const) {
      for (const word of wordsFor(say, kind)) {
        const what = plain.startsWith(word) ? plain.slice(word.length) : undefined;
        // A language without blanks has none here either.
        if (what !== undefined && (/^\s|^$/.test(what) || /[^\p{Script=Latin}]$/u.test(word)))
          return { kind, what: what.trim() };
      }
    }
  }
  return undefined;
}

/** The catalogue may know several spellings, of which one may begin like another: the longest is first. */
const wordsFor = (say: Say, kind: DeskCommand['kind']): string[] =>
  say(`desk.word.${kind}`)
    .split('|')
    .map(plainText)
    .sort((one, other) => other.length - one.length);

/** So many are offered to choose from. */
const mostShown = 5;

export type Found =
  | { kind: 'one'; who: FoundPerson }
  | { kind: 'several'; who: FoundPerson[]; more: boolean }
  | { kind: 'none' };

/** Who is meant, among those of the agent's own tenant who have talked to the bot. */
export async function findPerson(view: DeskView, tenantId: string, what: string): Promise<Found> {
  const reference = normaliseReference(what);
  const byReference = reference && (await view.byReference(tenantId, reference));
  if (byReference) return { kind: 'one', who: byReference };
  if (/^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/.test(what)) {
    const who = await view.byId({ tenantId, userId: what });
    return who ? { kind: 'one', who } : { kind: 'none' };
  }
  // One letter would be everybody.
  const words = what.split(' ').filter((word) => word !== '');
  if (words.join('').length < 2) return { kind: 'none' };
  const found = await view.byWords(tenantId, words, mostShown + 1);
  const [only] = found;
  if (!only) return { kind: 'none' };
  if (found.length === 1) return { kind: 'one', who: only };
  return { kind: 'several', who: found.slice(0, mostShown), more: found.length > mostShown };
}
