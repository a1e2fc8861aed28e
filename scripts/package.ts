/**
 * `npm run package -- --app-id … --domain …`: the Teams app package, in build/ of the folder that it is called from. Where
 * anything is wrong it says all of it, writes nothing and exits with 1.
 */
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readArguments, usage } from './package/arguments.ts';
import { contentsOf } from './package/contents.ts';
import { sentenceOf } from './package/problem.ts';
import { zipName, zipOf } from './package/zip.ts';

process.exitCode = run(process.argv.slice(2));

function run(args: string[]): number {
  if (args.includes('--help')) {
    console.log(usage);
    return 0;
  }
  const read = readArguments(args, ownVersion());
  if (read.kind === 'refused') return refuse(read.problems, usage);
  const contents = contentsOf(read.deployment, read.folder);
  if (contents.kind === 'refused') return refuse(contents.problems.map(sentenceOf));
  const path = join('build', zipName(contents.appName));
  try {
    write(path, zipOf(contents.files));
  } catch (error) {
    return refuse([`${path} cannot be written: ${(error as NodeJS.ErrnoException).code}`]);
  }
  console.log(`${path}: ${contents.appName} ${read.deployment.version}, of ${read.deployment.domain}`);
  for (const file of Object.keys(contents.files)) console.log(`  ${file}`);
  return 0;
}

function refuse(problems: string[], hint = ''): number {
  console.error(`Nothing is packaged:\n${problems.map((each) => `  - ${each}`).join('\n')}`);
  if (hint !== '') console.error(`\n${hint}`);
  return 1;
}

function ownVersion(): string {
  const file = readFileSync(new URL('../package.json', import.meta.url), 'utf8');
  return (JSON.parse(file) as { version: string }).version;
}

/** Whole, or not at all. */
function write(path: string, bytes: Uint8Array): void {
  mkdirSync('build', { recursive: true });
  writeFileSync(`${path}.part`, bytes);
  renameSync(`${path}.part`, path);
}
