import { existsSync, globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fieldNames } from '../../src/log.ts';
import { citationsIn, lost } from '../docs/citations.ts';
import { exampleValues, linksIn, section } from '../docs/documents.ts';
import { withoutComments } from '../house/imports.ts';
import { families, type Told } from './exposed.ts';
import { alerts } from './rules.ts';
import { openWatchedHouse, type WatchedHouse } from './watched-house.ts';

const root = join(import.meta.dirname, '../..');
const text = (path: string): string => readFileSync(join(root, path), 'utf8');
const page = text('docs/operations.md');

/** As GitHub makes it from a heading. */
const anchorOf = (heading: string): string =>
  heading
    .toLowerCase()
    .replace(/[^a-z0-9 _-]/g, '')
    .replaceAll(' ', '-');
const headingsOf = (markdown: string): string[] =>
  [...markdown.replace(/^```.*?^```/gms, '').matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) => heading);

/** The rows of the tables of a part of the page: what stands in backticks in the first column, and the other cells. */
function rows(markdown: string): { names: string[]; cells: string[] }[] {
  const lines = markdown.split('\n').filter((line) => line.startsWith('| `'));
  return lines.map((line) => {
    const [first = '', ...cells] = line.slice(1, -1).split('|');
    return { names: [...first.matchAll(/`([^`]+)`/g)].map(([, name = '']) => name), cells };
  });
}

describe('the sections of the alerts', () => {
  const [, part = ''] = page.split('\n## The alerts\n');
  const sections =
    part
      .split(/\n## /)[0]
      ?.split(/\n### /)
      .slice(1) ?? [];
  const written = sections.map((each) => each.split('\n')[0] ?? '');

  it('are those of the rules, each once, in their order', () => {
    expect(written).toEqual(alerts.map(({ alert }) => alert));
  });

  it('are where the rules lead', () => {
    for (const { alert, annotations } of alerts)
      expect(annotations.runbook).toBe(`docs/operations.md#${anchorOf(alert)}`);
  });

  it('say what it means, what to look at and what to do', () => {
    for (const each of sections)
      expect(
        [...each.matchAll(/^- \*\*(\w+)\*\*: /gm)].map(([, word]) => word),
        each,
      ).toEqual(['Means', 'Look', 'Do']);
  });
});

describe('the page', () => {
  it('names metrics that there are, and no others', () => {
    const known = new Set([...told.keys(), ...families(told)]);
    const named = new Set([...page.matchAll(/\bconference_pin_\w+[a-z]/g)].map(([name]) => name));
    expect([...named].filter((name) => !known.has(name))).toEqual([]);
    for (const [, tail = ''] of page.matchAll(/`…_(\w+)`/g))
      expect(known).toContain(`conference_pin_${tail}`);
  });

  it('tells of every metric of the bot’s own, with its labels', () => {
    const documented = rows(page).filter(({ names }) => names[0]?.startsWith('conference_pin_'));
    const own = families(told).filter((name) => !/^conference_pin_(process|nodejs)_/.test(name));
    expect(documented.map(({ names }) => names[0]).sort()).toEqual(own.sort());
    for (const { names, cells } of documented) {
      const labels = [...(cells[0] ?? '').matchAll(/`(\w+)`/g)].map(([, label = '']) => label);
      expect(labels.sort(), names[0]).toEqual(labelsOf(names[0] ?? ''));
    }
  });

  it('tells of every field of the log, and of no other', () => {
    const fields = rows(section(page, 'The log').split('\n| line |')[0] ?? '');
    expect(fields.flatMap(({ names }) => names).sort()).toEqual([...fieldNames].sort());
  });

  it('tells of every line of the log, and of no other', () => {
    const lines = rows(section(page, 'The log').split('\n| line |')[1] ?? '');
    expect(lines.flatMap(({ names }) => names).sort()).toEqual(linesLogged());
  });

  it('asks the store what can be asked of it', async () => {
    const blocks = [...page.matchAll(/```sql\n([\s\S]*?)```/g)].map(([, questions = '']) => questions);
    const asked = blocks.flatMap((each) => each.split(';')).filter((each) => each.trim() !== '');
    expect(asked).toHaveLength(4);
    for (const each of asked) expect(await house.rows(each)).toEqual([]);
  });

  it('leads to files and headings that are there', () => {
    const links = linksIn(page);
    expect(links.length).toBeGreaterThan(10);
    for (const link of links) {
      const [file = '', anchor] = link.split('#');
      const path = file === '' ? 'docs/operations.md' : join('docs', file);
      expect(existsSync(join(root, path)), link).toBe(true);
      if (anchor !== undefined) expect(headingsOf(text(path)).map(anchorOf), link).toContain(anchor);
    }
  });

  it('cites files that are there, and settings that are read', () => {
    expect(citationsIn(page).map((citation) => lost(citation, root))).not.toContain(expect.any(String));
    const read = exampleValues(text('.env.example'));
    const named = [...page.matchAll(/`([A-Z][A-Z]+(?:_[A-Z]+)+|MicrosoftApp\w+)\b[^`]*`/g)];
    const names = new Set(named.map(([, name = '']) => name));
    expect(names).toContain('AUDIT_RETENTION');
    // A code, a signal and a setting of Node's own.
    const others = ['SEND_FAILED', 'WORK_UNKNOWN', 'STORE_MIGRATION', 'NODE_EXTRA_CA_CERTS'];
    expect([...names].filter((name) => !read.has(name) && !others.includes(name))).toEqual([]);
  });
});

/** The words of each line that the source logs. */
function linesLogged(): string[] {
  const files = globSync('src/**/*.ts', { cwd: root }).filter((file) => !file.includes('pin-service/'));
  const calls =
    /\blog\.(?:info|warn|error)\((?:[^'`;]|'[^']*'(?=[^)]*,))*'([^']+)',?\s*\)|faultLogger\(\s*[\w.]+,\s*'([^']+)'/g;
  const found = files.flatMap((file) =>
    [...withoutComments(text(file)).matchAll(calls)].map(([, line, fault]) => line ?? fault ?? ''),
  );
  return [...new Set(found)].sort();
}

let house: WatchedHouse;
let told: Map<string, Told>;
beforeAll(async () => {
  house = await openWatchedHouse();
  await house.submit();
  await house.changed();
  told = await house.told();
});
afterAll(() => house.close());

const labelsOf = (family: string): string[] => {
  const series = [...told].filter(
    ([name]) => name.replace(/_(bucket|sum|count)$/, '') === family || name === family,
  );
  const labels = series.flatMap(([, metric]) => metric.series.flatMap((each) => Object.keys(each.labels)));
  return [...new Set(labels)].filter((label) => label !== 'le').sort();
};
