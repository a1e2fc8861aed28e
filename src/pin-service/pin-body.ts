import type { IncomingMessage } from 'node:http';
import { z } from 'zod';

const longestBytes = 8 * 1024;

// The contract's pattern is not checked here: digits and length are refused by the policy, with a code.
const body = z.strictObject({ pin: z.string() });

export type PinBody = { kind: 'pin'; pin: string } | { kind: 'malformed'; detail: string };

/**
 * Reads the new PIN from a request's body: JSON, not encoded, at most 8 kB. restify's own parser is not
 * used: it counts compressed bytes, takes forms and files, and quotes the body in its errors.
 */
export async function readPinBody(request: IncomingMessage): Promise<PinBody> {
  const detail = headerFault(request.headers);
  if (detail) return { kind: 'malformed', detail };
  const bytes = await readBytes(request);
  if (!bytes) return { kind: 'malformed', detail: 'The body is longer than 8 kB, or broke off.' };
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    const read = body.safeParse(JSON.parse(text));
    if (read.success) return { kind: 'pin', pin: read.data.pin };
    return { kind: 'malformed', detail: 'The body should be an object with one member, pin, a string.' };
  } catch {
    return { kind: 'malformed', detail: 'The body is not JSON in UTF-8.' };
  }
}

function headerFault(headers: IncomingMessage['headers']): string | undefined {
  const type = headers['content-type'] ?? '';
  if (!/^application\/json\s*(;\s*charset="?utf-8"?\s*)?$/i.test(type)) {
    return 'The Content-Type should be application/json.';
  }
  if (headers['content-encoding'] !== undefined) return 'A Content-Encoding is not taken.';
  return undefined;
}

/** The body's bytes, or undefined where there are too many or the client went away. */
function readBytes(request: IncomingMessage): Promise<Buffer | undefined> {
  return new Promise((resolve) => {
    // Its token was looked at meanwhile: it may be gone.
    if (request.destroyed) return resolve(undefined);
    const chunks: Buffer[] = [];
    let length = 0;
    request.on('data', (chunk: Buffer) => {
      length += chunk.length;
      // What is too long is read to its end but not kept, so that the answer reaches its sender.
      if (length > longestBytes) chunks.length = 0;
      else chunks.push(chunk);
    });
    request.on('end', () => resolve(length > longestBytes ? undefined : Buffer.concat(chunks)));
    request.on('error', () => resolve(undefined));
    request.on('close', () => resolve(undefined));
  });
}
