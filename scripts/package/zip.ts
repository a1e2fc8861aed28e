import { type Zippable, zipSync } from 'fflate';

/** The zip of a package, the same bytes on every machine: no time, no owner, and a deflate that is not the platform's. */
export function zipOf(files: Record<string, Uint8Array>): Uint8Array {
  const entries = Object.entries(files).map(([name, bytes]) => [name, [bytes, { level: levelOf(name) }]]);
  // By the local clock, in which a zip's times are: the earliest that there is, in every time zone.
  return zipSync(Object.fromEntries(entries) as Zippable, { mtime: new Date(1980, 0, 1) });
}

/** A PNG is compressed already. */
const levelOf = (name: string) => (name.endsWith('.png') ? 0 : 9);

/** How the file of an app is called: its name in small letters of ASCII, where it has any. */
export function zipName(appName: string): string {
  const words = appName
    .normalize('NFKD')
    .toLowerCase()
    .replace(/\p{M}/gu, '')
    .match(/[a-z0-9]+/g);
  return `${words?.join('-') ?? 'conference-pin'}.zip`;
}
