import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { tooOld } from '../src/node-version.ts';

it.each(['18.20.8', '20.19.5', '21.7.3', '22.12.0'])('Node %s is told to be too old', (version) => {
  expect(tooOld(version)).toBe(`Node 22.13 or newer is needed, and this is ${version}.`);
});

it.each(['22.13.0', '22.13.1', '23.0.0', '24.21.0'])('Node %s will do', (version) => {
  expect(tooOld(version)).toBeUndefined();
});

it('is the least that package.json asks for', () => {
  const { engines } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));
  expect(engines.node).toBe('>=22.13');
});
