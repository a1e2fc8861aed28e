import { Counter, Gauge, Histogram, type Registry } from 'prom-client';

type Labels<Name extends string> = Record<Name, string>;

/** Makes metrics in a registry, all under the bot's own prefix. */
export interface Instruments {
  /**
   * @param zeros told as 0 from the start: what appears at its first event has no increase that Prometheus could see
   */
  counter<Name extends string = never>(
    name: string,
    help: string,
    labelNames?: Name[],
    zeros?: Labels<Name>[],
  ): Counter<Name>;
  /** Of durations: `observe` takes seconds. */
  histogram<Name extends string = never>(
    name: string,
    help: string,
    buckets: number[],
    labelNames?: Name[],
    zeros?: Labels<Name>[],
  ): Histogram<Name>;
  gauge<Name extends string>(name: string, help: string, labelNames: Name[]): Gauge<Name>;
}

export const prefix = 'conference_pin_';

export function instruments(registry: Registry): Instruments {
  const registers = [registry];
  return {
    counter(name, help, labelNames = [], zeros = []) {
      const made = new Counter({ name: prefix + name, help, labelNames, registers });
      for (const labels of zeros) made.inc(labels, 0);
      return made;
    },
    histogram(name, help, buckets, labelNames = [], zeros = []) {
      const made = new Histogram({ name: prefix + name, help, labelNames, buckets, registers });
      for (const labels of zeros) made.zero(labels);
      return made;
    },
    gauge: (name, help, labelNames) => new Gauge({ name: prefix + name, help, labelNames, registers }),
  };
}

/** Every pair of these words, under these names. */
export const pairs = <First extends string, Second extends string>(
  first: First,
  firstWords: readonly string[],
  second: Second,
  secondWords: readonly string[],
): Labels<First | Second>[] =>
  firstWords.flatMap((one) =>
    secondWords.map((other) => ({ [first]: one, [second]: other }) as Labels<First | Second>),
  );

export const seconds = (durationMs: number): number => durationMs / 1_000;
