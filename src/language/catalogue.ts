import { readdirSync, readFileSync } from 'node:fs';
import { IntlMessageFormat } from 'intl-messageformat';
import type en from './catalogues/en.json';
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
/** A few kilobytes each; a person's cards need a hundred or so. */
const compiled = latest<IntlMessageFormat>(2_000);

/** `locale` is a BCP 47 tag as Teams sends it, such as `de-CH`; one without a catalogue is answered in English. */
export function sayIn(locale: string): Say {
  const language = languageOf(locale);
  const formats = textLocale(locale);
  return (key, args) => {
    const text = catalogueOf(language)[key] ?? catalogueOf(english)[key];
    if (text === undefined) throw new Error(`The English catalogue has no text "${key}"`);
    return String(messageOf(text, formats).format(args));
  };
}

/** The locale that the texts for `locale` are written in, so that dates among them read alike. */
export function textLocale(locale: string): string {
  const language = languageOf(locale);
  const tag = canonical(locale);
  if (tag !== undefined && tag !== english && baseOf(tag) === language) return tag;
  return language === english ? worldEnglish : language;
}

function messageOf(text: string, locale: string): IntlMessageFormat {
  // A text is plain: `<` stands for itself.
  const compile = () => new IntlMessageFormat(text, locale, undefined, { ignoreTag: true });
  return compiled(`${locale} ${text}`, compile);
}

function languageOf(locale: string): string {
  const tag = canonical(locale);
  if (tag === undefined) return english;
  return [tag, baseOf(tag)].find((name) => catalogues.has(name)) ?? english;
}

function baseOf(tag: string): string {
  return tag.split('-', 1)[0] ?? tag;
}

/** Language, script and region alone: what follows them is the sender's to choose, and would fill the caches. */
function canonical(locale: string): string | undefined {
  try {
    const { language, script, region } = new Intl.Locale(locale);
    return [language, script, region].filter(Boolean).join('-');
  } catch {
    return undefined;
  }
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
