/** One question for all who ask at a time, and for those who ask within so many milliseconds of its answer. */
export function sharedFor<T>(
  keptMs: number,
  ask: () => Promise<T>,
  now: () => number = Date.now,
): () => Promise<T> {
  let answer: Promise<T> | undefined;
  let until = Number.POSITIVE_INFINITY;
  return () => {
    if (answer && now() < until) return answer;
    until = Number.POSITIVE_INFINITY;
    const asked = ask();
    answer = asked;
    const ended = () => {
      until = now() + keptMs;
    };
    asked.then(ended, ended);
    return asked;
  };
}
