import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { TestProject } from 'vitest/node';
import { bundle, programs } from '../scripts/bundle.ts';

const root = fileURLToPath(new URL('../', import.meta.url));

/** Builds the programs once for a run of vitest. Beside src/, from where they find cards and packages. */
export default async function buildPrograms(project: TestProject): Promise<() => Promise<void>> {
  const dist = await mkdtemp(join(root, 'built-for-tests-'));
  // A program that is ending may still write what it has compiled.
  const remove = () => rm(dist, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
  const build = () => bundle({ source: join(root, 'src'), programs, dist });
  try {
    await build();
  } catch (error) {
    await remove();
    throw error;
  }
  process.env.BUILT_PROGRAMS = dist;
  process.env.NODE_COMPILE_CACHE = join(dist, 'compiled');
  project.onTestsRerun(build);
  return remove;
}
