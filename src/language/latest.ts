/**
 * Keeps what is costly to make, the `most` that were asked for last. Keys hold what senders choose, such as a region or a
 * time zone: without an end to it, whoever sends a new one each time would fill the memory.
 */
export function latest<Value>(most: number): (key: string, make: () => Value) => Value {
  const kept = new Map<string, Value>();
  return (key, make) => {
    const known = kept.get(key);
    const value = known ?? make();
    // The first of a map is the one that was put longest ago.
    kept.delete(key);
    kept.set(key, value);
    if (kept.size > most) kept.delete(kept.keys().next().value ?? key);
    return value;
  };
}
