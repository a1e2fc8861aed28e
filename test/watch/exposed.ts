/** One metric as it is told: its type, and the labels of each of its series. */
export interface Told {
  type: string;
  series: { labels: Record<string, string>; value: number }[];
}

/** What Prometheus' text format tells, by name; a histogram stands under the names of its parts. */
export function readExposed(text: string): Map<string, Told> {
  const types = new Map<string, string>();
  const told = new Map<string, Told>();
  for (const line of text.split('\n')) {
    const [, named = '', type = ''] = /^# TYPE (\S+) (\S+)$/.exec(line) ?? [];
    if (named !== '') {
      types.set(named, type);
      // A metric without a series is told of all the same, unless it is one of parts.
      if (type !== 'histogram') told.set(named, { type, series: [] });
    }
    if (line === '' || line.startsWith('#')) continue;
    const [, name = '', labels = '', value = ''] = /^([\w:]+)(?:\{(.*)\})? (\S+)$/.exec(line) ?? [];
    if (name === '') throw new Error(`no line of Prometheus' text format: ${line}`);
    const base = name.replace(/_(bucket|sum|count)$/, '');
    const typeOf = types.get(name) ?? (types.get(base) === 'histogram' ? 'histogram' : 'untyped');
    const metric = told.get(name) ?? { type: typeOf, series: [] };
    metric.series.push({ labels: readLabels(labels), value: Number(value) });
    told.set(name, metric);
  }
  return told;
}

function readLabels(text: string): Record<string, string> {
  const found = text.matchAll(/(\w+)="((?:[^"\\]|\\.)*)"/g);
  return Object.fromEntries([...found].map(([, name = '', value = '']) => [name, value]));
}

/** The value of the series with these labels, others left aside; undefined where there is none. */
export function toldValue(
  told: Map<string, Told>,
  name: string,
  labels: Record<string, string> = {},
): number | undefined {
  const fits = (each: Record<string, string>) =>
    Object.entries(labels).every(([label, value]) => each[label] === value);
  return told.get(name)?.series.find((each) => fits(each.labels))?.value;
}

/** The base names of what is told: a histogram once. */
export const families = (told: Map<string, Told>): string[] => [
  ...new Set(
    [...told].map(([name, { type }]) =>
      type === 'histogram' ? name.replace(/_(bucket|sum|count)$/, '') : name,
    ),
  ),
];
