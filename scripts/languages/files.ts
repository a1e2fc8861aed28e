import { readdirSync, readFileSync } from 'node:fs';
import { type Fault, faultsOf, type Texts } from './checks.ts';

const folder = new URL('../../src/language/catalogues/', import.meta.url);

/** The tags of all catalogues that there are. */
export function languageFiles(): string[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith('.json'))
    .map((name) => name.slice(0, -'.json'.length))
    .sort();
}

/** All that is missing or wrong in the file of a language. */
export function faultsOfFile(language: string): Fault[] {
  return faultsOfText(language, fileOf(language), textsOf('en'));
}

export function textsOf(language: string): Record<string, string> {
  return JSON.parse(fileOf(language)) as Record<string, string>;
}

/** The same of a file's text. */
export function faultsOfText(language: string, file: string, english: Record<string, string>): Fault[] {
  try {
    const texts = JSON.parse(file) as Texts;
    return [...twice(file), ...faultsOf(language, texts, english)];
  } catch (error) {
    return [{ key: '', what: `is no JSON: ${error instanceof Error ? error.message : error}` }];
  }
}

/** JSON takes the last of two texts of one key without a word. */
function twice(file: string): Fault[] {
  const keys = [...file.matchAll(/^\s*"([^"]+)"\s*:/gm)].map(([, key]) => key ?? '');
  const again = keys.filter((key, index) => keys.indexOf(key) !== index);
  return again.map((key) => ({ key, what: 'is there twice' }));
}

function fileOf(language: string): string {
  return readFileSync(new URL(`${language}.json`, folder), 'utf8');
}
