import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';

const run = promisify(execFile);
const bench = fileURLToPath(new URL('../../bench/run.ts', import.meta.url));

it('20 forms are all in flight at once, and each person is told once', async () => {
  const args = [bench, 'inflight', '--forms', '20', '--delay', '1', '--turns', '20'];
  const { stdout } = await run(process.execPath, args);
  const counted = (what: string) => new RegExp(`^ *([0-9.]+) +${what}`, 'm').exec(stdout)?.[1];
  expect(counted('changes under way at the backend at the same moment')).toBe('20');
  expect(counted('people told exactly once')).toBe('20');
  expect(counted("lines in the bot's log")).toBe('0');
  expect(stdout).not.toContain('FOUND');
});
