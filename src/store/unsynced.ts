import { sql } from 'kysely';

const mark = '/* need not outlive a power cut */';

/**
 * Ends a writing of its own, never one inside a transaction, that is not waited for until it is on disk: one that the
 * next turn makes again, that is of no use to another process, or that tells of what is done once more without it. It
 * outlives the death of the process, and whatever is committed after it brings it to the disk. PostgreSQL ignores it.
 */
export const unsynced = sql.raw(mark);

export const isUnsynced = (text: string): boolean => text.endsWith(mark);
