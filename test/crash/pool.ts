import { openPoolTown } from './pool-town.ts';
import { poolFindings } from './pool-verdict.ts';
import { conclude, readOptions } from './program.ts';
import { watch } from './watch.ts';

/**
 * Kills the PIN service before a pool, or one of its hosts, at random moments and around the setting of a PIN, and holds what
 * its journal and the bot's cards say against what the pool did. `--kills N` (20), `--seed S`. Ends with 1 and the findings.
 */
const { kills, seed } = readOptions();
process.stdout.write(`${kills} kills, seed ${seed}\n`);
watch(kills);

const town = await openPoolTown(seed);
try {
  for (let kill = 1; kill <= kills; kill += 1) {
    await town.resetAndKill();
    if (kill % 10 === 0) process.stdout.write(`${kill} kills\n`);
  }
  await town.quiet();
  conclude(await poolFindings(town));
} finally {
  process.stdout.write('closing\n');
  await town.close();
}
// What a killed process has left open in here keeps nobody waiting.
process.exit();
