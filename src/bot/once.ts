const keptMs = 10 * 60_000;
const mostKept = 20_000;

/**
 * Remembers the activities of the last minutes: the channel delivers one again when an answer was late. What changes
 * anything has its own key in the store; this keeps a plain answer from being given twice.
 */
export function once(now: () => number = Date.now) {
  const seen = new Map<string, number>();
  return {
    first(id: string): boolean {
      for (const [old, at] of seen) {
        if (at > now() - keptMs && seen.size < mostKept) break;
        seen.delete(old);
      }
      if (seen.has(id)) return false;
      seen.set(id, now());
      return true;
    },
    /** The turn failed: delivered again, it is tried again. */
    forget(id: string): void {
      seen.delete(id);
    },
  };
}
