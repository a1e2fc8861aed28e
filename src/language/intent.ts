import { type Decision, decide } from './decide.ts';
import { featuresIn, intentScores, isAlarm } from './intent-scores.ts';
import type { Intent } from './intents.ts';
import { languageOf } from './language-of.ts';
import { isOtherNumber } from './other-number.ts';
import { plainText } from './plain-text.ts';
import { type Reading, readIn } from './reading.ts';
import { tokensOf } from './tokens.ts';
import { holdsTypedPin } from './typed-pin.ts';

export type { Intent };

/**
 * `pinTyped`: the message holds what looks like a PIN, which is never used, and never part of the answer. `language`: the
 * one to answer in, which is that of the message where it is plain, and that of `locale` otherwise.
 */
export type Understanding = {
  intent: Intent;
  /** Another one that is about as likely: it is the person who decides. */
  close?: Intent;
  pinTyped: boolean;
  /** Asks to be told the PIN, which nobody can. */
  readBack: boolean;
  language: string;
};

/**
 * Reads the raw text of a Teams message, in any of the languages. Never throws. Nothing that is written after the first
 * 2,000 characters counts. A message that is a PIN and nothing else asks for a reset.
 *
 * @param locale the person's, for words that are the same in several languages
 */
export function understand(text: string, locale = 'en'): Understanding {
  const plain = plainText(text);
  const tokens = tokensOf(plain);
  const language = languageOf(tokens, locale);
  const reading = readIn(language.read, tokens);
  const { intent, close } = meantBy(plain, reading);
  const answered = { readBack: intent === 'reset' && asksToBeTold(reading), language: language.answer };
  const isOther = (before: string, digits: string) => isOtherNumber(language.read, before, digits);
  const pinTyped = (reading.holds(...aboutPin) || isLittle(reading)) && holdsTypedPin(plain, isOther);
  if (pinTyped && (vague.has(intent) || isLittle(reading))) return { intent: 'reset', pinTyped, ...answered };
  return { intent, ...(close ? { close } : {}), pinTyped, ...answered };
}

/** Words by which digits are a PIN: those of a wish for one, and what is said of one. */
const aboutPin = ['pin', 'code', 'reset', 'change', 'forget', 'unlock', 'refuse'];

const vague = new Set<Intent>(['unclear', 'hello', 'thanks']);

function meantBy(plain: string, reading: Reading): Decision {
  const { tokens } = reading;
  if (tokens.length === 0) return { intent: isThumbUp(plain) ? 'thanks' : 'unclear' };
  if (tokens.every((token) => token === '?' || token === ',')) return { intent: 'helpDesk' };
  const features = featuresIn(reading);
  // Asked by itself, and first: what was learned of the wishes stays as it is, and none of them is answered instead.
  if (isAlarm(features)) return { intent: 'notMe' };
  const scores = intentScores(features);
  // Of words that no lexicon knows the letters alone say little, and one intent is always the likeliest.
  const isKnown = reading.meanings.some(({ concepts }) => concepts.length > 0);
  return isKnown || [...scores.values()].some((score) => score > 0) ? decide(scores) : { intent: 'unclear' };
}

const isThumbUp = (plain: string): boolean => /^\s*[\u{1f44d}\u{1f64f}]/u.test(plain);

/** "What is my PIN", "send it to me": nothing of wanting another. */
const asksToBeTold = ({ has }: Reading): boolean =>
  has('tell', 'what', 'which', 'where', 'find') &&
  !has(
    'reset',
    'change',
    'set',
    'new',
    'unlock',
    'how',
    'why',
    'forget',
    'expire',
    'lock',
    'refuse',
    'fail',
    'dial',
  );

/** Words that say nothing beside a number. */
const little = new Set(
  'code new old set change want please hello thanks me you it the be to for and only yes again now try what purpose'.split(
    ' ',
  ),
);
function isLittle({ meanings }: Reading): boolean {
  return meanings.every(
    ({ words, concepts }) =>
      ['#', ',', '?', '✓'].includes(words) || concepts.some((concept) => little.has(concept)),
  );
}
