import { cpSync, readdirSync, statSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { build, type Plugin } from 'esbuild';

/** The programs of this project, by their paths within `src`. */
export const programs = ['main.ts', 'pin-service/main.ts'];

export interface Bundled {
  source: string;
  /** Paths within `source`. */
  programs: string[];
  dist: string;
  /** Whether maps are put beside the files. */
  maps?: boolean;
}

/**
 * Bundles programs with their packages, so that `main.ts` becomes `main.js`; what they share, and what they load later,
 * is in files of its own. No name is shortened: a stack has to tell what failed. What the code reads at run time beside
 * itself is copied: everything that is not compiled.
 *
 * @throws Error where a file would not find what lies beside it
 */
export async function bundle({ source, programs, dist, maps = false }: Bundled): Promise<void> {
  const asking = new Set<string>();
  const { metafile } = await build({
    entryPoints: programs.map((program) => join(source, program)),
    outbase: source,
    outdir: dist,
    bundle: true,
    splitting: true,
    platform: 'node',
    format: 'esm',
    target: 'node22',
    // Without comments the text is ASCII, and half as large in memory, where it stays. Lines, because a stack names them.
    minifyWhitespace: true,
    lineLimit: 160,
    metafile: true,
    // Named in no file: a start does not look for them.
    sourcemap: maps && 'external',
    sourcesContent: false,
    logLevel: 'warning',
    // For packages that are no modules: what they require of Node.
    banner: { js: "import{createRequire as $from}from'node:module';const require=$from(import.meta.url);" },
    plugins: [besideItself(source, asking), leftOutside(dist)],
  });
  for (const [output, { inputs }] of Object.entries(metafile.outputs)) {
    const found = Object.keys(inputs).find((input) => asking.has(resolve(input)));
    if (found && dirname(resolve(output)) !== resolve(dist))
      throw new Error(`${found} would look for its files from ${output}`);
  }
  for (const path of readdirSync(source, { recursive: true, encoding: 'utf8' })) {
    if (path.endsWith('.ts') || statSync(join(source, path)).isDirectory()) continue;
    cpSync(join(source, path), join(dist, path));
  }
}

/** A file of ours that asks where it is hears of the place in `dist` that it would have alone. */
const besideItself = (source: string, asking: Set<string>): Plugin => ({
  name: 'beside itself',
  setup({ onLoad }) {
    onLoad({ filter: /\.ts$/ }, async ({ path }) => {
      const text = await readFile(path, 'utf8');
      if (!path.startsWith(source) || !text.includes('import.meta.url')) return undefined;
      asking.add(path);
      const place = relative(source, path).split(sep).join('/').replace(/ts$/, 'js');
      const url = `new URL('./${place}', import.meta.url).href`;
      return { contents: text.replaceAll('import.meta.url', url), loader: 'ts' };
    });
  },
});

/** Uses Node's `punycode`, which Node forgives packages alone: inside the bundle it would warn at each start. */
const outside = /^whatwg-url$/;

/** Stays a package, if the bundle finds the very one that the package which wants it does. */
const leftOutside = (dist: string): Plugin => ({
  name: 'left outside',
  setup({ onResolve }) {
    onResolve({ filter: outside }, ({ path, importer }) => {
      const wanted = createRequire(importer).resolve(path);
      if (wanted !== createRequire(join(dist, 'main.js')).resolve(path))
        throw new Error(`${path} of ${importer} is another than that of ${dist}`);
      return { path, external: true };
    });
  },
});
