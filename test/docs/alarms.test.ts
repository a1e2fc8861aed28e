import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createMetrics } from '../../src/metrics.ts';

const root = join(import.meta.dirname, '../..');
const read = (pattern: string | string[]): string =>
  globSync(pattern, { cwd: root })
    .map((path) => readFileSync(join(root, path), 'utf8'))
    .join('\n');
const [, log = ''] = read('SECURITY.md').split('\n### The log\n');
const [, alarms = ''] = log.split('\n## ')[0]?.split('Worth an alarm ') ?? [];
const source = read('src/**/*.ts');
const metrics = [...(await createMetrics().text()).matchAll(/^# HELP (\w+)/gm)].map(([, name = '']) => name);

describe('what is worth an alarm', () => {
  const lines = [...alarms.matchAll(/^\| `([^`]+)`/gm)].map(([, line = '']) => line);

  it('is told by lines that the bot writes', () => {
    expect(lines.length).toBeGreaterThan(5);
    expect(lines.filter((line) => !source.includes(`'${line}'`))).toEqual([]);
  });

  it('is told by metrics that there are', () => {
    const named = [...read('*.md').matchAll(/\bconference_pin_\w+/g)].map(([name]) => name);
    expect(named.length).toBeGreaterThan(3);
    expect(named.filter((name) => !metrics.includes(name))).toEqual([]);
  });
});

it('every metric stands in a document', () => {
  const documents = read(['*.md', 'docs/*.md']);
  expect(metrics.length).toBeGreaterThan(3);
  expect(metrics.filter((name) => !documents.includes(name))).toEqual([]);
});
