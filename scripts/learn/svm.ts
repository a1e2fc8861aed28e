/** A message as rows of the table of weights, each counted once. */
export interface Example {
  features: number[];
  label: number;
}

export interface Options {
  rows: number;
  labels: number;
  /** How much a misread example costs against large weights. */
  cost: number;
  epochs: number;
}

/**
 * Weights of linear support vector machines, one for each label against the rest, with squared hinge loss: dual coordinate
 * descent as in liblinear (Hsieh and others, ICML 2008). The same examples give the same weights.
 */
export function learnWeights(examples: Example[], options: Options): Float32Array {
  const { rows, labels } = options;
  const weights = new Float32Array(rows * labels);
  for (let label = 0; label < labels; label += 1) {
    const own = weightsOf(examples, label, options);
    for (let row = 0; row < rows; row += 1) weights[row * labels + label] = own[row] ?? 0;
  }
  return weights;
}

function weightsOf(examples: Example[], label: number, { rows, cost, epochs }: Options): Float32Array {
  const weights = new Float32Array(rows);
  const pull = new Float64Array(examples.length);
  const slack = 0.5 / cost;
  const order = examples.map((_example, at) => at);
  const next = randomly(label + 1);
  for (let epoch = 0; epoch < epochs; epoch += 1) {
    shuffle(order, next);
    for (const at of order) {
      const example = examples[at];
      if (!example) continue;
      const before = pull[at] ?? 0;
      const sign = example.label === label ? 1 : -1;
      const length = 1 / Math.sqrt(example.features.length);
      let sum = 0;
      for (const row of example.features) sum += weights[row] ?? 0;
      const gradient = sign * sum * length - 1 + slack * before;
      const after = Math.max(before - gradient / (1 + slack), 0);
      if (after === before) continue;
      pull[at] = after;
      const step = (after - before) * sign * length;
      for (const row of example.features) weights[row] = (weights[row] ?? 0) + step;
    }
  }
  return weights;
}

function shuffle(order: number[], next: () => number): void {
  for (let at = order.length - 1; at > 0; at -= 1) {
    const other = next() % (at + 1);
    [order[at], order[other]] = [order[other] ?? 0, order[at] ?? 0];
  }
}

/** Lehmer's generator: the same numbers each time. */
function randomly(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 48_271) % 2_147_483_647;
    return state;
  };
}
