import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { type Result, table } from './figures.ts';
import { type InflightOptions, inflight } from './inflight.ts';
import { language } from './language.ts';

/**
 * Runs the benchmarks that are named, or all: `npm run bench -- inflight --forms 500`. The numbers go to stdout, how far
 * it is to stderr. Ends with 1 where something was lost or doubled; never because something was slow.
 */
const benchmarks: Record<string, (options: InflightOptions) => Promise<Result>> = { inflight };

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    forms: { type: 'string', default: '5000' },
    delay: { type: 'string', default: '60' },
    turns: { type: 'string', default: '400' },
    profile: { type: 'string' },
    compare: { type: 'boolean', default: false },
  },
});
const [forms, delayS, turns] = [Number(values.forms), Number(values.delay), Number(values.turns)];
const unknown = positionals.filter((name) => name !== 'language' && !(name in benchmarks));
if (![forms, turns].every((many) => Number.isInteger(many) && many > 0) || !(delayS >= 0 && delayS <= 80))
  refuse('--forms and --turns are whole numbers above 0; --delay is in seconds, 80 at most');
if (unknown.length > 0)
  refuse(`no benchmark ${unknown.join(', ')}: there is language, ${Object.keys(benchmarks).join(', ')}`);

if (positionals.length === 0 || positionals.includes('language'))
  process.stdout.write(`language\n${language(values.compare)}\n`);
for (const [name, benchmark] of Object.entries(benchmarks)) {
  if (positionals.length > 0 && !positionals.includes(name)) continue;
  const { figures, findings } = await benchmark({
    forms,
    delayMs: delayS * 1_000,
    turns,
    profileDir: values.profile && resolve(values.profile),
    say: (progress) => process.stderr.write(`${name}: ${progress}\n`),
  });
  process.stdout.write(`${name}\n${table(figures)}`);
  for (const finding of findings) process.stdout.write(`FOUND ${finding}\n`);
  if (findings.length > 0) process.exitCode = 1;
}

function refuse(why: string): never {
  process.stderr.write(`${why}\n`);
  process.exit(2);
}
