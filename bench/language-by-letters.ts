import type { Intent } from '../src/language/intents.ts';
import { plainText } from '../src/language/plain-text.ts';
import type { Utterance } from '../test/language/corpus.ts';

/**
 * The peer that the lists of words are measured against: multinomial naive Bayes over runs of two to five letters, as
 * text classifiers begin with. It learns from the utterances to tune on, and knows nothing of words.
 */
export function byLetters(utterances: Utterance[]): (text: string) => Intent {
  const seen = new Map<Intent, Map<string, number>>();
  const totals = new Map<Intent, number>();
  const features = new Set<string>();
  for (const { intent, text } of utterances) {
    const counts = seen.get(intent) ?? new Map<string, number>();
    for (const run of runsIn(text)) {
      counts.set(run, (counts.get(run) ?? 0) + 1);
      totals.set(intent, (totals.get(intent) ?? 0) + 1);
      features.add(run);
    }
    seen.set(intent, counts);
  }
  const shareOf = (intent: Intent) =>
    utterances.filter((each) => each.intent === intent).length / utterances.length;
  const prior = new Map([...seen.keys()].map((intent) => [intent, Math.log(shareOf(intent))]));
  return (text) => {
    const runs = runsIn(text).filter((run) => features.has(run));
    const scores = [...seen].map(([intent, counts]): [Intent, number] => {
      const total = (totals.get(intent) ?? 0) + features.size;
      const evidence = runs.reduce((sum, run) => sum + Math.log(((counts.get(run) ?? 0) + 1) / total), 0);
      return [intent, evidence + (prior.get(intent) ?? 0)];
    });
    return scores.reduce((best, each) => (each[1] > best[1] ? each : best))[0];
  };
}

function runsIn(text: string): string[] {
  const letters = ` ${plainText(text)
    .replace(/[^\p{L}\p{M}]+/gu, ' ')
    .trim()} `;
  const runs: string[] = [];
  for (let length = 2; length <= 5; length += 1)
    for (let at = 0; at + length <= letters.length; at += 1) runs.push(letters.slice(at, at + length));
  return runs;
}
