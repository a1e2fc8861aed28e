import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { openSync } from 'node:fs';
import { text } from 'node:stream/consumers';
import { expect, it, onTestFinished } from 'vitest';

const log = new URL('../src/log.ts', import.meta.url).href;

/** A program that logs to its standard output, as the bot does. */
function program(code: string, output: 'pipe' | number = 'pipe') {
  const script = `const log = (await import(${JSON.stringify(log)})).createLog('info');\n${code}`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', script], {
    stdio: ['pipe', output, 'pipe'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  return child;
}
const messages = (lines: string): string[] =>
  lines
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line).msg);
const goOn = 'setInterval(() => {}, 1_000);';

it('lines are written while the program goes on, in their order', async () => {
  const child = program(`log.info({}, 'one'); log.info({}, 'two'); ${goOn}`);
  let lines = '';
  while (!lines.includes('two')) lines += (await once(child.stdout!, 'data'))[0];
  expect(messages(lines)).toEqual(['one', 'two']);
});

it.each([
  ['ends', ''],
  ['exits', 'process.exit(1);'],
  ['dies of a fault', "throw new Error('a fault');"],
  ['is killed after a warning', "log.warn({}, 'three'); process.kill(process.pid, 'SIGKILL');"],
])('all lines are there where the program %s', async (_, end) => {
  const child = program(`log.info({}, 'one'); log.info({}, 'two'); ${end}`);
  const lines = messages(await text(child.stdout!));
  expect(lines).toEqual(end.includes('warn') ? ['one', 'two', 'three'] : ['one', 'two']);
});

it('a kill takes what is no warning and was logged this moment', async () => {
  const child = program("log.info({}, 'one'); process.kill(process.pid, 'SIGKILL');");
  expect(await text(child.stdout!)).toBe('');
});

it('many lines are all there, and whole', async () => {
  const child = program("for (let n = 0; n < 5_000; n += 1) log.info({ type: 'x'.repeat(150) }, String(n));");
  const lines = messages(await text(child.stdout!));
  expect(lines).toEqual(Array.from({ length: 5_000 }, (_, n) => String(n)));
});

it.skipIf(process.platform !== 'linux')('a full disk does not end the program', async () => {
  const child = program(
    `for (let n = 0; n < 20_000; n += 1) log.warn({ type: 'x'.repeat(150) }, 'n');
     process.stdin.once('data', () => process.exit(7));`,
    openSync('/dev/full', 'w'),
  );
  child.stdin!.write('go');
  expect(await once(child, 'exit')).toEqual([7, null]);
});

it('a reader that is gone does not end the program', async () => {
  const child = program(
    `log.warn({}, 'one');
     process.stdin.once('data', () => { for (let n = 0; n < 2_000; n += 1) log.warn({}, 'n'); process.exit(7); });`,
  );
  await once(child.stdout!, 'data');
  child.stdout!.destroy();
  child.stdin!.write('go');
  expect(await once(child, 'exit')).toEqual([7, null]);
});
