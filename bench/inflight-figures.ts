import type { Memory } from './bot.ts';
import type { BackendCounts } from './changes.ts';
import type { Told } from './connector.ts';
import { type Figure, percentile } from './figures.ts';
import type { Filled, Measured } from './phases.ts';

interface Measures {
  forms: number;
  delayMs: number;
  idle: { help: number[]; memory: Memory };
  filled: Filled;
  meanwhile: Measured;
  /** While the backend answered and people were told. */
  helpAtTheEnd: number[];
  told: Record<string, Told>;
  counts: BackendCounts;
  memoryAfter: Memory;
}

/** What was measured, as numbers that can be read without this file. */
export function inflightFigures(all: Measures): Figure[] {
  return [
    ...flightFigures(all),
    ...helpFigures(all),
    ...memoryFigures(all),
    ...fillFigures(all),
    ...endFigures(all),
  ];
}

function flightFigures({ forms, delayMs, counts }: Measures): Figure[] {
  const waits = counts.changes.map(({ takenAt, answeredAt }) => (answeredAt - takenAt) / 1_000);
  const held = Math.min(...waits) > delayMs / 1_000 + 0.5;
  return [
    { name: 'forms', value: forms, unit: '' },
    { name: 'changes under way at the backend at the same moment, at most', value: counts.peak, unit: '' },
    {
      name: `what the backend took for each (${delayMs / 1_000} s wanted${held ? ', longer so that all were in flight while it was measured' : ''}), shortest`,
      value: Math.min(...waits),
      unit: 's',
    },
    { name: 'and longest', value: Math.max(...waits), unit: 's' },
    { name: 'requests that the bot repeated', value: counts.repeated, unit: '' },
  ];
}

function helpFigures({ idle, meanwhile }: Measures): Figure[] {
  const quiet = meanwhile.drained ? '' : ', while cards were still owed';
  const p50 = [percentile(idle.help, 0.5), percentile(meanwhile.help, 0.5)] as const;
  const p99 = [percentile(idle.help, 0.99), percentile(meanwhile.help, 0.99)] as const;
  const inFlight = `${meanwhile.inFlight} in flight`;
  return [
    { name: `"help" of the idle bot, p50 of ${idle.help.length}`, value: p50[0], unit: 'ms' },
    { name: `"help" of the idle bot, p99 of ${idle.help.length}`, value: p99[0], unit: 'ms' },
    { name: `"help" with ${inFlight}${quiet}, p50 of ${meanwhile.help.length}`, value: p50[1], unit: 'ms' },
    { name: `"help" with ${inFlight}${quiet}, p99 of ${meanwhile.help.length}`, value: p99[1], unit: 'ms' },
    { name: 'RATIO "help" p50, in flight to idle', value: p50[1] / p50[0], unit: 'x' },
    { name: 'RATIO "help" p99, in flight to idle', value: p99[1] / p99[0], unit: 'x' },
  ];
}

function memoryFigures({ forms, idle, meanwhile, memoryAfter }: Measures): Figure[] {
  const perForm = (what: keyof Memory, memory: Memory, many = meanwhile.inFlight) =>
    (memory[what] - idle.memory[what]) / many / 1e3;
  return [
    { name: 'heap of the idle bot, after a collection', value: idle.memory.heap / 1e6, unit: 'MB' },
    {
      name: `heap with ${meanwhile.inFlight} in flight, after a collection`,
      value: meanwhile.memory.heap / 1e6,
      unit: 'MB',
    },
    { name: 'heap an attempt in flight', value: perForm('heap', meanwhile.memory), unit: 'kB' },
    {
      name: 'heap an attempt that is left when all is over',
      value: perForm('heap', memoryAfter, forms),
      unit: 'kB',
    },
    { name: 'RSS of the idle bot', value: idle.memory.rss / 1e6, unit: 'MB' },
    { name: `RSS with ${meanwhile.inFlight} in flight`, value: meanwhile.memory.rss / 1e6, unit: 'MB' },
    { name: 'RSS an attempt in flight', value: perForm('rss', meanwhile.memory), unit: 'kB' },
    { name: 'RATIO RSS, in flight to idle', value: meanwhile.memory.rss / idle.memory.rss, unit: 'x' },
  ];
}

function fillFigures({ forms, filled, meanwhile }: Measures): Figure[] {
  const answers = filled.answers.map(({ tookMs }) => tookMs);
  const notKnown = filled.answers.filter(({ says }) => says === 'notKnownYet').length;
  return [
    { name: 'forms shown, 16 people at once', value: (forms * 1_000) / filled.showMs, unit: 'per s' },
    {
      name: 'forms submitted, 16 on their way at once',
      value: (forms * 1_000) / filled.submitMs,
      unit: 'per s',
    },
    {
      name: "a submission's own answer, p50 (the bot waits 1400 ms for the outcome)",
      value: percentile(answers, 0.5),
      unit: 'ms',
    },
    { name: "a submission's own answer, p99", value: percentile(answers, 0.99), unit: 'ms' },
    { name: 'submissions answered with "not known yet"', value: notKnown, unit: '' },
    {
      name: `from the last answer until ${meanwhile.drained ? 'every' : 'NOT every'} card said "being changed"`,
      value: meanwhile.drainMs / 1_000,
      unit: 's',
    },
  ];
}

/** How long after the backend's answer the person was told. */
function endFigures({ idle, helpAtTheEnd, told, counts }: Measures): Figure[] {
  const lags = counts.changes.flatMap(({ userId, answeredAt }) => {
    const at = told[`a:${userId}`]?.firstAt;
    return at === undefined ? [] : [at - answeredAt];
  });
  const [endP99, idleP99] = [percentile(helpAtTheEnd, 0.99), percentile(idle.help, 0.99)];
  return [
    { name: "told of the outcome after the backend's answer, p50", value: percentile(lags, 0.5), unit: 'ms' },
    {
      name: "told of the outcome after the backend's answer, p99",
      value: percentile(lags, 0.99),
      unit: 'ms',
    },
    { name: `"help" while people were told, p99 of ${helpAtTheEnd.length}`, value: endP99, unit: 'ms' },
    { name: 'RATIO "help" p99, while people were told to idle', value: endP99 / idleP99, unit: 'x' },
    { name: 'people told exactly once', value: Object.values(told).filter(toldOnce).length, unit: '' },
    {
      name: 'rung by a message of its own',
      value: Object.values(told).filter(({ notes }) => notes > 0).length,
      unit: '',
    },
  ];
}

const toldOnce = ({ changedCards, notes }: Told): boolean => changedCards.length === 1 && notes <= 1;
