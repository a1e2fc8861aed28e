import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { bundle } from '../../scripts/bundle.ts';

const read = "readFileSync(new URL('./beside.txt', import.meta.url), 'utf8')";
const reader = `import { readFileSync } from 'node:fs';\nexport const text = ${read};\n`;

/** A folder with a source of these files, to be bundled beside it. */
function sourceOf(files: Record<string, string>) {
  const folder = mkdtempSync(join(tmpdir(), 'bundle-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const [source, dist] = [join(folder, 'src'), join(folder, 'dist')];
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(source, path)), { recursive: true });
    writeFileSync(join(source, path), text);
  }
  writeFileSync(join(folder, 'package.json'), '{"type":"module"}');
  return { source, dist };
}

describe('a bundle', () => {
  it('finds what lies beside the source at the same place beside itself', async () => {
    const { source, dist } = sourceOf({
      'main.ts': "const { text } = await import('./deep/reader.ts');\nprocess.stdout.write(text);\n",
      'deep/reader.ts': reader,
      'deep/main.ts': "import './shared.ts';\nprocess.stdout.write((await import('./reader.ts')).text);\n",
      'deep/shared.ts': 'export {};\n',
    });
    await bundle({ source, programs: ['main.ts', 'deep/main.ts'], dist });
    writeFileSync(join(dist, 'deep', 'beside.txt'), 'found');
    for (const program of ['main.js', 'deep/main.js'])
      expect(execFileSync(process.execPath, [join(dist, program)], { encoding: 'utf8' })).toBe('found');
  });

  it('is not made of a program that would look elsewhere than where it lies', async () => {
    const { source, dist } = sourceOf({ 'deep/main.ts': `${reader}process.stdout.write(text);\n` });
    await expect(bundle({ source, programs: ['deep/main.ts'], dist })).rejects.toThrow(
      /deep\/main\.ts would look for its files from/,
    );
  });

  it('keeps what functions are called, with a number where two have the same name', async () => {
    const { source, dist } = sourceOf({
      'main.ts':
        "import { Fault } from './fault.ts';\nconst other = Fault;\n{ class Fault extends Error {}\nprocess.stdout.write(`${other.name} ${Fault.name}`); }\n",
      'fault.ts': 'export class Fault extends Error {}\n',
    });
    await bundle({ source, programs: ['main.ts'], dist });
    expect(existsSync(join(dist, 'main.js'))).toBe(true);
    expect(readdirSync(dist)).toEqual(['main.js']);
    const said = execFileSync(process.execPath, [join(dist, 'main.js')], { encoding: 'utf8' });
    expect(said).toBe('Fault Fault2');
  });
});
