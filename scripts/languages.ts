/**
 * `npm run languages`: what is missing or wrong in the texts, the manifest and the lexicon of each language, or of those that are
 * named. Exits with 1 where something is.
 */
import { faultsOfFile, languageFiles } from './languages/files.ts';
import { hasLexicon, lexiconFaults } from './languages/lexicon.ts';
import { manifestFaults } from './manifest/faults.ts';

const known = languageFiles();
const asked = process.argv.slice(2);
if (asked.includes('--help')) {
  console.log(`Usage: npm run languages -- [<language> …], each of which is one of ${known.join(', ')}`);
  process.exit(0);
}
const unknown = asked.filter((language) => !known.includes(language));
const reported = (asked.length > 0 ? known.filter((language) => asked.includes(language)) : known).map(
  report,
);

for (const language of unknown)
  console.log(`${language}: there is no src/language/catalogues/${language}.json`);
if (unknown.length > 0 || reported.some((faults) => faults > 0)) process.exitCode = 1;

/** Prints what is to be said of a language; returns how much it is. */
function report(language: string): number {
  const faults = [...faultsOfFile(language), ...manifestFaults(language), ...lexiconFaults(language)];
  const said = faults.length === 0 ? 'complete' : `${faults.length} missing or wrong`;
  console.log(`${language} (${nameOf(language)}): ${said}`);
  if (!hasLexicon(language))
    console.log(`  no src/language/lexicons/${language}.txt: people are understood by their letters alone`);
  for (const { key, what } of faults) console.log(`  ${key || 'the file'} ${what}`);
  return faults.length;
}

function nameOf(language: string): string {
  try {
    return new Intl.DisplayNames('en', { type: 'language' }).of(language) ?? language;
  } catch {
    return 'no language';
  }
}
