import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { unzipSync } from 'fflate';

const script = fileURLToPath(new URL('../../scripts/package.ts', import.meta.url));
export const ownManifest = fileURLToPath(new URL('../../manifest/', import.meta.url));

/** A folder to package in, with a copy of the manifest folder to damage. */
export function ownFolder() {
  const path = mkdtempSync(join(tmpdir(), 'package-'));
  const manifest = join(path, 'manifest');
  const json = (file: string) => JSON.parse(readFileSync(join(manifest, file), 'utf8'));
  return {
    path,
    /** The command itself, in a process of its own. */
    run: (args: string[], env: Record<string, string> = {}) => run(path, args, env),
    /** The same, with the copy. */
    runCopy: (args: string[]) => run(path, [...args, '--manifest', 'manifest'], {}),
    copy: () => cpSync(ownManifest, manifest, { recursive: true }),
    write: (file: string, content: string | Uint8Array) => writeFileSync(join(manifest, file), content),
    remove: (file: string) => rmSync(join(manifest, file), { recursive: true }),
    edit(file: string, change: (value: any) => void) {
      const value = json(file);
      change(value);
      writeFileSync(join(manifest, file), JSON.stringify(value));
    },
    built: () => (existsSync(join(path, 'build')) ? readdirSync(join(path, 'build')) : undefined),
    bytes: (name: string) => readFileSync(join(path, 'build', name)),
    files: (name: string) => unzipSync(readFileSync(join(path, 'build', name))),
    removeAll: () => rmSync(path, { recursive: true, force: true }),
  };
}

async function run(cwd: string, args: string[], env: Record<string, string>) {
  const child = spawn(process.execPath, [script, ...args], {
    cwd,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const told = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const)
    child[name].setEncoding('utf8').on('data', (text: string) => {
      told[name] += text;
    });
  const [code] = (await once(child, 'close')) as [number | null];
  /** What is wrong, a line each. */
  const refused = [...told.stderr.matchAll(/^ {2}- (.*)$/gm)].map(([, line]) => line);
  return { code, ...told, refused };
}

export const textOf = (bytes: Uint8Array | undefined): string => new TextDecoder().decode(bytes);
