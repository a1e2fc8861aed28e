import type { DatabaseSync } from 'node:sqlite';
import type { Account } from '../account.ts';
import type { Person } from './seed-form.ts';

const dayMs = 86_400_000;

interface Row {
  user_id: string;
  display_name: string;
  phone_number: string | null;
  extension: string | null;
  enabled: number;
  disabled: number;
  locked: Account['locked'];
  desk_phones: string | null;
  policy: string;
  pin_set_at: number | null;
}

const byEitherName = `
select account.*, (select max(set_at) from pin where pin.user_id = account.user_id) as pin_set_at
from account where user_id = :name or user_principal_name = :name`;

/** Finds a person by object id or user principal name; neither knows capitals. */
export function findAccount(sql: DatabaseSync, userId: string): Account | undefined {
  const row = sql.prepare(byEitherName).get({ name: userId.toLowerCase() }) as Row | undefined;
  return row && accountOf(row);
}

function accountOf(row: Row): Account {
  const policy = JSON.parse(row.policy) as Account['policy'];
  const pinSetAt = row.pin_set_at ?? undefined;
  const expires = pinSetAt !== undefined && policy.lifetimeDays > 0;
  return {
    userId: row.user_id,
    displayName: row.display_name,
    phoneNumber: row.phone_number,
    extension: row.extension,
    enabled: row.enabled === 1,
    disabled: row.disabled === 1,
    locked: row.locked,
    deskPhones: row.desk_phones === null ? undefined : JSON.parse(row.desk_phones),
    policy,
    pinSet: pinSetAt !== undefined,
    pinSetAt,
    pinExpiresAt: expires ? pinSetAt + policy.lifetimeDays * dayMs : undefined,
  };
}

/** Adds a person of the seed. Call it for people who have no account yet. */
export function addAccount(sql: DatabaseSync, person: Person): void {
  sql
    .prepare('insert into account values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)')
    .run(
      person.id,
      person.userPrincipalName.toLowerCase(),
      person.displayName,
      person.phoneNumber,
      person.extension,
      Number(person.enabled),
      Number(person.disabled),
      person.locked,
      person.deskPhones ? JSON.stringify(person.deskPhones) : null,
      JSON.stringify(person.policy),
    );
}

/** The hashes of a person's latest PINs, the one in force first. */
export function latestHashes(sql: DatabaseSync, userId: string, count: number): string[] {
  const rows = sql
    .prepare('select hash from pin where user_id = ? order by sequence desc limit ?')
    .all(userId, count);
  return rows.map((row) => String(row.hash));
}

/** The hashes of the PINs in force of everybody else. */
export function hashesOfOthers(sql: DatabaseSync, userId: string): string[] {
  const rows = sql
    .prepare(
      'select hash from pin where sequence in (select max(sequence) from pin group by user_id) and user_id <> ?',
    )
    .all(userId);
  return rows.map((row) => String(row.hash));
}

/** Puts a PIN in force and lifts a temporary lock. Hashes that no rule needs any more are forgotten. */
export function setPin(sql: DatabaseSync, userId: string, hash: string, setAt: number, kept: number): void {
  sql.prepare('insert into pin (user_id, hash, set_at) values (?, ?, ?)').run(userId, hash, setAt);
  sql
    .prepare(
      'delete from pin where user_id = :user and sequence not in (select sequence from pin where user_id = :user order by sequence desc limit :kept)',
    )
    .run({ user: userId, kept: Math.max(1, kept) });
  sql.prepare("update account set locked = 'no' where user_id = ? and locked = 'temporary'").run(userId);
}
