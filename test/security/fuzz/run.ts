import { randomInt } from 'node:crypto';
import { parseArgs } from 'node:util';
import { openTown, type Town } from './town.ts';

/**
 * Sends the bot activities that are a little or very wrong, and looks for a 5xx, a word too many, a fault in the log, a
 * process that is gone, a canary, and memory that is not given back. `--runs N` (20000), `--seed S` (made, and printed:
 * the same seed makes the same requests, but for the ids of forms). Ends with 1 and the findings.
 */
const { values } = parseArgs({ options: { runs: { type: 'string' }, seed: { type: 'string' } } });
const runs = Number(values.runs ?? process.env.FUZZ_RUNS ?? 20_000);
const seed = Number(values.seed ?? process.env.FUZZ_SEED ?? randomInt(2 ** 31));
if (!Number.isInteger(runs) || runs < 10 || !Number.isInteger(seed))
  throw new Error('--runs and --seed are whole numbers, and runs are 10 at least');

/** Of ten requests one goes to a bot without a registration, which knows nobody. */
const local = Math.floor(runs / 10);
/** By then the caches that have an end are full: texts by language, formats by time zone, compiled code. */
const warmUp = Math.floor(runs * 0.3);
/**
 * What is left is the ids of activities, which the bot remembers for ten minutes, 20,000 of them at most: 100 to 300
 * bytes for each request in all.
 */
const mostBytes = 500;
/** With fewer requests the caches are not full, and the noise is as large as a leak. */
const fewest = 15_000;
process.stdout.write(`${runs} requests, seed ${seed}\n`);
const started = Date.now();
const findings = [
  ...(await against(true, (town) => withRegistration(town, runs - local))),
  ...(await against(false, (town) => town.storm(local, seed + 2_000))),
];
for (const finding of findings) process.stdout.write(`FOUND ${finding}\n`);
process.stdout.write(`${Math.round((Date.now() - started) / 1_000)} s, ${findings.length} found\n`);
process.exitCode = findings.length === 0 ? 0 : 1;

async function withRegistration(town: Town, count: number): Promise<void> {
  await town.speakAll();
  await town.storm(warmUp, seed);
  const before = await town.heap();
  await town.storm(count - warmUp, seed + 1_000);
  const grownBy = Math.round(((await town.heap()) - before) / (count - warmUp));
  process.stdout.write(`${grownBy} bytes more in use for each request after the first ${warmUp}\n`);
  if (count >= fewest && grownBy > mostBytes)
    town.findings.push(`${grownBy} bytes a request are not given back`);
}

async function against(registration: boolean, storm: (town: Town) => Promise<void>): Promise<string[]> {
  const town = await openTown({ withRegistration: registration });
  try {
    await storm(town);
    await town.lookBack();
    process.stdout.write(
      `${registration ? 'with' : 'without'} a registration: ${JSON.stringify(town.statuses)}\n`,
    );
    return town.findings;
  } finally {
    await town.close();
  }
}
