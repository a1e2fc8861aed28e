import { plainText } from '../../src/language/plain-text.ts';
import type { Utterance } from './corpus.ts';

/** From here on one utterance is a rewording of the other: what was written as two parts from the start is no nearer. */
export const rewordingFrom = 0.7;

/**
 * Those of `tune` that are rewordings of something that is `kept`: whoever writes what people say, without having seen
 * what others have written, now and then writes the same. Near is what has the same runs of three letters, rare ones
 * counting most.
 */
export function rewordingsOf(
  kept: Utterance[],
  tune: Utterance[],
): { utterance: Utterance; of: Utterance }[] {
  const seen = new Map<string, number>();
  for (const { text } of kept) for (const run of runsIn(text)) seen.set(run, (seen.get(run) ?? 0) + 1);
  const many = kept.length + 1;
  const weighted = ({ text }: Utterance): Map<string, number> => {
    const weights = [...runsIn(text)].map((run): [string, number] => [
      run,
      Math.log(many / ((seen.get(run) ?? 0) + 1)),
    ]);
    const length = Math.hypot(...weights.map(([, weight]) => weight)) || 1;
    return new Map(weights.map(([run, weight]) => [run, weight / length]));
  };
  const rows = rowsOf(kept.map(weighted));
  return tune.flatMap((utterance) => {
    const likeness = new Float64Array(kept.length);
    for (const [run, weight] of weighted(utterance))
      for (const [nth, other] of rows.get(run) ?? []) likeness[nth] = (likeness[nth] ?? 0) + weight * other;
    const near = kept[likeness.findIndex((each) => each >= rewordingFrom)];
    return near ? [{ utterance, of: near }] : [];
  });
}

/** Which utterances have a run, and its weight in each: most runs are in few. */
function rowsOf(all: Map<string, number>[]): Map<string, [number, number][]> {
  const rows = new Map<string, [number, number][]>();
  for (const [nth, weights] of all.entries()) {
    for (const [run, weight] of weights) {
      const row = rows.get(run);
      if (row) row.push([nth, weight]);
      else rows.set(run, [[nth, weight]]);
    }
  }
  return rows;
}

function runsIn(text: string): Set<string> {
  const letters = ` ${plainText(text)
    .replace(/[^\p{L}\p{M}\p{N}]+/gu, ' ')
    .trim()} `;
  const runs = new Set<string>();
  for (let at = 0; at + 3 <= letters.length; at += 1) runs.add(letters.slice(at, at + 3));
  return runs;
}
