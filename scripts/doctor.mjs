/**
 * `npm run doctor`: the bot's own command, from its sources or, where a deployment holds the build alone, from that.
 * Plain JavaScript, so that even an old Node can say what is wrong instead of stumbling over a TypeScript file.
 */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
const source = new URL('../src/main.ts', import.meta.url);
const fromSource = existsSync(source);
const main = fromSource ? source : new URL('../dist/main.js', import.meta.url);

if (major < 22 || (major === 22 && minor < 13)) {
  console.error(
    `Node 22.13 or newer is needed, and this is ${process.versions.node}: "npm ci" brings one along, unless it leaves out the development packages or the install scripts.`,
  );
  process.exitCode = 1;
} else if (!existsSync(main)) {
  console.error('Neither src nor dist is here: run this in the folder of the bot, after "npm run build".');
  process.exitCode = 1;
} else if (!fromSource || process.features.typescript) {
  process.argv = [process.execPath, fileURLToPath(main), 'doctor', ...process.argv.slice(2)];
  await import(main.href);
} else {
  // Node 22.13 to 22.17 reads TypeScript only when told to.
  const quiet = ['--experimental-strip-types', '--disable-warning=ExperimentalWarning'];
  const child = spawn(process.execPath, [...quiet, fileURLToPath(main), 'doctor', ...process.argv.slice(2)], {
    stdio: 'inherit',
  });
  child.once('exit', (code) => {
    process.exitCode = code ?? 1;
  });
}
