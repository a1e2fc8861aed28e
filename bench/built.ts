import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { buildSync } from 'esbuild';

/** The bot as `npm run build` makes it, from the source as it is now, with maps for a profile. */
export function buildBot(): URL {
  execFileSync(process.execPath, [fileURLToPath(new URL('../scripts/build.ts', import.meta.url)), '--maps']);
  return new URL('../dist/main.js', import.meta.url);
}

/**
 * The probe as plain JavaScript in `folder`: what Node reads TypeScript with would stand in the memory that is measured,
 * of bot and peer alike, and bring every ratio nearer to 1.
 */
export function plainProbe(folder: string): string {
  const outfile = join(folder, 'probe.mjs');
  const source = fileURLToPath(new URL('probe.ts', import.meta.url));
  buildSync({ entryPoints: [source], bundle: true, platform: 'node', format: 'esm', outfile });
  return pathToFileURL(outfile).href;
}
