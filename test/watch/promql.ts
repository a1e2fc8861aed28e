import { parser } from '@prometheus-io/lezer-promql';

export interface Matcher {
  label: string;
  op: string;
  value: string;
}

/** One selector of series in an expression. */
export interface Selector {
  metric: string;
  matchers: Matcher[];
  /** The function that it is handed to, where it has a range. */
  rangeOf: string | undefined;
}

/** What an expression asks for. */
export interface Expression {
  selectors: Selector[];
  /** The labels of its `by`, `without`, `on` and `ignoring`. */
  grouped: string[];
  /** Whether its series keep the labels of what was asked for. */
  isWhole: boolean;
  faults: string[];
}

type Node = ReturnType<typeof parser.parse>['topNode'];

/** Functions that read a range; any other wants series as they are now. */
const ofRanges = new Set(['increase', 'rate', 'irate', 'delta', 'changes', 'resets', 'deriv']);

/** Reads an expression by Prometheus' own grammar. */
export function readExpression(text: string): Expression {
  const found: Expression = { selectors: [], grouped: [], isWhole: true, faults: [] };
  const written = (node: Node | null): string => (node ? text.slice(node.from, node.to) : '');
  parser.parse(text).iterate({
    enter({ type, name, node }) {
      if (type.isError) found.faults.push(`a syntax error at "${text.slice(node.from).slice(0, 20)}"`);
      if (name === 'AggregateExpr') found.isWhole = false;
      if (name === 'GroupingLabels')
        found.grouped.push(...node.getChildren('LabelName').map((label) => written(label)));
      if (name === 'VectorSelector') found.selectors.push(selectorOf(node, written));
    },
  });
  for (const { metric, rangeOf } of found.selectors)
    if (rangeOf !== undefined && !ofRanges.has(rangeOf))
      found.faults.push(`${rangeOf} of a range: ${metric}`);
  for (const name of ofRanges)
    if (new RegExp(`\\b${name}\\([^[]*\\)`).test(text)) found.faults.push(`${name} without a range`);
  return found;
}

function selectorOf(node: Node, written: (node: Node | null) => string): Selector {
  const labels = node.getChild('LabelMatchers')?.getChildren('UnquotedLabelMatcher') ?? [];
  const range = node.parent?.name === 'MatrixSelector' ? node.parent : undefined;
  const call = range?.parent?.parent;
  return {
    metric: written(node.getChild('Identifier')),
    matchers: labels.map((matcher) => ({
      label: written(matcher.getChild('LabelName')),
      op: written(matcher.getChild('MatchOp')),
      value: written(matcher.getChild('StringLiteral')).slice(1, -1),
    })),
    rangeOf: range && (call?.name === 'FunctionCall' ? written(call.getChild('FunctionIdentifier')) : ''),
  };
}
