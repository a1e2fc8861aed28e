import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { isHashOf } from '../../src/pin-service/embedded/pin-hash.ts';
import type { Town } from './town.ts';

export interface Change {
  change_id: string;
  user_id: string | null;
  status: string;
  settled_at: number;
}

/** What the PIN service has on file, read past it. */
export function bookOf(town: Town) {
  const file = new DatabaseSync(join(town.place.dataDir, 'pins', 'pin-service.db'), { readOnly: true });
  const changes = file.prepare('select * from change').all() as unknown as Change[];
  // Counts every PIN that was ever set: sequences are given once.
  const pinsEverSet = Number(
    file.prepare("select seq from sqlite_sequence where name = 'pin'").get()?.seq ?? 0,
  );
  const hashes = file
    .prepare(
      'select user_id, hash from pin where sequence in (select max(sequence) from pin group by user_id)',
    )
    .all() as unknown as { user_id: string; hash: string }[];
  file.close();
  return { changes, pinsEverSet, hashInForce: new Map(hashes.map(({ user_id, hash }) => [user_id, hash])) };
}
export type Book = ReturnType<typeof bookOf>;

/** The service did each change once, and each PIN that a person sent once came under one key. */
export function doneTwice(town: Town, book: Book): string[] {
  const applied = book.changes.filter(({ status }) => status === 'applied').length;
  return [
    ...(book.pinsEverSet === applied
      ? []
      : [`${book.pinsEverSet} PINs were set by ${applied} applied changes`]),
    ...[...town.keysOf.values()]
      .filter((keys) => keys.size > 1)
      .map((keys) => `one submission was sent under the keys ${[...keys].join(', ')}`),
  ];
}

/** What a person's last outcome said is the PIN in force. */
export async function notInForce(
  town: Town,
  book: Book,
  lastApplied: { user_id: string; change_id: string; reference: string }[],
): Promise<string[]> {
  const pinOf = new Map([...town.keysOf].flatMap(([pin, keys]) => [...keys].map((key) => [key, pin])));
  const found: string[] = [];
  for (const { user_id, change_id, reference } of lastApplied) {
    const pin = pinOf.get(change_id);
    const hash = book.hashInForce.get(user_id);
    const fits = pin && hash && (await isHashOf(pin, Buffer.from(town.pepper, 'utf8'), hash));
    if (!fits) found.push(`${reference} was told as changed last, and its PIN is not in force`);
  }
  return found;
}
