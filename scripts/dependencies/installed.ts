import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

/** A package of the production tree, as it lies in `node_modules`. */
export interface InstalledPackage {
  name: string;
  version: string;
  /** What its package.json says, an SPDX expression as a rule. */
  licence: string | undefined;
  /** It runs a program of its own while it is installed. */
  hasInstallScript: boolean;
  /** The hash of its contents that npm holds it to. */
  integrity: string | undefined;
}

const lockForm = z.looseObject({
  packages: z.record(
    z.string(),
    z.looseObject({
      name: z.string().optional(),
      version: z.string().optional(),
      license: z.string().optional(),
      integrity: z.string().optional(),
      dev: z.boolean().optional(),
      link: z.boolean().optional(),
      optional: z.boolean().optional(),
      hasInstallScript: z.boolean().optional(),
    }),
  ),
});
type Locked = z.infer<typeof lockForm>['packages'][string];

/** The older spellings are `licenses: [{type}]` and `license: {type}`. */
const typed = z.object({ type: z.string() }).transform(({ type }) => type);
const manifestForm = z.looseObject({
  license: z.union([z.string(), typed]).optional().catch(undefined),
  licenses: z.array(typed).optional().catch(undefined),
  scripts: z.record(z.string(), z.unknown()).optional().catch(undefined),
});

const readJson = (file: string): unknown => JSON.parse(readFileSync(file, 'utf8'));

/**
 * All packages that `npm ci --omit=dev` installs in a folder, by its package-lock.json and what lies in its node_modules.
 *
 * @throws where one of them is not installed, apart from those that are for other machines
 */
export function productionPackages(root: string): InstalledPackage[] {
  const { packages } = lockForm.parse(readJson(join(root, 'package-lock.json')));
  return Object.entries(packages)
    .filter(([path, { dev, link }]) => path !== '' && !dev && !link)
    .map(([path, locked]) => installed(root, path, locked));
}

function installed(root: string, path: string, locked: Locked): InstalledPackage {
  const file = join(root, path, 'package.json');
  const isThere = existsSync(file);
  if (!isThere && !locked.optional) throw new Error(`${path} is not installed: run npm ci`);
  const { license, licenses, scripts = {} } = isThere ? manifestForm.parse(readJson(file)) : {};
  const ownScript = ['preinstall', 'install', 'postinstall'].some((event) => event in scripts);
  // npm builds such a package without being told to.
  const built = existsSync(join(root, path, 'binding.gyp'));
  return {
    name: locked.name ?? path.replace(/^.*node_modules\//, ''),
    version: locked.version ?? '',
    licence: license ?? licenses?.join(' OR ') ?? locked.license,
    hasInstallScript: ownScript || built || locked.hasInstallScript === true,
    integrity: locked.integrity,
  };
}
