/**
 * `npm run build`: every file of src/ on its own at the same place in dist/, so that `../../cards/` means the same from
 * src/bot/ and dist/bot/, and only production dependencies are needed beside it.
 */
import { execFileSync } from 'node:child_process';
import { cpSync, rmSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../', import.meta.url));
const typescript = dirname(createRequire(import.meta.url).resolve('typescript/package.json'));

rmSync(join(root, 'dist'), { recursive: true, force: true });
try {
  execFileSync(process.execPath, [join(typescript, 'bin', 'tsc'), '-p', 'tsconfig.build.json'], {
    cwd: root,
    stdio: 'inherit',
  });
} catch {
  // The compiler has said what is wrong. A half-made build must not be deployed.
  rmSync(join(root, 'dist'), { recursive: true, force: true });
  process.exit(1);
}
// What the code reads at run time beside itself: everything that is not compiled.
cpSync(join(root, 'src'), join(root, 'dist'), {
  recursive: true,
  filter: (path) => statSync(path).isDirectory() || !path.endsWith('.ts'),
});
