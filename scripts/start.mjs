/**
 * What `npm start` runs. Plain JavaScript, so that even an old Node can say what is wrong instead of stumbling over a
 * TypeScript file.
 */
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);

if (major < 22 || (major === 22 && minor < 13)) {
  console.error(
    `Node 22.13 or newer is needed, and this is ${process.versions.node}: "npm ci" brings one along, unless it leaves out the development packages or the install scripts.`,
  );
  process.exitCode = 1;
} else if (process.features.typescript) {
  await import('./start/main.ts');
} else {
  await import('./start/leave-with-npm.mjs');
  startAgainWithTypes();
}

/** Node 22.13 to 22.17 reads TypeScript only when told to. */
function startAgainWithTypes() {
  const url = (path) => new URL(path, import.meta.url);
  const child = spawn(
    process.execPath,
    [
      '--experimental-strip-types',
      '--disable-warning=ExperimentalWarning',
      '--import',
      url('./start/leave-with-parent.ts').href,
      fileURLToPath(url('./start/main.ts')),
    ],
    { stdio: ['inherit', 'inherit', 'inherit', 'ipc'] },
  );
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  child.once('exit', (code) => {
    process.exitCode = code ?? 1;
  });
}
