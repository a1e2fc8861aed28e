import { posix } from 'node:path';

/** A source file: its path from the root of the checkout (`src/pin/reset.ts`) and its text. */
export type SourceFile = { path: string; text: string };

const statement =
  /\b(?:import|export)\b[^'"`;]*?\bfrom\s*['"]([^'"]+)['"]|\b(?:import|require)\s*\(?\s*['"]([^'"]+)['"]/g;

/** What a file imports, types included: a package by its name as written, a file of ours by its path. */
export function importsOf(file: SourceFile): string[] {
  return [...withoutComments(file.text).matchAll(statement)].map((found) => {
    const name = found[1] ?? found[2] ?? '';
    return name.startsWith('.') ? posix.join(posix.dirname(file.path), name) : name;
  });
}

export function withoutComments(text: string): string {
  return text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/(^|\s)\/\/.*$/gm, '$1');
}

/** The first way round that is found, as the paths on it, or undefined where imports never go round. */
export function findCycle(files: SourceFile[]): string[] | undefined {
  const imports = new Map(files.map((file) => [file.path, importsOf(file)]));
  const cleared = new Set<string>();
  const follow = (path: string, way: string[]): string[] | undefined => {
    if (way.includes(path)) return [...way.slice(way.indexOf(path)), path];
    if (cleared.has(path)) return undefined;
    for (const next of imports.get(path) ?? []) {
      const cycle = follow(next, [...way, path]);
      if (cycle) return cycle;
    }
    cleared.add(path);
    return undefined;
  };
  for (const { path } of files) {
    const cycle = follow(path, []);
    if (cycle) return cycle;
  }
  return undefined;
}
