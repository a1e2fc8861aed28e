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

/** How somebody is spoken to: in words, and in the locale by which numbers among them are written. */
interface Speech {
  textLocale: string;
  say: Say;
}
const speeches = latest<Speech>(500);
/** A few kilobytes each; a person's cards need a hundred or so. */
const compiled = latest<Text>(2_000);

/** `locale` is a BCP 47 tag as Teams sends it, such as `de-CH`; a language without a catalogue is answered in English. */
export function sayIn(locale: string): Say {
  return speechFor(locale).say;
}

/**
 * The locale that the texts for `locale` are written in, so that dates among them read alike: the person's own region
 * where its language is spoken to them.
 */
export function textLocale(locale: string): string {
  return speechFor(locale).textLocale;
}

function speechFor(locale: string): Speech {
  return speeches(locale, () => {
    const language = nearestLanguage(locale, languages);
    const formats = textLocaleIn(language, locale);
    return { textLocale: formats, say: sayAs(language, formats) };
  });
}

function textLocaleIn(language: string, locale: string): string {
  const tag = canonicalTag(locale);
  if (tag !== undefined && tag !== english && baseOf(tag) === baseOf(language)) return tag;
  return language === english ? worldEnglish : language;
}

function sayAs(language: string, formats: string): Say {
  const textOf = (key: TextKey): Text => {
    const text = catalogueOf(language)[key] ?? catalogueOf(english)[key];
    if (text === undefined) throw new Error(`The English catalogue has no text "${key}"`);
    return compile(text, formats);
  };
  return (key, args) => compiled(`${language} ${formats} ${key}`, () => textOf(key))(args);
}

type Text = (args: TextArgs | undefined) => string;

function compile(text: string, locale: string): Text {
  // A text is plain: `<` stands for itself.
  const message = new IntlMessageFormat(text, locale, undefined, { ignoreTag: true });
  return (args) => String(message.format(args));
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
