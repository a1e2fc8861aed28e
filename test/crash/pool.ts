import { randomInt } from 'node:crypto';
import { parseArgs } from 'node:util';
import { openPoolTown } from './pool-town.ts';
import { poolFindings } from './pool-verdict.ts';
import { watch } from './watch.ts';

/**
 * Kills the PIN service before a pool, or one of its hosts, at random moments and around the setting of a PIN, and holds what
 * its journal and the bot's cards say against what the pool did. `--kills N` (20), `--seed S`. Ends with 1 and the findings.
 */
const { values } = parseArgs({ options: { kills: { type: 'string' }, seed: { type: 'string' } } });
const kills = Number(values.kills ?? 20);
const seed = Number(values.seed ?? randomInt(2 ** 31));
if (!Number.isInteger(kills) || kills < 1 || !Number.isInteger(seed))
  throw new Error('--kills and --seed are whole numbers');
process.stdout.write(`${kills} kills, seed ${seed}\n`);
watch(kills);

const town = await openPoolTown(seed);
try {
  for (let kill = 1; kill <= kills; kill += 1) {
    await town.resetAndKill();
    if (kill % 10 === 0) process.stdout.write(`${kill} kills\n`);
  }
  await town.quiet();
  const { counts, findings } = await poolFindings(town);
  for (const [what, count] of Object.entries(counts))
    process.stdout.write(`${String(count).padStart(6)}  ${what}\n`);
  for (const finding of findings) process.stdout.write(`FOUND ${finding}\n`);
  process.exitCode = findings.length === 0 ? 0 : 1;
} finally {
  process.stdout.write('closing\n');
  await town.close();
}
// What a killed process has left open in here keeps nobody waiting.
process.exit();
