/**
 * Ends the program with 1 where it is not over in time, and says what it waits for: a run that hangs would else only be cut
 * off by whoever started it, and nobody could tell why. Each kill may take half a minute.
 */
export function watch(kills: number): void {
  const patienceMs = 120_000 + kills * 30_000;
  setTimeout(() => {
    const waitsFor = process.getActiveResourcesInfo().join(', ');
    process.stderr.write(`not over after ${patienceMs / 60_000} minutes; open: ${waitsFor}\n`);
    process.exit(1);
  }, patienceMs).unref();
}
