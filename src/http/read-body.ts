/** What was read of a body: its JSON, or why there is none. */
export type BodyRead = { kind: 'json'; value: unknown } | { kind: 'too_large' } | { kind: 'not_json' };

/**
 * Reads a JSON body of at most `limitBytes` (after decompression), chunk by chunk, so that an endless one
 * is left alone.
 *
 * @throws what fetch throws where the connection ends or the call is aborted meanwhile.
 */
export async function readJson(response: Response, limitBytes: number): Promise<BodyRead> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  // Leaving the loop cancels the rest of the body.
  for await (const chunk of response.body ?? []) {
    size += chunk.byteLength;
    if (size > limitBytes) return { kind: 'too_large' };
    chunks.push(chunk);
  }
  return jsonIn(Buffer.concat(chunks));
}

/** The parser's error is dropped, because it quotes the text. */
export function jsonIn(bytes: Uint8Array): Exclude<BodyRead, { kind: 'too_large' }> {
  try {
    return { kind: 'json', value: JSON.parse(utf8.decode(bytes)) };
  } catch {
    return { kind: 'not_json' };
  }
}

const utf8 = new TextDecoder('utf-8', { fatal: true });
