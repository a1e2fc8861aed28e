import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseDuration } from '../../src/duration.ts';

export const root = join(import.meta.dirname, '../..');
export const text = (path: string): string => readFileSync(join(root, path), 'utf8');

/** What a unit of systemd says, by name; a name that stands several times has several values. */
export function unitOf(path: string): Map<string, string[]> {
  const said = new Map<string, string[]>();
  for (const line of text(path).split('\n')) {
    const [, name, value] = /^([A-Za-z]\w*)=(.*)$/.exec(line) ?? [];
    if (name === undefined || value === undefined) continue;
    said.set(name, [...(said.get(name) ?? []), value]);
  }
  return said;
}

export interface Instruction {
  word: string;
  rest: string;
}

/** The stages of a Dockerfile, each beginning with its FROM; what stands before the first is left out. */
export function stagesOf(dockerfile: string): Instruction[][] {
  const lines = dockerfile.replace(/^#.*\n/gm, '').replace(/\\\n\s*/g, '');
  const stages: Instruction[][] = [];
  for (const line of lines.split('\n')) {
    const [, word = '', rest = ''] = /^([A-Z]+)\s+(.*)$/.exec(line) ?? [];
    if (word === 'FROM') stages.push([]);
    if (word !== '') stages.at(-1)?.push({ word, rest: rest.trim() });
  }
  return stages;
}

/** A duration as systemd, Docker or a table writes it, in seconds. */
export const seconds = (told: string): number =>
  (parseDuration(told.replace(' sec', 's')) ?? Number(told) * 1000) / 1000;
