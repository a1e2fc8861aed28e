import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { usage } from '../../scripts/package/arguments.ts';
import { citationsIn, lost } from './citations.ts';
import { linksIn, namesInTables, section } from './documents.ts';

const root = join(import.meta.dirname, '../..');
const text = (path: string): string => readFileSync(join(root, path), 'utf8');
const teams = text('docs/teams.md');
const guidelines = section(teams, "Microsoft's guidelines");
const citations = citationsIn(teams);

/** The cells of each row beneath the heads of tables. */
const rowsIn = (markdown: string): string[][] =>
  markdown
    .split('\n')
    .filter(
      (line, at, lines) => line.startsWith('| ') && !/^\| -/.test(line) && !/^\| -/.test(lines[at + 1] ?? ''),
    )
    .map((line) => line.slice(2, -2).split(' | '));

const shown = (where: string) => [...citationsIn(where), ...linksIn(where)];
/** Kept by what is not there, or by what the page itself says. */
const plain = new Set([
  'nobody is written to one by one from a group',
  'it does not sign anybody in on the way',
  'both icons show the same',
  "no names of Microsoft's products in the name",
  "terms of the app's own, on one's own domain, https, no sign-in",
  'an address for help that needs no sign-in',
  'what is core happens in Teams',
]);

describe('docs/teams.md', () => {
  it.each(citations.map((citation) => [[citation.path, ...citation.titles].join(' › '), citation] as const))(
    'cites what is there: %s',
    (_what, citation) => expect(lost(citation, root)).toBeUndefined(),
  );

  it('says of every guideline how it stands, and shows what is kept', () => {
    const points = rowsIn(guidelines);
    const states = ['kept', 'partly', 'not kept', 'by hand', 'does not apply'];
    expect(points.length).toBeGreaterThan(40);
    for (const [point = '', state = '', where = ''] of points) {
      expect(states, point).toContain(state);
      expect(where, point).not.toBe('');
      if (state === 'kept' && !plain.has(point)) expect(shown(where), point).not.toEqual([]);
    }
    expect([...plain].filter((point) => !points.some(([each]) => each === point))).toEqual([]);
  });

  it('tells of every option of the package, and of no other', () => {
    const options = [...usage.matchAll(/^ {2}(--[a-z-]+)/gm)].map(([, option = '']) => option);
    expect(options.length).toBeGreaterThan(5);
    const told = namesInTables(section(teams, 'Make the package'));
    expect([...told.keys()].filter((name) => name.startsWith('--'))).toEqual(options);
  });

  it('tells of every command of the menu, in its order', () => {
    const { bots } = JSON.parse(text('manifest/manifest.json')) as {
      bots: { commandLists: { commands: { title: string }[] }[] }[];
    };
    const titles = bots.flatMap(({ commandLists }) => commandLists.flatMap(({ commands }) => commands));
    const [, table = ''] = teams.split('| command | leads to |');
    expect(rowsIn(table.split('\n\n')[0] ?? '').map(([title]) => title)).toEqual(
      titles.map(({ title }) => title),
    );
  });

  it('leads to files that are there, and names commands that npm knows', () => {
    expect(linksIn(teams).filter((link) => !existsSync(join(root, 'docs', link)))).toEqual([]);
    const { scripts } = JSON.parse(text('package.json')) as { scripts: Record<string, string> };
    const named = [...teams.matchAll(/npm run ([a-z:0-9]+)/g)].map(([, name = '']) => name);
    expect(named).toContain('package');
    expect(named.filter((name) => !(name in scripts))).toEqual([]);
  });
});
