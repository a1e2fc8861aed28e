import type { Readable } from 'node:stream';

/** Calls with each line of a stream, without its "\n". What stands after the last "\n" at its end is no line. */
export function onLines(stream: Readable, take: (line: string) => void): void {
  let rest = '';
  stream.setEncoding('utf8').on('data', (text: string) => {
    const lines = (rest + text).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) take(line);
  });
}
