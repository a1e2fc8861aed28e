import { conclude, readOptions } from './program.ts';
import { openTown } from './town.ts';
import { verdict } from './verdict.ts';
import { watch } from './watch.ts';

/**
 * Kills the bot at random moments of resets, and holds what people were told against what the PIN service did.
 * `--kills N` (20), `--seed S` (made, and printed: the same seed makes the same moments). With DATABASE_URL two replicas
 * on PostgreSQL, else one bot on SQLite. Ends with 1 and the findings where anything was lost, doubled or untrue.
 */
const { kills, seed } = readOptions();

watch(kills);

const replicas = process.env.DATABASE_URL === undefined ? 1 : 2;
process.stdout.write(
  `${kills} kills, seed ${seed}, ${replicas === 1 ? 'SQLite' : 'PostgreSQL, two replicas'}\n`,
);
const town = await openTown({ seed, replicas });
try {
  for (let kill = 1; kill <= kills; kill += 1) {
    await town.resetAndKill();
    if (kill % 10 === 0) process.stdout.write(`${kill} kills\n`);
  }
  await town.quiet();
  conclude(await verdict(town, kills));
} finally {
  process.stdout.write('closing\n');
  await town.close();
}
// What a killed bot has left open in here keeps nobody waiting.
process.exit();
