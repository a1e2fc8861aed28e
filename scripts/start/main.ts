import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { start } from './start.ts';

const path = (relative: string) => fileURLToPath(new URL(`../../${relative}`, import.meta.url));

/** A deployment may hold the build without its sources. */
const hasSources = existsSync(path('src/main.ts'));

function installedWindow(): string | undefined {
  try {
    return createRequire(import.meta.url).resolve('@microsoft/m365agentsplayground/cli.js');
  } catch {
    return undefined;
  }
}

await start({
  bot: path(hasSources ? 'src/main.ts' : 'dist/main.js'),
  pinService: path('src/pin-service/main.ts'),
  window: installedWindow(),
  // The build alone has nothing to try the bot with.
  isProduction: async (nodeEnv) =>
    !hasSources || (await import('../../src/production.ts')).isProduction(nodeEnv),
  people: async (seedFile) => (await import('../../src/pin-service/embedded/seed.ts')).readSeed(seedFile),
});
