/**
 * Lets everything that comes wait equally long: `delayMs`, or longer where {@link letGo} is called later than that after
 * the first came; `longestMs` at most, whatever happens. So all can be under way at once, however slowly they came.
 */
export function equalWait({ delayMs, longestMs }: { delayMs: number; longestMs: number }) {
  const queue: { cameAt: number; done: () => void }[] = [];
  let waitMs = longestMs;
  let firstAt: number | undefined;
  let peak = 0;
  // All wait equally long: the first of the queue is the next.
  setInterval(() => {
    const now = Date.now();
    for (let next = queue[0]; next && next.cameAt + waitMs <= now; next = queue[0]) {
      queue.shift();
      next.done();
    }
  }, 5);
  return {
    hold(done: () => void): void {
      // Let go of before anything came: nothing waits.
      if (waitMs === 0) {
        done();
        return;
      }
      const cameAt = Date.now();
      firstAt ??= cameAt;
      queue.push({ cameAt, done });
      peak = Math.max(peak, queue.length);
    },
    letGo(): void {
      const now = Date.now();
      waitMs = Math.min(longestMs, Math.max(delayMs, now - (firstAt ?? now)));
    },
    /** The most that waited at one moment. */
    peak: () => peak,
  };
}
