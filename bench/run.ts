import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { type Result, table } from './figures.ts';
import { inflight } from './inflight.ts';
import { language } from './language.ts';
import { writeSection } from './report.ts';
import { soak } from './soak.ts';
import { start } from './start.ts';
import { turns } from './turns.ts';

/**
 * Runs the benchmarks that are named, or all: `npm run bench -- inflight --forms 500`. The numbers go to stdout, how far
 * it is to stderr; `--write` puts them into docs/performance.md. Ends with 1 where something was lost or doubled,
 * did something else than it should, or grows; never because something was slow.
 */
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    forms: { type: 'string', default: '5000' },
    delay: { type: 'string', default: '60' },
    turns: { type: 'string' },
    fill: { type: 'string', default: '330' },
    rounds: { type: 'string', default: '5' },
    people: { type: 'string', default: '200' },
    pairs: { type: 'string', default: '15' },
    against: { type: 'string' },
    floor: { type: 'boolean', default: false },
    profile: { type: 'string' },
    compare: { type: 'boolean', default: false },
    write: { type: 'boolean', default: false },
  },
});
const delayS = Number(values.delay);
const whole = (text: string): number => {
  const many = Number(text);
  if (Number.isInteger(many) && many > 0) return many;
  return refuse('--forms, --turns, --rounds, --people and --pairs are whole numbers above 0');
};
if (!(delayS >= 0 && delayS <= 80)) refuse('--delay is in seconds, 80 at most');
const fillS = Number(values.fill);
if (!(fillS >= 0)) refuse('--fill is in seconds');
const counts = {
  forms: whole(values.forms),
  rounds: whole(values.rounds),
  people: whole(values.people),
  pairs: whole(values.pairs),
};
const turnsOr = (usual: number): number => whole(values.turns ?? String(usual));
const profileDir = values.profile && resolve(values.profile);
if (values.floor && values.against !== undefined) refuse('one of --floor and --against at a time');
const floor = {
  main: new URL('floor/main.ts', import.meta.url),
  is: 'no bot, but what its turns cannot do without',
  isBot: false,
};
const build = (path: string) => ({
  main: pathToFileURL(resolve(path)),
  is: 'another build of the bot',
  isBot: true,
});
const against = values.against === undefined ? undefined : build(values.against);
const other = values.floor ? floor : against;

const benchmarks: Record<string, (say: (progress: string) => void) => Promise<Result>> = {
  inflight: (say) => inflight({ ...counts, delayMs: delayS * 1_000, turns: turnsOr(400), profileDir, say }),
  turns: (say) => turns({ ...counts, other, profileDir, say }),
  start: (say) => start({ ...counts, say }),
  soak: (say) => soak({ turns: turnsOr(100_000), fillMs: fillS * 1_000, say }),
};
const unknown = positionals.filter((name) => name !== 'language' && !(name in benchmarks));
if (unknown.length > 0)
  refuse(`no benchmark ${unknown.join(', ')}: there is language, ${Object.keys(benchmarks).join(', ')}`);

if (positionals.length === 0 || positionals.includes('language'))
  process.stdout.write(`language\n${language(values.compare)}\n`);
for (const [name, benchmark] of Object.entries(benchmarks)) {
  if (positionals.length > 0 && !positionals.includes(name)) continue;
  const { figures, findings, section } = await benchmark((progress) =>
    process.stderr.write(`${name}: ${progress}\n`),
  );
  process.stdout.write(`${name}\n${table(figures)}`);
  if (values.write && section !== undefined) writeSection(name, section);
  for (const finding of findings) process.stdout.write(`FOUND ${finding}\n`);
  if (findings.length > 0) process.exitCode = 1;
}

function refuse(why: string): never {
  process.stderr.write(`${why}\n`);
  process.exit(2);
}
