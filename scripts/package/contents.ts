import { readFileSync } from 'node:fs';
import { languageFiles } from '../languages/files.ts';
import { manifestFormFaults } from '../manifest/faults.ts';
import { type Deployment, localizationFile, localizationFor, manifestFor } from '../manifest/manifest.ts';
import { manifestLanguages } from '../manifest/texts.ts';
import { iconProblems } from './icons.ts';
import type { Problem } from './problem.ts';
import { ruleProblems, type SoundManifest } from './rules.ts';
import { localizationProblems, manifestProblems } from './schemas.ts';

/** What goes into a package, by file name; or all that keeps it from being one. */
export type Contents =
  | { kind: 'sound'; appName: string; files: Record<string, Uint8Array> }
  | { kind: 'refused'; problems: Problem[] };

/** Reads a manifest folder for one deployment, and holds it against the schema, the icons' rules and the limits. */
export function contentsOf(deployment: Deployment, folder: URL): Contents {
  const languages = read('languages/', () => manifestLanguages(folder));
  if (languages.kind === 'unreadable') return { kind: 'refused', problems: [languages.problem] };
  const manifest = manifestPart(deployment, folder);
  const parts = [
    manifest,
    ...(manifest.sound ? iconParts(manifest.sound, folder) : []),
    ...languages.value.map((language) => languagePart(language, deployment, folder)),
  ];
  const problems = parts.flatMap((part) => part.problems);
  if (problems.length === 0) problems.push(...textProblems(folder));
  if (problems.length > 0 || !manifest.sound) return { kind: 'refused', problems };
  const files = parts.map(({ file, bytes }) => [file, bytes ?? new Uint8Array()] as const);
  return { kind: 'sound', appName: manifest.sound.name.short, files: Object.fromEntries(files) };
}

/** A file of the package; without bytes only where there are problems. */
interface Part {
  file: string;
  bytes?: Uint8Array;
  problems: Problem[];
}

function manifestPart(deployment: Deployment, folder: URL): Part & { sound?: SoundManifest } {
  const file = 'manifest.json';
  const filled = read(file, () => manifestFor(deployment, folder));
  if (filled.kind === 'unreadable') return { file, problems: [filled.problem] };
  const wrong = manifestProblems(file, filled.value);
  if (wrong.length > 0) return { file, problems: wrong };
  const sound = filled.value as SoundManifest;
  const problems = ruleProblems(sound);
  return problems.length > 0 ? { file, problems } : { file, bytes: bytesOf(sound), problems, sound };
}

function iconParts(manifest: SoundManifest, folder: URL): Part[] {
  return Object.entries(manifest.icons).map(([which, file]) => {
    const png = read(file, () => new Uint8Array(readFileSync(new URL(file, folder))));
    if (png.kind === 'unreadable') return { file, problems: [png.problem] };
    return { file, bytes: png.value, problems: iconProblems(which, file, png.value) };
  });
}

function languagePart(language: string, deployment: Deployment, folder: URL): Part {
  const source = `languages/${language}.json`;
  const file = localizationFile(language);
  const texts = read(source, () => localizationFor(language, deployment, folder));
  if (texts.kind === 'unreadable') return { file, problems: [texts.problem] };
  return { file, bytes: bytesOf(texts.value), problems: localizationProblems(source, texts.value) };
}

/** Each language that the bot speaks, English too: what is missing, and what is longer than Teams shows. */
const textProblems = (folder: URL): Problem[] =>
  languageFiles().flatMap((language) =>
    manifestFormFaults(language, folder).map(({ key, what }) => ({
      file: language === 'en' ? 'manifest.json' : `languages/${language}.json`,
      field: key,
      what: key === '' ? 'should be there: the bot speaks the language' : what,
    })),
  );

type Read<T> = { kind: 'read'; value: T } | { kind: 'unreadable'; problem: Problem };

function read<T>(file: string, make: () => T): Read<T> {
  try {
    return { kind: 'read', value: make() };
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (!(error instanceof SyntaxError) && code === undefined) throw error;
    const what =
      error instanceof SyntaxError ? `should be JSON: ${message}` : `should be there to read: ${code}`;
    return { kind: 'unreadable', problem: { file, field: '', what } };
  }
}

const bytesOf = (json: object): Uint8Array => Buffer.from(`${JSON.stringify(json, null, 2)}\n`);
