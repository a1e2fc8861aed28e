/**
 * `npm run build`: the bot and the reference PIN service in few files, with their packages inside, because finding and
 * reading two thousand small ones is most of a start. What lies beside the source lies at the same place in dist/, and
 * only production dependencies are needed beside that. With `--maps`, maps say which line of which source is where, for
 * who measures.
 */
import { execFileSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bundle, programs } from './bundle.ts';

const root = fileURLToPath(new URL('../', import.meta.url));
const typescript = dirname(createRequire(import.meta.url).resolve('typescript/package.json'));
const [source, dist] = [join(root, 'src'), join(root, 'dist')];

if (process.argv.includes('--help')) {
  process.stdout.write(
    'Usage: npm run build -- [--maps]\n  --maps  beside the build, which line of which source is where\n',
  );
  process.exit(0);
}
rmSync(dist, { recursive: true, force: true });
try {
  const check = [join(typescript, 'bin', 'tsc'), '-p', 'tsconfig.build.json'];
  execFileSync(process.execPath, check, { cwd: root, stdio: 'inherit' });
  await bundle({
    source,
    programs,
    dist,
    maps: process.argv.includes('--maps'),
  });
} catch (error) {
  // A half-made build must not be deployed. The compiler has said what is wrong.
  rmSync(dist, { recursive: true, force: true });
  process.stderr.write(`Nothing is built: ${(error as Error).message}\n`);
  process.exit(1);
}
