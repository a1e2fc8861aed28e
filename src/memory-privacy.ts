import { writeFileSync } from 'node:fs';

/**
 * Keeps what is in memory out of files that a crash leaves behind: a PIN may be on its way just then. Node's diagnostic
 * reports are switched off; a core dump, which no process can forbid from within Node, is left without memory in it
 * (core(5), "Controlling which mappings are written"). What the process does write is for its own account alone.
 */
export function keepMemoryPrivate(): void {
  process.umask(0o077);
  if (process.report) {
    process.report.reportOnFatalError = false;
    process.report.reportOnSignal = false;
    process.report.reportOnUncaughtException = false;
  }
  if (process.platform !== 'linux') return;
  try {
    writeFileSync('/proc/self/coredump_filter', '0');
  } catch {
    // A container without a writable /proc: the deployment forbids core dumps there (LimitCORE=0, ulimit -c 0).
  }
}
