import { readdirSync, readFileSync } from 'node:fs';
import type { Intent } from '../../src/language/intents.ts';

/** What somebody wrote, what they meant, and the family of paraphrase that it belongs to. */
export interface Utterance {
  intent: Intent;
  family: string;
  text: string;
}

/**
 * `tune`: to learn from. `kept`: for measuring only; no family of it is a rewording of one to tune on. Those of `alarm` tell
 * what says "that was not me" from what only looks like it; the wishes are learned without them.
 */
export type Part = 'tune' | 'kept' | 'alarm.tune' | 'alarm.kept';

const folder = new URL('./corpus/', import.meta.url);

/** The languages that there are utterances of. */
export const corpusTags = (): string[] =>
  readdirSync(folder)
    .filter((name) => /^[^.]+\.kept\.txt$/.test(name))
    .map((name) => name.slice(0, -'.kept.txt'.length));

/** A line `# intent: family` opens a family; each line after it is one utterance. */
export function readCorpus(tag: string, part: Part): Utterance[] {
  return corpusFiles(tag, part).flatMap((file) => utterancesIn(readFileSync(file, 'utf8')));
}

/** There may be several to tune on: `en.tune.txt`, `en.tune2.txt` and so on. */
export function corpusFiles(tag: string, part: Part): URL[] {
  const names = readdirSync(folder).filter((name) => name.startsWith(`${tag}.${part}`));
  return names.sort().map((name) => new URL(name, folder));
}

function utterancesIn(text: string): Utterance[] {
  const found: Utterance[] = [];
  let head: { intent: Intent; family: string } | undefined;
  for (const line of text.split('\n')) {
    const [, intent, family] = /^# (\w+): (.+)$/.exec(line) ?? [];
    if (intent && family) head = { intent: intent as Intent, family };
    else if (line.trim() !== '' && head) found.push({ ...head, text: line });
  }
  return found;
}
