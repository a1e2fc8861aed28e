import { type Decision, decide } from './decide.ts';
import { intentOf } from './intent-rules.ts';
import type { Intent } from './intents.ts';
import { type Learned, readLearned, scoresOf } from './learned.ts';
import { plainText } from './plain-text.ts';
import { tokensOf } from './tokens.ts';
import { holdsTypedPin } from './typed-pin.ts';
import { hasWordsOf, inItsLanguage } from './vocabularies.ts';
import type { Reading } from './vocabulary.ts';

export type { Intent };

/**
 * `pinTyped`: the message holds what looks like a PIN, which is never used, and never part of the answer. `language`: the
 * one that it is written in, as far as the words tell; that of `locale` where they do not.
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

let learned: Learned | undefined;

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
  const { intent, close } = meantBy(plain, tokens, reading);
  const aboutPin = reading.has('pin', 'bareReset', 'change') || isNothingMuch(tokens);
  const pinTyped = aboutPin && holdsTypedPin(plain);
  const vague = intent === 'unclear' || intent === 'hello' || intent === 'thanks' || isNothingMuch(tokens);
  const language = reading.sure && hasWordsOf(locale) ? reading.tag : locale;
  const readBack = intent === 'reset' && reading.has('tell');
  if (pinTyped && vague) return { intent: 'reset', pinTyped, readBack, language };
  return { intent, ...(close ? { close } : {}), pinTyped, readBack, language };
}

function meantBy(plain: string, tokens: string[], reading: Reading): Decision {
  if (tokens.length > 0 && tokens.every((token) => token === '?')) return { intent: 'helpDesk' };
  const ruled = intentOf(reading);
  if (ruled.intent === 'unclear' && /^\s*[\u{1f44d}\u{1f64f}]/u.test(plain)) return { intent: 'thanks' };
  const words = reading.words();
  learned ??= readLearned();
  return words.length > 0 ? decide(ruled, scoresOf(learned, words)) : { intent: ruled.intent };
}

/** A message that is digits, or digits between words such as "it is … again". */
function isNothingMuch(tokens: string[]): boolean {
  return /^(?:(?:#|hi|hey|hello|bot|there|good|morning|afternoon|evening|please|pls|plz|thanks|thx|thank|you|very|so|much|cheers|my|the|a|new|old|code|number|it|its|is|to|use|change|set|be|make|as|i|want|would|like|ok|yes|and|again|for|this|that|here|heres|try) )*$/.test(
    `${tokens.join(' ')} `.trimStart(),
  );
}
