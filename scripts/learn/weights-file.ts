import type { Learned } from '../../src/language/learned.ts';

/** Each weight as a byte, behind a line that says what they are. */
export function weightsFile(
  about: Omit<Learned<string>, 'weights' | 'largest'> & { of: string },
  weights: Float32Array,
): Buffer {
  const largest = Number(
    weights.reduce((most, weight) => Math.max(most, Math.abs(weight)), 0).toPrecision(6),
  );
  const bytes = Int8Array.from(weights, (weight) => {
    const step = Math.round(127 * Math.sqrt(Math.abs(weight) / largest));
    return Math.sign(weight) * Math.min(127, step);
  });
  return Buffer.concat([
    Buffer.from(`${JSON.stringify({ ...about, largest })}\n`),
    Buffer.from(bytes.buffer),
  ]);
}
