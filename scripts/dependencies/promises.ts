import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { InstalledPackage } from './installed.ts';

const versions = z.record(z.string(), z.string()).default({});
const manifestForm = z.looseObject({
  dependencies: versions,
  devDependencies: versions,
  /** npm allows objects too, for one dependent alone: they are not read here, and so are refused. */
  overrides: versions,
  allowScripts: z.record(z.string(), z.boolean()).default({}),
});
export type Manifest = z.infer<typeof manifestForm>;

export const readManifest = (root: string): Manifest =>
  manifestForm.parse(JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')));

const exact = /^(npm:(@[^@\s]+|[^@\s]+)@)?\d+\.\d+\.\d+(-[0-9A-Za-z.-]+)?$/;

/** A range would let a new version in unseen wherever the lock file is made again. */
export function unpinned({ dependencies, devDependencies, overrides }: Manifest): string[] {
  return Object.entries({ dependencies, devDependencies, overrides }).flatMap(([kind, named]) =>
    Object.entries(named)
      .filter(([, version]) => !exact.test(version))
      .map(([name, version]) => `${name} is not pinned in ${kind}: ${version}`),
  );
}

/** Without it npm would take whatever the registry sends. */
export const withoutIntegrity = (packages: InstalledPackage[]): string[] =>
  packages
    .filter(({ integrity }) => integrity === undefined)
    .map(({ name, version }) => `${name}@${version} has no integrity hash in package-lock.json`);

/**
 * Production packages with an install script on which nobody has decided: npm reads in `allowScripts` of package.json which
 * may run one. Names of development packages stand there too.
 */
export const scriptsNotAllowed = (packages: InstalledPackage[], { allowScripts }: Manifest): string[] =>
  packages
    .filter(({ name, hasInstallScript }) => hasInstallScript && allowScripts[name] === undefined)
    .map(({ name, version }) => `${name}@${version} has an install script that allowScripts does not name`);
