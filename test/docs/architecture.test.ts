import { existsSync, globSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { importsOf } from '../house/imports.ts';
import { capability, importRules } from '../house/rules.ts';
import { stores } from '../pin-service/stores.ts';
import { citationsIn, lost } from './citations.ts';
import { defines, definitionsIn, undefinedIn } from './definitions.ts';
import { anchorOf, linksIn, section } from './documents.ts';

const root = join(import.meta.dirname, '../..');
const text = (path: string): string => readFileSync(join(root, path), 'utf8');
const decisions = globSync('docs/decisions/[0-9]*.md', { cwd: root }).sort();
const documents = [
  'docs/architecture.md',
  'docs/decisions/README.md',
  ...decisions,
  'docs/performance.md',
  'CONTRIBUTING.md',
  'CHANGELOG.md',
];
const architecture = text('docs/architecture.md');
const oneLine = (markdown: string): string => markdown.replace(/\s+/g, ' ');

describe.each(documents)('%s', (path) => {
  const markdown = text(path);

  it('names files and tests that are there', () => {
    expect(citationsIn(markdown).flatMap((citation) => lost(citation, root) ?? [])).toEqual([]);
  });

  it('names functions and types that are there', () => {
    expect(definitionsIn(markdown).flatMap((named) => undefinedIn(named, root) ?? [])).toEqual([]);
  });

  it('breaks no citation over two lines, where nothing would look it up', () => {
    const prose = markdown.replace(/^```.*?^```/gms, '');
    expect(prose.split('\n').filter((line) => (line.match(/`/g)?.length ?? 0) % 2 === 1)).toEqual([]);
  });

  it('leads to files and headings that are there', () => {
    const missing = linksIn(markdown).filter((link) => {
      const [file = '', anchor] = link.split('#');
      const target = file === '' ? path : join(dirname(path), file);
      if (!existsSync(join(root, target))) return true;
      const headings = anchor === undefined ? [] : [...text(target).matchAll(/^#+ (.+)$/gm)];
      return anchor !== undefined && !headings.some(([, heading = '']) => anchorOf(heading) === anchor);
    });
    expect(missing).toEqual([]);
  });

  it('names commands that npm knows here', () => {
    const { scripts } = JSON.parse(text('package.json')) as { scripts: Record<string, string> };
    const named = [...markdown.matchAll(/npm run ([a-z:0-9]+)/g)].map(([, name = '']) => name);
    expect(named.filter((name) => !(name in scripts))).toEqual([]);
  });
});

describe('the drawing', () => {
  const drawing = text('docs/pictures/architecture.svg');
  const boxes = [...drawing.matchAll(/<g class="box[^"]*" data-path="([^"]+)">(.*?)<\/g>/gs)].map(
    ([, path = '', inner = '']) => ({ path, inner }),
  );
  /** Such as `1–4 6`. */
  const stepsIn = (svg: string): number[] =>
    [...svg.matchAll(/class="steps"[^>]*>([\d– ]+)</g)].flatMap(([, numbers = '']) =>
      numbers.split(' ').flatMap((range) => {
        const [first = 0, last = first] = range.split('–').map(Number);
        return Array.from({ length: last - first + 1 }, (_, nth) => first + nth);
      }),
    );

  it('is shown', () => {
    expect(linksIn(architecture)).toContain('pictures/architecture.svg');
  });

  it('has boxes for files and folders that are there, each by its name', () => {
    expect(boxes.length).toBe(drawing.match(/<rect x=/g)?.length);
    for (const { path, inner } of boxes) {
      expect(existsSync(join(root, path)), path).toBe(true);
      const shown = /class="path"[^>]*>([^<]+)</.exec(inner)?.[1] ?? '?';
      expect(path.endsWith(shown), `${path} is shown as ${shown}`).toBe(true);
    }
  });

  it('has a box for every folder of the source', () => {
    const folders = readdirSync(join(root, 'src'), { withFileTypes: true }).filter((each) =>
      each.isDirectory(),
    );
    const drawn = new Set(boxes.map(({ path }) => path));
    expect(folders.map(({ name }) => `src/${name}/`).filter((path) => !drawn.has(path))).toEqual([]);
  });

  it('has in the group of what the bot does the folders that the rules hold to it', () => {
    const inner = [...drawing.matchAll(/class="box inner" data-path="([^"]+)"/g)].map(
      ([, path = '']) => path,
    );
    const held = boxes.map(({ path }) => path).filter((path) => capability.test(path));
    expect(inner.sort()).toEqual(held.sort());
  });

  it('has on each box the steps that its files take', () => {
    for (const { path, inner } of boxes) {
      const within = boxes.filter((other) => other.path !== path && other.path.startsWith(path));
      const own = (file: string) =>
        file.startsWith(path) && !within.some((other) => file.startsWith(other.path));
      const takes = steps.filter((step) => definitionsIn(doneBy(step)).some((named) => own(named.path)));
      expect(stepsIn(inner), path).toEqual(takes);
    }
  });
});

const steps = [...architecture.matchAll(/^### (\d+)\. /gm)].map(([, number]) => Number(number));

/** The part of the document that tells of a step. */
function stepOf(number: number): string {
  const [, rest = ''] = architecture.split(`\n### ${number}. `);
  return rest.split(/\n##+ /)[0] ?? '';
}

/** The parts of a step, without their heads. */
const partsOf = (step: number): string[] => stepOf(step).split(/^- \*\*[^*]+\*\*/m);
const doneBy = (step: number): string => partsOf(step)[1] ?? '';

describe('the way of one form', () => {
  it('is counted', () => {
    expect(steps.length).toBeGreaterThan(5);
    expect(steps).toEqual(steps.map((_, at) => at + 1));
  });

  it.each(steps)(
    'tells of step %i who does it, what is on disk, what a death does, and what shows it',
    (step) => {
      const [, by = '', disk = '', death = '', shown = ''] = partsOf(step);
      const heads = [...stepOf(step).matchAll(/^- \*\*([^*]+)\*\*/gm)].map(([, head]) => head);
      expect(heads).toEqual(['Done by', 'On disk then', 'A death here', 'Shown by']);
      expect(definitionsIn(by).length).toBeGreaterThan(0);
      for (const part of [disk, death]) expect(part.trim().length).toBeGreaterThan(20);
      expect(citationsIn(shown).filter(({ titles }) => titles.length > 0)).not.toEqual([]);
    },
  );

  it('is killed in each test of deaths, and each of them is told of', () => {
    const titles = [...text('test/flow/deaths.test.ts').matchAll(/^ {2}it\('(.+?)', async/gm)];
    expect(titles.length).toBeGreaterThan(5);
    for (const [, title = ''] of titles)
      expect(architecture).toContain(`\`test/flow/deaths.test.ts › ${title}\``);
  });
});

describe('the rules of imports', () => {
  it('all stand there, by their words', () => {
    const told = section(architecture, 'Who knows whom');
    expect(importRules.filter(({ why }) => !told.includes(why))).toEqual([]);
    expect(
      told
        .match(/^\| .+ \| .+ \| .+ \|$/gm)
        ?.filter((row) => importRules.some(({ why }) => row.includes(why))),
    ).toHaveLength(importRules.length);
  });
});

describe('the decisions', () => {
  const parts = ['Context', 'Decision', 'Consequences', 'Compared', 'When to think again'];
  const titleOf = (path: string): string => /^# (.+)$/m.exec(text(path))?.[1] ?? '';

  it('are numbered without a gap, in name and title', () => {
    expect(decisions.length).toBeGreaterThan(7);
    for (const [at, path] of decisions.entries()) {
      const number = String(at + 1).padStart(4, '0');
      expect(path).toContain(`/${number}-`);
      expect(titleOf(path)).toMatch(new RegExp(`^${number} `));
    }
  });

  it.each(decisions)('%s has its parts, none of them empty', (path) => {
    const markdown = text(path);
    expect([...markdown.matchAll(/^## (.+)$/gm)].map(([, heading]) => heading)).toEqual(parts);
    for (const part of parts) expect(section(markdown, part).trim(), part).not.toBe('');
    expect(markdown).toMatch(/^\*\*Status:\*\* (in force|replaced by \[\d{4}\])/m);
  });

  it('are listed, by their titles', () => {
    const list = text('docs/decisions/README.md');
    const rows = decisions.map((path) => {
      const [, number = '', title = ''] = /^(\d+) (.+)$/.exec(titleOf(path)) ?? [];
      return `| ${number} | [${title}](${path.replace('docs/decisions/', '')}) |`;
    });
    expect(list.split('\n').filter((line) => /^\| \d/.test(line))).toEqual(rows);
  });

  it('say of every name of botbuilder that is used what becomes of it', () => {
    const sources = globSync('src/**/*.ts', { cwd: root });
    const used = sources.flatMap((path) =>
      [...text(path).matchAll(/import (?:type )?\{([^}]*)\} from 'botbuilder(?:-dialogs)?'/g)].flatMap(
        ([, names = '']) => names.split(',').map((name) => name.trim().replace(/^type /, '')),
      ),
    );
    const names = [...new Set(used)].filter((name) => name !== '');
    expect(names.length).toBeGreaterThan(10);
    const told = text('docs/decisions/0001-botbuilder-after-its-support.md');
    expect(names.filter((name) => !told.includes(`\`${name}\``))).toEqual([]);
    const knowing = sources.filter((path) =>
      importsOf({ path, text: text(path) }).some((name) => /^botbuilder/.test(name)),
    );
    expect(knowing.filter((path) => !path.startsWith('src/bot/'))).toEqual([]);
  });
});

describe('CONTRIBUTING.md', () => {
  const contributing = text('CONTRIBUTING.md');

  it('says of everything that is added what tells what was forgotten', () => {
    const kinds = section(contributing, 'How to add').split(/^### /m).slice(1);
    expect(kinds.length).toBeGreaterThanOrEqual(6);
    for (const kind of kinds) {
      const [, forgotten = ''] = oneLine(kind).split('Forgotten: ');
      expect(
        citationsIn(forgotten).filter(({ titles }) => titles.length > 0),
        kind.slice(0, 20),
      ).not.toEqual([]);
    }
  });

  it('has every store of the PIN service held against the contract', () => {
    expect(stores).toHaveLength(globSync('src/pin-service/*/store.ts', { cwd: root }).length);
  });

  it('names rules of Biome and TypeScript that are set', () => {
    const set = text('biome.json') + text('tsconfig.json');
    const rules = [...section(contributing, 'How the code reads').matchAll(/`([a-z]+[A-Z]\w+)`/g)];
    const names = rules.map(([, name = '']) => name).filter((name) => name !== 'delayMs');
    expect(names.length).toBeGreaterThan(5);
    expect(names.filter((name) => !set.includes(`"${name}"`))).toEqual([]);
  });
});

describe('CHANGELOG.md', () => {
  const changelog = text('CHANGELOG.md');

  it('keeps to the form of Keep a Changelog', () => {
    const versions = [...changelog.matchAll(/^## (.+)$/gm)].map(([, heading = '']) => heading);
    expect(versions).not.toEqual([]);
    for (const heading of versions)
      expect(heading).toMatch(/^\[(Unreleased|\d+\.\d+\.\d+)\]( - (Unreleased|\d{4}-\d\d-\d\d))?$/);
    const kinds = [...changelog.matchAll(/^### (.+)$/gm)].map(([, heading]) => heading);
    const known = ['Added', 'Changed', 'Deprecated', 'Removed', 'Fixed', 'Security'];
    expect(kinds.filter((kind) => !known.includes(kind ?? ''))).toEqual([]);
  });

  it('has the version that the package has, and its languages', () => {
    const { version } = JSON.parse(text('package.json')) as { version: string };
    expect(changelog).toContain(`## [${version}]`);
    const names = new Intl.DisplayNames('en', { type: 'language' });
    const spoken = globSync('src/language/catalogues/*.json', { cwd: root }).map(
      (path) => names.of(/([a-z]+)[^/]*\.json$/.exec(path)?.[1] ?? '') ?? '',
    );
    expect(spoken.length).toBeGreaterThan(5);
    expect(spoken.filter((name) => !oneLine(changelog).includes(name))).toEqual([]);
  });
});

describe('the look-up of functions', () => {
  const source = [
    'export function made(a: string): void {',
    '  called(a);',
    '  other.handed(a, {',
    '}',
    'class A {',
    '  async #hidden(a: string): Promise<void> {}',
    '  override told(',
    '    a: string,',
    '  ): Promise<void> {}',
    '}',
    'const parts = { filled: (a: string) => a,',
    '  also: async (a) => a };',
    '// function commented() {}',
    'interface Port { }',
  ].join('\n');

  it.each(['made', '#hidden', 'told', 'also', 'A', 'parts', 'Port'])('finds %s', (name) => {
    expect(defines(source, name)).toBe(true);
  });

  it.each(['called', 'handed', 'mad', 'commented', 'gone'])('does not find %s', (name) => {
    expect(defines(source, name)).toBe(false);
  });

  it('reads several names before one file, over two lines, and nothing in fences', () => {
    const markdown = '`a` and in `b` in\n`src/x.ts`, `c`, `d` in `test/y.ts`\n```\n`e` in `src/z.ts`\n```\n';
    expect(definitionsIn(markdown).map(({ name, path }) => `${path} ${name}`)).toEqual([
      'src/x.ts a',
      'src/x.ts b',
      'test/y.ts c',
      'test/y.ts d',
    ]);
  });
});
