import type { Look } from './finding.ts';
import { lookAtSqlite } from './sqlite-store.ts';

/** Where attempts, conversations and due work are kept: written, read, and left as it was. */
export const lookAtStore: Look = async ({ settings: { databaseUrl, dataDir }, variables, asked }) => {
  if (databaseUrl === undefined) return lookAtSqlite(dataDir, variables);
  // Its driver is loaded for those alone who use it.
  const { lookAtPostgres } = await import('./postgres-store.ts');
  return lookAtPostgres(databaseUrl, asked.withinMs);
};
