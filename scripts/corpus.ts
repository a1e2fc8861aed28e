/**
 * `npm run corpus`: takes out of the utterances to tune on those that are rewordings of a kept one, those that stand there
 * twice, and families that are left empty. Says how many, and never which: nobody is to tune on what is kept.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { corpusFiles, corpusTags, type Part, readCorpus } from '../test/language/corpus.ts';
import { rewordingsOf } from '../test/language/nearness.ts';

const plain = (text: string): string => text.toLowerCase().replace(/\s+/g, '');

/** What is learned from, and what it must be apart from. */
const parts: [Part, Part[]][] = [
  ['tune', ['kept']],
  ['alarm.tune', ['alarm.kept', 'kept']],
];

for (const tag of corpusTags())
  for (const [part, apartFrom] of parts)
    console.log(`${tag}.${part}: ${takeOut(tag, part, apartFrom)} taken out`);

/** How many utterances it has taken out. */
function takeOut(tag: string, part: Part, apartFrom: Part[]): number {
  const kept = apartFrom.flatMap((each) => readCorpus(tag, each));
  const near = new Set(
    rewordingsOf(kept, readCorpus(tag, part)).map(({ utterance }) => plain(utterance.text)),
  );
  const seen = new Set(kept.map(({ text }) => plain(text)));
  const families = new Set(kept.map(({ intent, family }) => `# ${intent}: ${family}`));
  let taken = 0;
  for (const file of corpusFiles(tag, part)) {
    const lines = readFileSync(file, 'utf8').split('\n');
    const left = lines.filter((line) => {
      if (line.trim() === '' || line.startsWith('# ')) return true;
      const text = plain(line);
      const stays = !near.has(text) && !seen.has(text);
      seen.add(text);
      if (!stays) taken += 1;
      return stays;
    });
    const named = left.map((line) => (families.has(line) ? `${line} (others)` : line));
    writeFileSync(file, withoutEmptyFamilies(named));
  }
  return taken;
}

function withoutEmptyFamilies(lines: string[]): string {
  const blocks = lines.join('\n').split(/\n(?=# )/);
  const full = blocks.map((block) => block.trim()).filter((block) => block.includes('\n'));
  return `${full.join('\n\n')}\n`;
}
