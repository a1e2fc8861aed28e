import { randomInt } from 'node:crypto';
import { parseArgs } from 'node:util';

/** `--kills N` (20), `--seed S` (made: the same seed makes the same moments). */
export function readOptions(): { kills: number; seed: number } {
  const { values } = parseArgs({ options: { kills: { type: 'string' }, seed: { type: 'string' } } });
  const kills = Number(values.kills ?? 20);
  const seed = Number(values.seed ?? randomInt(2 ** 31));
  if (!Number.isInteger(kills) || kills < 1 || !Number.isInteger(seed))
    throw new Error('--kills and --seed are whole numbers');
  return { kills, seed };
}

/** Prints what was counted and found; whatever was found makes the program end with 1. */
export function conclude({ counts, findings }: { counts: Record<string, number>; findings: string[] }): void {
  for (const [what, count] of Object.entries(counts))
    process.stdout.write(`${String(count).padStart(6)}  ${what}\n`);
  for (const finding of findings) process.stdout.write(`FOUND ${finding}\n`);
  process.exitCode = findings.length === 0 ? 0 : 1;
}
