import type { DatabaseSync } from 'node:sqlite';
import { inTransaction } from '../database.ts';
import { addAccount, findAccount, setPin } from './accounts.ts';
import { hashOfNone, hashPin } from './pin-hash.ts';
import type { Person } from './seed-form.ts';

const dayMs = 86_400_000;

/** Gives everybody of the seed an account who has none yet. Those who have one keep it as it is. */
export async function seedAccounts(
  sql: DatabaseSync,
  people: Person[],
  pepper: Buffer,
  nowMs: number,
): Promise<void> {
  const missing = people.filter(
    (person) => !findAccount(sql, person.id) && !findAccount(sql, person.userPrincipalName),
  );
  const hashes = await Promise.all(
    missing.map(({ initialPin }) => {
      if (initialPin === undefined) return undefined;
      return initialPin === 'random' ? hashOfNone() : hashPin(initialPin, pepper);
    }),
  );
  inTransaction(sql, () => {
    for (const [index, person] of missing.entries()) {
      addAccount(sql, person);
      const hash = hashes[index];
      const setAt = nowMs - Math.round(person.initialPinAgeDays * dayMs);
      // A temporary lock of the seed stands beside its PIN: setting one would lift it.
      if (hash) setPin(sql, person.id, hash, setAt, 1);
      sql.prepare('update account set locked = ? where user_id = ?').run(person.locked, person.id);
    }
  });
}
