import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { start } from './start.ts';

const path = (relative: string) => fileURLToPath(new URL(`../../${relative}`, import.meta.url));

/** A deployment may hold the build without its sources. */
const bot = existsSync(path('src/main.ts')) ? path('src/main.ts') : path('dist/main.js');

function installedWindow(): string | undefined {
  try {
    return createRequire(import.meta.url).resolve('@microsoft/m365agentsplayground/cli.js');
  } catch {
    return undefined;
  }
}

await start({
  bot,
  pinService: path('src/pin-service/main.ts'),
  window: installedWindow(),
  people: async (seedFile) => (await import('../../src/pin-service/embedded/seed.ts')).readSeed(seedFile),
});
