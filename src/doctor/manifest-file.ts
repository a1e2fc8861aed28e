import { readFileSync } from 'node:fs';
import { unzipSync } from 'fflate';
import { z } from 'zod';
import { nameOf } from './fault-name.ts';

const largestBytes = 5 * 1024 ** 2;

/** A manifest, as far as it must agree with the settings. */
const manifestForm = z.looseObject({
  id: z.string(),
  manifestVersion: z.string().optional(),
  bots: z.array(z.looseObject({ botId: z.string(), scopes: z.array(z.string()).default([]) })).default([]),
  composeExtensions: z.array(z.looseObject({ botId: z.string().optional() })).default([]),
  validDomains: z.array(z.string()).default([]),
  icons: z.looseObject({ color: z.string(), outline: z.string() }).optional(),
});
export type Manifest = z.infer<typeof manifestForm>;

export type ManifestRead =
  /** `files` are the names in the package; undefined where the manifest alone was given. */
  | { kind: 'manifest'; manifest: Manifest; files: string[] | undefined }
  | { kind: 'none'; what: string; mend: string };

const none = (what: string, mend: string): ManifestRead => ({ kind: 'none', what, mend });

/** Reads the manifest out of an app package: a zip with `manifest.json` at its top. */
export function manifestInPackage(file: string): ManifestRead {
  let names: string[];
  let text: string | undefined;
  try {
    ({ names, text } = unpack(file));
  } catch (error) {
    return none(
      `${file} cannot be read as a zip (${nameOf(error)})`,
      'Name the zip that npm run package makes.',
    );
  }
  const deeper = names.find((name) => name.endsWith('/manifest.json'));
  if (text === undefined && deeper !== undefined)
    return none(
      `manifest.json is within a folder of ${file}, and Teams looks at the top`,
      'Zip the files, not the folder.',
    );
  if (text === undefined) return none(`${file} holds no manifest.json`, 'Make it anew by npm run package.');
  return parsed(file, text, names);
}

function unpack(file: string): { names: string[]; text: string | undefined } {
  const names: string[] = [];
  const found = unzipSync(readFileSync(file), {
    filter({ name, originalSize }) {
      names.push(name);
      return name === 'manifest.json' && originalSize <= largestBytes;
    },
  });
  const bytes = found['manifest.json'];
  return { names, text: bytes && new TextDecoder().decode(bytes) };
}

export function manifestIn(file: string): ManifestRead {
  try {
    return parsed(file, readFileSync(file, 'utf8'), undefined);
  } catch (error) {
    return none(`${file} cannot be read (${nameOf(error)})`, 'Name the manifest.json of the app package.');
  }
}

function parsed(file: string, text: string, files: string[] | undefined): ManifestRead {
  let value: unknown;
  try {
    value = JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch {
    return none(`the manifest in ${file} is no JSON`, 'Make it anew by npm run package.');
  }
  const { data: manifest } = manifestForm.safeParse(value);
  if (!manifest)
    return none(`the manifest in ${file} is not one of a Teams app`, 'Make it anew by npm run package.');
  return { kind: 'manifest', manifest, files };
}
