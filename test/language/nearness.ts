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
  const held = kept.map((utterance) => ({ utterance, weights: weighted(utterance) }));
  return tune.flatMap((utterance) => {
    const weights = weighted(utterance);
    const near = held.find((each) => likeness(weights, each.weights) >= rewordingFrom);
    return near ? [{ utterance, of: near.utterance }] : [];
  });
}

function likeness(one: Map<string, number>, other: Map<string, number>): number {
  let sum = 0;
  for (const [run, weight] of one) sum += weight * (other.get(run) ?? 0);
  return sum;
}

function runsIn(text: string): Set<string> {
  const letters = ` ${plainText(text)
    .replace(/[^\p{L}\p{M}\p{N}]+/gu, ' ')
    .trim()} `;
  const runs = new Set<string>();
  for (let at = 0; at + 3 <= letters.length; at += 1) runs.add(letters.slice(at, at + 3));
  return runs;
}
