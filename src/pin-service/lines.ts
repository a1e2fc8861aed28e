/** Jobs that wait for each other where they have the same key, and for nobody else. */
export interface Lines {
  /** Jobs of this key that are waiting or running. */
  lengthOf: (key: string) => number;
  /** Runs a job after all earlier ones of its key. A job must not reject. */
  append: (key: string, job: () => Promise<void>) => void;
}

export function createLines(): Lines {
  const lines = new Map<string, { tail: Promise<void>; length: number }>();
  return {
    lengthOf: (key) => lines.get(key)?.length ?? 0,
    append: (key, job) => {
      const line = lines.get(key) ?? { tail: Promise.resolve(), length: 0 };
      lines.set(key, line);
      line.length += 1;
      line.tail = line.tail.then(job).finally(() => {
        line.length -= 1;
        if (line.length === 0) lines.delete(key);
      });
    },
  };
}
