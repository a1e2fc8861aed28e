import { existsSync, globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** What a document cites between backticks: a path of the project, and test titles in it. */
export interface Citation {
  path: string;
  titles: string[];
}

const ours = /^(?:test|src|scripts|docs|cards|manifest|bench|\.ci)\/|^[\w.-]+\.(?:json|md|ts)$/;

/** The citations of a Markdown text, each once. Fenced blocks hold commands, not citations. */
export function citationsIn(markdown: string): Citation[] {
  const prose = markdown.replace(/^```.*?^```/gms, '');
  const spans = new Set([...prose.matchAll(/`([^`\n]+)`/g)].map(([, span = '']) => span));
  return [...spans]
    .map((span) => span.split(' › '))
    .map(([path = '', ...titles]) => ({ path, titles }))
    .filter(({ path }) => ours.test(path));
}

/** What is wrong with a citation, or undefined. A path with `*` stands for the files that there are, one at least. */
export function lost({ path, titles }: Citation, root: string): string | undefined {
  const files = path.includes('*') ? globSync(path, { cwd: root }) : [path];
  if (files.length === 0 || !files.every((file) => existsSync(join(root, file))))
    return `${path} is not there`;
  const texts = titles.length === 0 ? [] : files.map((file) => readFileSync(join(root, file), 'utf8'));
  const title = titles.find((each) => !texts.some((text) => hasTest(text, each)));
  return title === undefined ? undefined : `${path} has no test "${title}"`;
}

/** Whether a title is the first argument of a call: of `it`, `test` or `describe`, or of what their `each` gives. */
export function hasTest(text: string, title: string): boolean {
  const written = (quote: string) => title.replaceAll('\\', '\\\\').replaceAll(quote, `\\${quote}`);
  const calls = /(?:\b(?:describe|it|test)(?:\.\w+)*|\))\(\s*$/;
  return ["'", '"', '`'].some((quote) => {
    const parts = text.split(`${quote}${written(quote)}${quote},`);
    return parts.slice(0, -1).some((_, nth) =>
      calls.test(
        parts
          .slice(0, nth + 1)
          .join('x')
          .slice(-200),
      ),
    );
  });
}
