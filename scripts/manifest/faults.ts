import type { Fault } from '../languages/checks.ts';
import {
  englishManifestTexts,
  type ManifestTexts,
  manifestLanguages,
  ownFolder,
  textsOfLanguage,
} from './texts.ts';

/** In UTF-16 units, as Microsoft's schema counts: its own limits, and for commands those of the Store's rules. */
const longest: [RegExp, number][] = [
  [/^name\.short$/, 30],
  [/^name\.full$/, 100],
  [/^description\.short$/, 80],
  [/^description\.full$/, 4_000],
  [/\.title$/, 32],
  [/\.description$/, 128],
];

/** All that is missing or wrong in the manifest's texts of a language. */
export function manifestFaults(language: string): Fault[] {
  const english = englishManifestTexts();
  const form = manifestFormFaults(language);
  if (language === 'en' || !manifestLanguages().includes(language)) return form;
  return [...form, ...englishFaults(textsOfLanguage(language), english)];
}

/** Of these, what keeps the texts out of a package: not whether they are translated. */
export function manifestFormFaults(language: string, folder = ownFolder): Fault[] {
  const english = englishManifestTexts(folder);
  if (language === 'en') return lengthFaults(english);
  if (!manifestLanguages(folder).includes(language))
    return [{ key: '', what: `has no manifest/languages/${language}.json` }];
  return formFaults(textsOfLanguage(language, folder), english);
}

export function faultsOfTexts(texts: ManifestTexts, english: ManifestTexts): Fault[] {
  return [...formFaults(texts, english), ...englishFaults(texts, english)];
}

function englishFaults(texts: ManifestTexts, english: ManifestTexts): Fault[] {
  const same = Object.keys(english).filter((key) => texts[key] === english[key]);
  return same.map((key) => ({ key, what: 'is English in the manifest' }));
}

function formFaults(texts: ManifestTexts, english: ManifestTexts): Fault[] {
  const missing = Object.keys(english).filter((key) => (texts[key] ?? '').trim() === '');
  const strange = Object.keys(texts).filter((key) => !Object.hasOwn(english, key));
  return [
    ...missing.map((key) => ({ key, what: `is missing in the manifest: ${JSON.stringify(english[key])}` })),
    ...strange.map((key) => ({ key, what: 'is no text of the manifest' })),
    ...lengthFaults(texts),
  ];
}

function lengthFaults(texts: ManifestTexts): Fault[] {
  return Object.entries(texts).flatMap(([key, text]) => {
    const [, most] = longest.find(([pattern]) => pattern.test(key)) ?? [];
    return most !== undefined && text.length > most
      ? [{ key, what: `has ${text.length} characters in the manifest, at most ${most}` }]
      : [];
  });
}
