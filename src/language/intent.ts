import { readdirSync, readFileSync } from 'node:fs';
import { intentOf } from './intent-rules.ts';
import type { Intent } from './intents.ts';
import { plainText } from './plain-text.ts';
import { tokensOf } from './tokens.ts';
import { holdsTypedPin } from './typed-pin.ts';
import { type Reading, type Vocabulary, vocabularyOf, type Words } from './vocabulary.ts';

export type { Intent };

/**
 * `pinTyped`: the message holds what looks like a PIN, which is never used, and never part of the answer. `language`: the
 * one that it is written in, as far as the words tell; that of `locale` where they do not.
 */
export type Understanding = {
  intent: Intent;
  pinTyped: boolean;
  /** Asks to be told the PIN, which nobody can. */
  readBack: boolean;
  language: string;
};

/** Made at the first message, or before: a start does not wait for it. */
let made: Vocabulary[] | undefined;
function vocabularies(): Vocabulary[] {
  made ??= readVocabularies();
  return made;
}

/**
 * Reads the raw text of a Teams message, in any of the languages. Never throws. Nothing that is written after the first
 * 2,000 characters counts. A message that is a PIN and nothing else asks for a reset.
 *
 * @param locale the person's, for words that are the same in several languages
 */
export function understand(text: string, locale = 'en'): Understanding {
  const plain = plainText(text);
  const tokens = tokensOf(plain);
  const reading = inItsLanguage(tokens, locale);
  const intent = intentIn(plain, tokens, reading);
  const aboutPin = reading.has('pin', 'bareReset', 'change') || isNothingMuch(tokens);
  const pinTyped = aboutPin && holdsTypedPin(plain);
  const vague = intent === 'unclear' || intent === 'hello' || intent === 'thanks';
  const language = reading.sure && hasWordsOf(locale) ? reading.tag : locale;
  const readBack = intent === 'reset' && reading.has('tell');
  return { intent: pinTyped && vague ? 'reset' : intent, pinTyped, readBack, language };
}

function intentIn(plain: string, tokens: string[], reading: Reading): Intent {
  if (tokens.length > 0 && tokens.every((token) => token === '?')) return 'helpDesk';
  const intent = intentOf(reading);
  return intent === 'unclear' && /^\s*[\u{1f44d}\u{1f64f}]/u.test(plain) ? 'thanks' : intent;
}

/** Read in the language that knows most of it; where several know as much, in the person's own. */
function inItsLanguage(tokens: string[], locale: string): Reading {
  const own = vocabularies().find(({ tag }) => isOf(locale, tag)) ?? english();
  return vocabularies().reduce((best, vocabulary) => {
    if (vocabulary === own) return best;
    const reading = vocabulary.read(tokens);
    return reading.weight > best.weight ? reading : best;
  }, own.read(tokens));
}

/** Where there are none, a neighbour's might be taken for it. */
const hasWordsOf = (locale: string): boolean => vocabularies().some(({ tag }) => isOf(locale, tag));

/** `pt-PT` and `pt-BR` are read alike; so are the ways of writing Chinese. */
const isOf = (locale: string, tag: string): boolean =>
  locale.toLowerCase().split('-')[0] === tag.toLowerCase().split('-')[0];

function english(): Vocabulary {
  const found = vocabularies().find(({ tag }) => tag === 'en');
  if (!found) throw new Error('There are no words of English');
  return found;
}

/** A message that is digits, or digits between words such as "it is … again". */
function isNothingMuch(tokens: string[]): boolean {
  return /^(?:(?:#|hi|hey|hello|bot|there|good|morning|afternoon|evening|please|pls|plz|thanks|thx|thank|you|very|so|much|cheers|my|the|a|new|old|code|number|it|its|is|to|use|change|set|be|make|as|i|want|would|like|ok|yes|and|again|for|this|that|here|heres|try) )*$/.test(
    `${tokens.join(' ')} `.trimStart(),
  );
}

/** A further language is a further file of words. */
function readVocabularies(): Vocabulary[] {
  const folder = new URL('./words/', import.meta.url);
  const files = readdirSync(folder).filter((name) => name.endsWith('.json'));
  return files.map((name) => {
    const words = JSON.parse(readFileSync(new URL(name, folder), 'utf8')) as Words;
    return vocabularyOf(name.slice(0, -'.json'.length), words);
  });
}
