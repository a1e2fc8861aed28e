import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';
import { connect } from 'node:net';

export interface Answer {
  status: number;
  text: string;
}

/** Writes these bytes to the bot as they are, and resolves with all that comes until the connection ends. */
export async function writeRaw(url: string, ...chunks: (string | Buffer)[]): Promise<string> {
  const socket = connect(Number(new URL(url).port), '127.0.0.1');
  let received = '';
  socket.on('data', (chunk) => {
    received += chunk.toString('latin1');
  });
  // A bot that is done with a request before all of it has come may reset the connection.
  socket.on('error', () => undefined);
  const closed = new Promise((resolve) => socket.once('close', resolve));
  for (const chunk of chunks) socket.write(chunk);
  await closed;
  return received;
}

/** The status lines and bodies in what came back, one for each answer. */
export function answersIn(received: string): Answer[] {
  return received
    .split(/(?=HTTP\/1\.1 \d)/)
    .filter((part) => part !== '')
    .map((part) => {
      const [head = '', ...body] = part.split('\r\n\r\n');
      const text = body.join('\r\n\r\n');
      return {
        status: Number(head.split(' ')[1]),
        text: /chunked/i.test(head) ? text.replace(/^0\r\n(\r\n)?$/, '') : text,
      };
    });
}

/** A request with any method, path, headers and body, the body by pieces where it is a list. */
export async function send(
  url: string,
  options: { method?: string; path?: string; headers?: Record<string, string | string[]> },
  body: string | Buffer | Iterable<Buffer> = '',
): Promise<Answer> {
  const { port } = new URL(url);
  const { method = 'POST', path = '/api/messages', headers = {} } = options;
  const outgoing = request({ host: '127.0.0.1', port, method, path, headers, agent: false });
  const answered = new Promise<IncomingMessage>((resolve, reject) => {
    outgoing.on('response', resolve);
    outgoing.on('error', reject);
  });
  // Where the answer comes first, the rest of the body may find no reader.
  void answered.catch(() => undefined);
  if (typeof body === 'string' || Buffer.isBuffer(body)) outgoing.end(body);
  else {
    for (const piece of body) {
      if (outgoing.destroyed) break;
      if (!outgoing.write(piece)) await Promise.race([once(outgoing, 'drain'), once(outgoing, 'close')]);
    }
    outgoing.end();
  }
  const incoming = await answered;
  let text = '';
  for await (const chunk of incoming) text += chunk;
  return { status: incoming.statusCode ?? 0, text };
}
