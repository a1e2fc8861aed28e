import { createServer } from 'node:net';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/**
 * Loaded into the bot's process before the bot, to tell from within how much of its memory is in use: whoever connects
 * to `heap.sock` in the data folder is told the bytes that are left after the garbage is gone.
 */
// V8 drops the compiled code of what has not run for a while: megabytes at once, behind which a leak would hide.
setFlagsFromString('--no-flush-bytecode');
setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

createServer(async (socket) => {
  socket.on('error', () => undefined);
  for (let nth = 0; nth < 4; nth += 1) {
    collect();
    await setImmediate();
  }
  const { heapUsed, external } = process.memoryUsage();
  socket.end(JSON.stringify({ heapUsed, external }));
})
  .listen(join(process.env.DATA_DIR ?? '.', 'heap.sock'))
  .unref();
