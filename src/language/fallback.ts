const english = 'en';

/**
 * The catalogue that is nearest to what a person reads: that of the very tag, then that of the language, then one of the
 * same language for another region: Portugal reads Brazil's. Only one in the same script, for whoever reads traditional
 * Chinese may not read simplified; and nobody is given a neighbour's language: Danish is much like Norwegian to the
 * eye, but a screen reader would speak it as Danish, and it would look like a mistake. Those are answered in English.
 *
 * `locale` is a BCP 47 tag, or anything else that came in its place. `languages` are the tags of the catalogues.
 */
export function nearestLanguage(locale: string, languages: readonly string[]): string {
  const tag = canonicalTag(locale);
  if (tag === undefined) return english;
  const alike = languages.filter((language) => written(language) === written(tag)).sort();
  return [tag, baseOf(tag)].find((name) => alike.includes(name)) ?? alike[0] ?? english;
}

/** Language, script and region alone: what follows them is the sender's to choose, and would fill the caches. */
export function canonicalTag(locale: string): string | undefined {
  try {
    const { language, script, region } = new Intl.Locale(locale);
    // A tag may name a region alone (`und-TH`), which is no language.
    return language ? [language, script, region].filter(Boolean).join('-') : undefined;
  } catch {
    return undefined;
  }
}

/** The language of a tag without script and region: `zh` of `zh-CN`. */
export function baseOf(tag: string): string {
  return tag.split('-', 1)[0] ?? tag;
}

/** Language and script, the script as Unicode's likely subtags tell it: `zh-Hant` of `zh-TW`, `zh-Hans` of `zh-SG`. */
function written(tag: string): string {
  const { script } = new Intl.Locale(tag).maximize();
  return `${baseOf(tag)}-${script}`;
}
