/**
 * npm passes SIGTERM to the shell between us, and that shell dies without passing it on. So under npm, when the parent
 * is gone, this process gives itself the SIGTERM that was meant for it. No event tells of it: the parent is looked at.
 *
 * Imported for that effect. Plain JavaScript, for a Node that reads no TypeScript by itself.
 */
const lookEveryMs = 500;

if (process.env.npm_lifecycle_event !== undefined && process.platform !== 'win32') {
  const parent = process.ppid;
  const look = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(look);
    process.kill(process.pid, 'SIGTERM');
  }, lookEveryMs);
  look.unref();
}
