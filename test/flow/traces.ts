import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { House } from './house.ts';

/** A PIN or a text as it might lie somewhere: plain, base64 at each of the three offsets, hex, UTF-16 of both orders. */
export function disguises(pin: string): Buffer[] {
  const plain = Buffer.from(pin);
  const utf16 = Buffer.from(pin, 'utf16le');
  const base64 = [0, 1, 2].map((offset) =>
    Buffer.concat([Buffer.alloc(offset, 'x'), plain])
      .toString('base64')
      .slice(4, -4),
  );
  const swapped = Buffer.from(utf16).swap16();
  return [
    plain,
    utf16,
    swapped,
    Buffer.from(plain.toString('hex')),
    ...base64.map((text) => Buffer.from(text)),
  ];
}

/** All that the bot leaves behind, by the place where it lies. */
export async function everythingWritten(house: House): Promise<Map<string, Buffer>> {
  const written = new Map<string, Buffer>();
  for (const entry of await readdir(house.dataDir, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    if (entry.isFile()) written.set(path, await readFile(path));
  }
  const tables = [
    ...['attempts', 'attempt_events', 'due_work', 'conversations', 'dialog_state'],
    ...['tickets', 'desk_events'],
  ];
  for (const table of tables)
    written.set(table, Buffer.from(JSON.stringify(await house.rows(`select * from ${table}`))));
  written.set('log of the bot', Buffer.from(await house.bot().wholeLog()));
  written.set('log of the PIN service', Buffer.from(house.pinService.logs()));
  written.set('sent to the connector', Buffer.from(house.connector.raw.join('\n')));
  return written;
}
