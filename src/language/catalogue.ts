import { readdirSync, readFileSync } from 'node:fs';
import { IntlMessageFormat } from 'intl-messageformat';
import type en from './catalogues/en.json';
import { baseOf, canonicalTag, nearestLanguage } from './fallback.ts';
import { latest } from './latest.ts';

/** Every text that people read has a key; the English catalogue is the list of them. */
export type TextKey = keyof typeof en;
export type TextArgs = Record<string, string | number | Date>;

/** Says the text of a key in one language. Throws where the text needs an argument that is not given. */
export type Say = (key: TextKey, args?: TextArgs) => string;

type Catalogue = Partial<Record<TextKey, string>>;

const english = 'en';
/** English without a region is read by people all over the world: 24 hours, and the day before the month. */
const worldEnglish = 'en-GB';
const catalogues = readCatalogues();
/** The tags of the languages that the bot speaks, such as `de` and `pt-BR`. */
export const languages: readonly string[] = [...catalogues.keys()].sort();
const nearest = latest<string>(500);
/** A few kilobytes each; a person's cards need a hundred or so. */
const compiled = latest<IntlMessageFormat>(2_000);

/** `locale` is a BCP 47 tag as Teams sends it, such as `de-CH`; a language without a catalogue is answered in English. */
export function sayIn(locale: string): Say {
  const language = languageOf(locale);
  const formats = textLocale(locale);
  return (key, args) => {
    const text = catalogueOf(language)[key] ?? catalogueOf(english)[key];
    if (text === undefined) throw new Error(`The English catalogue has no text "${key}"`);
    return String(messageOf(text, formats).format(args));
  };
}

/**
 * The locale that the texts for `locale` are written in, so that dates among them read alike: the person's own region
 * where its language is spoken to them.
 */
export function textLocale(locale: string): string {
  const language = languageOf(locale);
  const tag = canonicalTag(locale);
  if (tag !== undefined && tag !== english && baseOf(tag) === baseOf(language)) return tag;
  return language === english ? worldEnglish : language;
}

function languageOf(locale: string): string {
  return nearest(locale, () => nearestLanguage(locale, languages));
}

function messageOf(text: string, locale: string): IntlMessageFormat {
  // A text is plain: `<` stands for itself.
  const compile = () => new IntlMessageFormat(text, locale, undefined, { ignoreTag: true });
  return compiled(`${locale} ${text}`, compile);
}

function catalogueOf(language: string): Catalogue {
  return catalogues.get(language) ?? {};
}

/** A further language is a further file: its name is the language's tag. */
function readCatalogues(): Map<string, Catalogue> {
  const folder = new URL('./catalogues/', import.meta.url);
  const files = readdirSync(folder).filter((name) => name.endsWith('.json'));
  return new Map(
    files.map((name) => [
      name.slice(0, -'.json'.length),
      JSON.parse(readFileSync(new URL(name, folder), 'utf8')) as Catalogue,
    ]),
  );
}
