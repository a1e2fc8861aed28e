/**
 * Preloaded into the chat window, which would listen on every interface of the machine: a `listen` that names a port
 * and no host gets 127.0.0.1.
 */
import net from 'node:net';

type Listen = (...args: unknown[]) => net.Server;

const prototype = net.Server.prototype as unknown as { listen: Listen };
const listen = prototype.listen;

prototype.listen = function (this: net.Server, ...args: unknown[]): net.Server {
  return listen.apply(this, onLoopback(args));
};

function onLoopback(args: unknown[]): unknown[] {
  const [first, second, ...rest] = args;
  if (typeof first === 'object' && first !== null && 'port' in first) {
    return [{ host: '127.0.0.1', ...first }, ...args.slice(1)];
  }
  const isPort = typeof first === 'number' || (typeof first === 'string' && /^\d+$/.test(first));
  if (!isPort) return args;
  if (typeof second === 'string') return args;
  return [first, '127.0.0.1', ...(second === undefined ? [] : [second]), ...rest];
}
