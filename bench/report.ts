import { readFileSync, writeFileSync } from 'node:fs';

/** The file that benchmarks write their results into, each between its own two marks. */
export const reportFile = new URL('../docs/performance.md', import.meta.url);

/** `text` with what stands between the marks of `name` replaced. @throws where it has no such marks. */
export function withSection(text: string, name: string, section: string): string {
  const [begin, end] = [`<!-- ${name}: written by the benchmark -->`, `<!-- end of ${name} -->`];
  const [from, to] = [text.indexOf(begin), text.indexOf(end)];
  if (from < 0 || to < from) throw new Error(`there is no place for ${name}: "${begin}" and "${end}"`);
  return `${text.slice(0, from + begin.length)}\n\n${section}\n\n${text.slice(to)}`;
}

export function writeSection(name: string, section: string): void {
  writeFileSync(reportFile, withSection(readFileSync(reportFile, 'utf8'), name, section));
}

/** One row of a table in Markdown. */
export const row = (...cells: string[]): string => `| ${cells.join(' | ')} |`;

export const times = (ratio: number): string => ratio.toFixed(2);

/** An item of a list, broken at the documents' 120 columns. */
export function item(text: string): string {
  const lines = ['-'];
  for (const word of text.split(' ')) {
    const longer = `${lines.at(-1)} ${word}`;
    if (longer.length <= 120) lines[lines.length - 1] = longer;
    else lines.push(`  ${word}`);
  }
  return lines.join('\n');
}
