import type { IntlMessageFormat } from 'intl-messageformat';
import { boldFaults, markFaults, strayMarks } from './marks.ts';
import { argumentsOf, compile, formatted, wordsOf } from './message.ts';
import { pluralFaults, selectFaults } from './plurals.ts';
import { mayBeEnglish, withoutNames } from './same-as-english.ts';

/** A catalogue as it stands in its file. */
export type Texts = Record<string, unknown>;

/** What is missing or wrong with one text, or with the file where the key is empty. */
export interface Fault {
  key: string;
  what: string;
}

/** A text with the English one beside it. */
interface Pair {
  language: string;
  key: string;
  text: string;
  english: string;
  message: IntlMessageFormat;
  englishMessage: IntlMessageFormat;
}

const buttonLength = 40;

/** All that is missing or wrong in the catalogue of a language, by the English one. */
export function faultsOf(language: string, texts: Texts, english: Record<string, string>): Fault[] {
  const unspoken = tagFaults(language);
  if (unspoken.length > 0) return unspoken;
  const missing = Object.keys(english).filter((key) => !Object.hasOwn(texts, key));
  const strange = Object.keys(texts).filter((key) => !Object.hasOwn(english, key));
  return [
    ...missing.map((key) => ({ key, what: `is missing: ${JSON.stringify(english[key])}` })),
    ...strange.map((key) => ({ key, what: 'is no text of the bot' })),
    ...Object.entries(english).flatMap(([key, text]) =>
      Object.hasOwn(texts, key)
        ? textFaults(language, key, texts[key], text).map((what) => ({ key, what }))
        : [],
    ),
  ];
}

function tagFaults(language: string): Fault[] {
  try {
    const { baseName, language: base } = new Intl.Locale(language);
    if (baseName !== language || !/^[a-z]{2,3}$/.test(base)) throw new RangeError('another spelling');
    if (Intl.PluralRules.supportedLocalesOf(language).length > 0) return [];
    return [{ key: '', what: `Node knows no language "${language}"` }];
  } catch {
    return [{ key: '', what: `"${language}" is no language tag in its usual spelling, such as de or pt-BR` }];
  }
}

function textFaults(language: string, key: string, text: unknown, english: string): string[] {
  if (typeof text !== 'string' || text.trim() === '') return ['has no text'];
  try {
    const message = compile(text, language);
    const pair = { language, key, text, english, message, englishMessage: compile(english, 'en') };
    const faults = argumentFaults(pair);
    // Without its arguments a text cannot be tried.
    return faults.length > 0 ? faults : checks.flatMap((check) => check(pair));
  } catch (error) {
    return [`is no ICU message: ${error instanceof Error ? error.message : error}`];
  }
}

function argumentFaults({ message, englishMessage }: Pair): string[] {
  const [ours, theirs] = [message, englishMessage].map((each) => argumentsOf(each.getAst()));
  const lost = theirs?.filter((name) => !ours?.includes(name)) ?? [];
  const strange = ours?.filter((name) => !theirs?.includes(name)) ?? [];
  return [
    ...lost.map((name) => `does not say {${name}}`),
    ...strange.map((name) => `asks for {${name}}, which is not given`),
  ];
}

const checks: ((pair: Pair) => string[])[] = [
  ({ message, englishMessage, language }) =>
    pluralFaults(message.getAst(), englishMessage.getAst(), language),
  ({ message, englishMessage }) => selectFaults(message.getAst(), englishMessage.getAst()),
  ({ message }) => (formatted(message).some((shown) => /[{}]/.test(shown)) ? ['shows a brace'] : []),
  ({ text }) => (/'(?=['{}<>#|])/.test(text) ? ["has a ' that quotes: write ’ instead"] : []),
  ({ text, english }) => markFaults(text, english),
  ({ message, englishMessage }) => strayMarks(wordsOf(message.getAst()), wordsOf(englishMessage.getAst())),
  ({ message }) => [...new Set(formatted(message).flatMap(boldFaults))],
  untranslated,
  tooLongForAButton,
  ({ text, english }) => (numbersOf(text) === numbersOf(english) ? [] : ['has other numbers']),
  ({ text }) => (/[!！¡]/.test(text) ? ['calls out (!), where the bot speaks calmly'] : []),
  ({ text }) =>
    text !== text.trim() || text !== text.normalize('NFC') || /[\p{Cc}\ufffd]| {2}/u.test(text)
      ? ['has blanks or characters that do not belong there']
      : [],
];

/** English as it stands, or three words of it in a row. */
function untranslated({ language, key, text, english, message, englishMessage }: Pair): string[] {
  if (language.split('-', 1)[0] === 'en' || mayBeEnglish(language, key)) return [];
  const words = withoutNames(wordsOf(message.getAst()));
  if (text === english) return /\p{L}/u.test(words) ? ['is the English text'] : [];
  const theirs = new Set(threesOf(withoutNames(wordsOf(englishMessage.getAst()))));
  const left = threesOf(words).filter((three) => theirs.has(three));
  return left.slice(0, 1).map((three) => `has English words left: "${three}"`);
}

function threesOf(text: string): string[] {
  return text
    .toLowerCase()
    .split(/[^\p{L}\p{N}\p{M}\s’'-]+/u)
    .flatMap((phrase) => {
      const words = phrase.split(/\s+/).filter((word) => /\p{L}/u.test(word));
      return words.slice(2).map((_, index) => words.slice(index, index + 3).join(' '));
    });
}

/** Teams cuts a longer one; where a day is named, the longest day counts. */
function tooLongForAButton({ language, key, message }: Pair): string[] {
  if (!key.startsWith('action.')) return [];
  const weekday = new Intl.DateTimeFormat(language, { weekday: 'long', timeZone: 'UTC' });
  const day = Array.from({ length: 7 }, (_, index) => weekday.format(index * 86_400_000));
  const long = formatted(message, { day }).filter((title) => title.length > buttonLength);
  return long.slice(0, 1).map((title) => `is longer than a button of ${buttonLength}: "${title}"`);
}

/** Examples of PINs, which mean the same everywhere. */
function numbersOf(text: string): string {
  return (text.match(/\d{3,}/g) ?? []).sort().join(' ');
}
