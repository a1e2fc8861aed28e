import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import type { Told } from './exposed.ts';
import { readExpression, type Selector } from './promql.ts';
import { alerts, readAlerts, rulesFile } from './rules.ts';
import { openWatchedHouse, type WatchedHouse } from './watched-house.ts';

/** What Prometheus itself writes beside a metric's own labels. */
const ofTarget = new Set(['instance', 'job']);

/** What is wrong with an expression, and with the labels that a summary names, held against what is told. */
function wrong(told: Map<string, Told>, expr: string, summary = ''): string[] {
  const { selectors, grouped, isWhole, faults } = readExpression(expr);
  const known = new Set(selectors.flatMap(({ metric }) => labelsOf(told, metric)));
  const named = [...summary.matchAll(/\$labels\.(\w+)/g)].map(([, label = '']) => label);
  const left = new Set(isWhole ? [...known, ...ofTarget] : grouped);
  return [
    ...faults,
    ...(selectors.length === 0 ? ['it asks for nothing'] : []),
    ...selectors.flatMap((selector) => wrongIn(told, selector)),
    ...grouped.filter((label) => !known.has(label)).map((label) => `no label ${label} to group by`),
    ...named.filter((label) => !left.has(label)).map((label) => `no label ${label} for the summary`),
  ];
}

const labelsOf = (told: Map<string, Told>, metric: string): string[] =>
  (told.get(metric)?.series ?? []).flatMap(({ labels }) => Object.keys(labels));

function wrongIn(told: Map<string, Told>, { metric, matchers, rangeOf }: Selector): string[] {
  const found = told.get(metric);
  if (!found) return [`no metric ${metric}`];
  const wantsGauge = rangeOf === 'delta' || rangeOf === 'changes';
  const misused = rangeOf !== undefined && (found.type === 'gauge') !== wantsGauge;
  return [
    ...(misused ? [`${rangeOf} of a ${found.type}: ${metric}`] : []),
    ...matchers.flatMap(({ label, op, value }) => {
      const words = new Set(found.series.map(({ labels }) => labels[label]));
      if (!labelsOf(told, metric).includes(label)) return [`${metric} has no label ${label}`];
      const wanted = op.endsWith('~') ? value.split('|') : [value];
      const lost = wanted.filter((each) => ![...words].some((word) => isMeant(each, op, word)));
      return lost.map((each) => `${metric} has no ${label} ${each}`);
    }),
  ];
}

/** Prometheus anchors its patterns. */
const isMeant = (wanted: string, op: string, word: string | undefined): boolean =>
  word !== undefined && (op.endsWith('~') ? new RegExp(`^(?:${wanted})$`).test(word) : word === wanted);

let house: WatchedHouse;
let told: Map<string, Told>;
beforeAll(async () => {
  house = await openWatchedHouse();
  await house.submit();
  await house.changed();
  await house.fail();
  told = await house.told();
});
afterAll(() => house.close());

describe('the alert rules', () => {
  it('are many, and each has a name of its own', () => {
    const names = alerts.map(({ alert }) => alert);
    expect(names.length).toBeGreaterThan(20);
    expect(new Set(names).size).toBe(names.length);
  });

  it.each(alerts.map((rule) => [rule.alert, rule] as const))(
    'ask for what a running bot tells, in words that it knows: %s',
    (_name, { expr, annotations }) => expect(wrong(told, expr, annotations.summary)).toEqual([]),
  );

  it('add up what a process counts, and never what every replica reads from the store', () => {
    const ofStore = /conference_pin_(attempts|open_change\w*|due_work\w*|tickets|ticket_age_seconds)\b/;
    for (const { alert, expr } of alerts) {
      if (ofStore.test(expr)) expect(expr, alert).toMatch(/\bmax by/);
      if (/_total\b/.test(expr)) expect(expr, alert).toMatch(/\bsum( by \(\w+\))? ?\(/);
    }
  });
});

describe('the cases for promtool', () => {
  it('have each alert fire once, and be silent over a quiet hour, in series that a running bot tells', () => {
    const { tests } = parse(readFileSync(new URL('alerts.test.yaml', rulesFile), 'utf8')) as Cases;
    const names = alerts.map(({ alert }) => alert);
    const fired = tests.filter((test) => test.alert_rule_test.some((each) => each.exp_alerts.length > 0));
    expect(fired.map(({ name }) => name)).toEqual(names);
    const quiet = tests.filter((test) => !fired.includes(test)).flatMap((test) => test.alert_rule_test);
    expect(new Set(quiet.map(({ alertname }) => alertname))).toEqual(new Set(names));
    const series = new Set(tests.flatMap((test) => test.input_series.map((each) => each.series)));
    for (const each of series) {
      const ofBot = each.replace(/instance="[^"]*",?/, '').replace('{}', '');
      expect(wrong(told, ofBot), each).toEqual([]);
    }
  });
});

/** As promtool reads them, which checks their form itself. */
interface Cases {
  tests: {
    name: string;
    input_series: { series: string }[];
    alert_rule_test: { alertname: string; exp_alerts: object[] }[];
  }[];
}

describe('the check itself', () => {
  it.each([
    ['sum(rate(conference_pin_turns_total[5m]) > 1', 'a syntax error'],
    ['sum(conference_pin_turns_total) >', 'a syntax error'],
    ['rate(conference_pin_turns_total) > 1', 'rate without a range'],
    ['max(conference_pin_store_up[5m])', 'of a range: conference_pin_store_up'],
    ['increase(conference_pin_store_up[5m]) > 0', 'increase of a gauge'],
    ['delta(conference_pin_turns_total[5m]) > 0', 'delta of a counter'],
    ['conference_pin_turn_total > 1', 'no metric conference_pin_turn_total'],
    ['conference_pin_turn_duration_seconds > 1', 'no metric conference_pin_turn_duration_seconds'],
    ['conference_pin_turns_total{intention="reset"} > 1', 'has no label intention'],
    ['conference_pin_sends_total{status="4O1"} > 1', 'has no status 4O1'],
    ['conference_pin_sends_total{status=~"401|4O3"} > 1', 'has no status 4O3'],
    ['sum by (reason) (conference_pin_store_up) > 1', 'no label reason to group by'],
    ['1 > 0', 'it asks for nothing'],
  ])('finds what is wrong with %s', (expr, fault) => {
    expect(wrong(told, expr).join('; ')).toContain(fault);
  });

  it('finds a label in a summary that nothing is left of', () => {
    const expr = 'sum by (method) (conference_pin_sends_total) > 1';
    expect(wrong(told, expr, 'of {{ $labels.method }}')).toEqual([]);
    expect(wrong(told, expr, 'with {{ $labels.status }}')).toEqual(['no label status for the summary']);
  });

  it.each(['for', 'labels', 'annotations', 'expr'])('takes no rule without %s', (part) => {
    const rule = { alert: 'ConferencePinXy', expr: '1', for: '5m', labels: { severity: 'warning' } };
    const annotations = { summary: 'something is wrong', runbook: 'docs/operations.md#x' };
    const whole: Record<string, unknown> = { ...rule, annotations };
    const text = () => JSON.stringify({ groups: [{ name: 'g', rules: [whole] }] });
    expect(readAlerts(text())).toHaveLength(1);
    delete whole[part];
    expect(() => readAlerts(text())).toThrow(part);
  });
});
