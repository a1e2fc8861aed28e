import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { withoutComments } from '../house/imports.ts';
import { citationsIn, hasTest, lost } from './citations.ts';
import { exampleValues, linksIn, section } from './documents.ts';

const root = join(import.meta.dirname, '../..');
const text = (path: string): string => readFileSync(join(root, path), 'utf8');
const security = text('SECURITY.md');
const citations = citationsIn(security);

/** The cells of each row of a section's first table, its two head lines left out. */
function rows(heading: string): string[][] {
  const lines = section(security, heading).split('\n');
  const table = lines.filter((line) => line.startsWith('|')).slice(2);
  return table.map((line) =>
    line
      .slice(1, -1)
      .split('|')
      .map((cell) => cell.trim()),
  );
}

describe('SECURITY.md', () => {
  it('cites files and tests', () => {
    expect(citations.length).toBeGreaterThan(100);
    expect(citations.flatMap(({ titles }) => titles).length).toBeGreaterThan(60);
  });

  it.each(citations.map((citation) => [[citation.path, ...citation.titles].join(' › '), citation] as const))(
    'cites what is there: %s',
    (_what, citation) => expect(lost(citation, root)).toBeUndefined(),
  );

  it('shows for every threat by what it is answered', () => {
    const threats = rows('Threats');
    expect(threats.length).toBeGreaterThan(15);
    for (const [threat, answer, shown = '', left] of threats) {
      expect([answer, left], threat).not.toContain(undefined);
      expect(
        citationsIn(shown).some(({ path }) => path.startsWith('test/')),
        threat,
      ).toBe(true);
    }
  });

  it('names commands that npm knows here', () => {
    const { scripts } = JSON.parse(text('package.json')) as { scripts: Record<string, string> };
    const named = [...security.matchAll(/npm run ([a-z:0-9]+)/g)].map(([, name = '']) => name);
    expect(named).toContain('check:dependencies');
    expect(named.filter((name) => !(name in scripts))).toEqual([]);
  });

  it('names settings that are read', () => {
    const read = new Set([...exampleValues(text('.env.example')).keys(), 'NODE_ENV']);
    const named = [...security.matchAll(/`([A-Z][A-Z]+(?:_[A-Z]+)+|MicrosoftApp\w+)\b[^`]*`/g)];
    const names = new Set(named.map(([, name = '']) => name));
    expect(names).toContain('ALLOWED_TENANTS');
    expect([...names].filter((name) => !read.has(name))).toEqual([]);
  });

  it('leads to files that are there', () => {
    expect(linksIn(security).filter((link) => !existsSync(join(root, link)))).toEqual([]);
  });
});

describe('the items of ASVS', () => {
  const items = rows('OWASP ASVS 5.0.0');

  it('are numbered, in order and each once, with a level and a known state', () => {
    expect(items.length).toBeGreaterThan(80);
    for (const [number, level, asked, state] of items) {
      expect(number).toMatch(/^\d{1,2}\.\d{1,2}\.\d{1,2}$/);
      expect(level, number).toMatch(/^[123]$/);
      expect(asked, number).not.toBe('');
      expect(['met', 'partly', 'not met', 'not ours'], number).toContain(state);
    }
    const places = items.map(([number = '']) =>
      number.split('.').reduce((sum, part) => sum * 100 + Number(part), 0),
    );
    expect(places).toEqual([...new Set(places)].sort((one, other) => one - other));
  });

  it('are met only with something to show: a file, a test, or a part of the document', () => {
    const headings = [...security.matchAll(/^##+ (.+)$/gm)].map(([, heading]) => heading);
    const plain = new Set(['6.3.2', '6.4.2']);
    for (const [number = '', , , state, evidence = ''] of items) {
      expect(evidence, number).not.toBe('');
      if (state !== 'met' || plain.has(number)) continue;
      const part = /^"([^"]+)" above/.exec(evidence)?.[1];
      if (part !== undefined) expect(headings, number).toContain(part);
      else expect(citationsIn(evidence), number).not.toEqual([]);
    }
  });
});

describe('the source', () => {
  it('starts no program but PowerShell, that without a shell, and evaluates no text', () => {
    const files = readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' });
    const code = files.filter((name) => name.endsWith('.ts'));
    const dangerous = /['"](?:node:)?(?:child_process|vm|worker_threads)['"]|\beval\s*\(|\bnew Function\b/;
    expect(code.length).toBeGreaterThan(50);
    const hosts = 'pin-service/skype-for-business/host-process.ts';
    expect(code.filter((name) => dangerous.test(withoutComments(text(`src/${name}`))))).toEqual([hosts]);
    const starts = withoutComments(text(`src/${hosts}`)).match(/\b(?:spawn|exec|fork)\w*\(.*|\bshell\b/g);
    expect(starts).toEqual(['spawn(settings.powershell, argumentsFor(settings), {']);
  });
});

describe('the look-up itself', () => {
  const folder = mkdtempSync(join(tmpdir(), 'citations-'));
  afterAll(() => rmSync(folder, { recursive: true }));
  writeFileSync(
    join(folder, 'made.test.ts'),
    [
      "describe('a thing', () => {",
      "  it('does this', () => {});",
      "  it.each([1])('does that: %s', () => {});",
      '  it.each<[string, number]>([',
      "    ['a case', 1],",
      '  ])(',
      "    'does it all',",
      '    () => {},',
      '  );',
      '  it("is somebody\'s", () => {});',
      "  const word = 'no title';",
      '});',
    ].join('\n'),
  );

  it('finds citations in prose and tables, and nothing in fences', () => {
    const markdown =
      'See `src/a.ts`, `npm run x`, `/etc`.\n\n| `test/b.test.ts › one › two` |\n```\n`src/c.ts`\n```\n';
    expect(citationsIn(markdown)).toEqual([
      { path: 'src/a.ts', titles: [] },
      { path: 'test/b.test.ts', titles: ['one', 'two'] },
    ]);
  });

  it.each(['a thing', 'does this', 'does that: %s', 'does it all', "is somebody's"])(
    'finds "%s"',
    (title) => {
      expect(lost({ path: 'made.test.ts', titles: [title] }, folder)).toBeUndefined();
    },
  );

  it.each(['does', 'does this too', 'a case', 'no title', ''])('does not find "%s"', (title) => {
    expect(lost({ path: 'made.test.ts', titles: [title] }, folder)).toBe(
      `made.test.ts has no test "${title}"`,
    );
  });

  it('says which file is not there, alone or among many', () => {
    expect(lost({ path: 'gone.ts', titles: [] }, folder)).toBe('gone.ts is not there');
    expect(lost({ path: 'gone*.ts', titles: [] }, folder)).toBe('gone*.ts is not there');
    expect(lost({ path: 'made*.test.ts', titles: ['does this'] }, folder)).toBeUndefined();
  });

  it('does not take a word in a text for a title', () => {
    expect(hasTest("log('does this', 1); it('x', f);", 'does this')).toBe(false);
  });
});
