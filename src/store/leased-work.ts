import type { Kysely } from 'kysely';
import type { DueWork } from '../work/due-work.ts';
import type { Tables } from './tables.ts';

/** Nobody holds it, and whoever held it is alive: how often processes died of it is counted anew. */
export const free = { lease_owner: null, lease_until: null, deaths: 0 };

/**
 * After a settling that changed so many rows. Where it changed none, the work was put again while it ran: it is due with
 * its new payload, and nobody holds it any more.
 */
export async function freeWherePutAgain(db: Kysely<Tables>, work: DueWork, settled: bigint): Promise<void> {
  if (settled === 0n) await held(db, work).where('version', '<>', work.claim.version).set(free).execute();
}

/** The work, while its claimer holds it. */
export function held(db: Kysely<Tables>, work: DueWork) {
  return db.updateTable('due_work').where('key', '=', work.key).where('lease_owner', '=', work.claim.owner);
}
