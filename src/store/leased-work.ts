import type { Kysely } from 'kysely';
import type { DueWork } from '../work/due-work.ts';
import { prepared } from './prepared.ts';
import type { Tables } from './tables.ts';

type Db = Kysely<Tables>;

/** A claim of work: whose, and of which putting. */
export interface Claimed {
  key: string;
  owner: string;
  version: number;
}
export const claimOf = ({ key, claim }: DueWork): Claimed => ({ key, ...claim });

/** Nobody holds it, and whoever held it is alive: how often processes died of it is counted anew. */
export const free = { lease_owner: null, lease_until: null, deaths: 0 };

const held = (db: Db, { key, owner }: Claimed) =>
  db.updateTable('due_work').where('key', '=', key).where('lease_owner', '=', owner);

/** The work, while its claimer holds it and nobody has put it again. */
export const heldStill = (db: Db, claim: Claimed) => held(db, claim).where('version', '=', claim.version);

const freeing = prepared((db, claim: Claimed) =>
  held(db, claim).where('version', '<>', claim.version).set(free),
);

/**
 * After a settling that changed so many rows. Where it changed none, the work was put again while it ran: it is due with
 * its new payload, and nobody holds it any more.
 */
export async function freeWherePutAgain(db: Db, work: DueWork, settled: number): Promise<void> {
  if (settled === 0) await freeing.change(db, claimOf(work));
}
