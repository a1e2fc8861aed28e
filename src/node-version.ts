/**
 * Imported first by each program. All that a file imports by name is looked up before any of it runs, so what an older
 * Node does not have must be imported later than this.
 */

/** What is wrong with a Node of this version, in one sentence; undefined where it will do. */
export function tooOld(version: string): string | undefined {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  if (major > 22 || (major === 22 && minor >= 13)) return undefined;
  return `Node 22.13 or newer is needed, and this is ${version}.`;
}

const fault = tooOld(process.versions.node);
if (fault !== undefined) {
  process.stderr.write(`${fault}\n`);
  process.exit(1);
}
