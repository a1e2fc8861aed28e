import { migrationNames } from '../store/migrations.ts';
import { type Finding, wrong } from './finding.ts';

/** What is wrong with tables that these steps have made. Steps that are missing the next start makes. */
export function judgeMigrations(done: string[]): Finding[] {
  const strange = done.filter((name) => !migrationNames.includes(name));
  if (strange.length === 0) return [];
  return [
    wrong(
      'store',
      'a newer version of the bot has been at work there, and this one does not start on it',
      'Deploy that version again, or put a copy from before in its place.',
    ),
  ];
}
