import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import { openSqlite } from '../../store/sqlite.ts';
import { rejectChange, settleApplied } from '../changes.ts';
import { type UnsettledCall, unsettledCalls } from './journal.ts';

const meanings: Record<string, string> = {
  another_change: 'another change of the same person may have been under way',
  other_time: 'the PIN was changed at a time that is not that of this change',
  no_time: 'the pool no longer tells when the PIN was changed',
  not_told: 'the pool answers with an error when it is asked about this person',
};

const usage = `usage: doubts                          changes of which nobody knows what became
       settle <change id> applied|failed   says it of one that is in doubt
`;

const recentMs = 7 * 86_400_000;

interface Output {
  out: (text: string) => void;
  error: (text: string) => void;
}

/**
 * What an operator says of changes that the pool's own times leave open. Works beside a running service: each settling is
 * one statement that only touches what is in doubt. Returns the exit code: 2 for a call that is none.
 */
export function runDoubtsCommand(args: string[], dataDir: string, nowMs: number, output: Output): number {
  const [command, changeId = '', outcome = ''] = args;
  const isList = command === 'doubts' && args.length === 1;
  const isSettling = command === 'settle' && args.length === 3 && /^(applied|failed)$/.test(outcome);
  if (!isList && !isSettling) {
    output.error(usage);
    return 2;
  }
  const file = join(dataDir, 'pin-service.db');
  if (!existsSync(file)) {
    output.error(`${dataDir} holds no PIN service's database: set PIN_SERVICE_DATA_DIR\n`);
    return 1;
  }
  const sql = openSqlite(file);
  try {
    if (!hasJournal(sql)) {
      output.error(`${file} is not of PIN_STORE=skype-for-business: set PIN_SERVICE_DATA_DIR\n`);
      return 1;
    }
    const calls = unsettledCalls(sql);
    return isList ? list(file, calls, output) : settle(sql, calls, { changeId, outcome }, nowMs, output);
  } finally {
    sql.close();
  }
}

function list(file: string, calls: UnsettledCall[], { out }: Output): number {
  if (calls.length === 0) out(`Nothing is in doubt in ${file}.\n`);
  for (const call of calls) {
    out(`${call.changeId}  ${call.person}  sent ${timeOf(call.calledAtMs)}\n`);
    out(`  ${stateOf(call)}\n`);
    const after =
      call.doubt === null || call.doubt === 'not_told' ? 'not read yet' : (call.changedAfter ?? 'none');
    out(`  LastPinChangeTime before: ${call.changedBefore ?? 'none'}, after: ${after}\n`);
  }
  return 0;
}

function stateOf({ doubt, sessionEndsAtMs }: UnsettledCall): string {
  if (doubt !== null) return `IN DOUBT: ${meanings[doubt] ?? doubt}`;
  if (sessionEndsAtMs === null)
    return 'sent to the pool, no answer yet; where the service has died since, its next start finds out';
  return `being found out: the running service asks the pool from ${timeOf(sessionEndsAtMs)} on`;
}

const timeOf = (timeMs: number): string => new Date(timeMs).toISOString();

function settle(
  sql: DatabaseSync,
  calls: UnsettledCall[],
  { changeId, outcome }: { changeId: string; outcome: string },
  nowMs: number,
  { out, error }: Output,
): number {
  const call = calls.find((each) => each.changeId === changeId.toLowerCase());
  if (!call) {
    error('There is no change with this id of which nobody knows what became: "doubts" lists those.\n');
    return 1;
  }
  if (call.doubt === null) {
    error(`It is not in doubt yet: ${stateOf(call)}. Only what that leaves open can be settled.\n`);
    return 1;
  }
  // What became of it is to be kept for a while, however long ago it was.
  const isRecent = nowMs - call.calledAtMs < recentMs;
  if (outcome === 'applied') settleApplied(sql, call.changeId, isRecent ? call.calledAtMs : nowMs);
  else rejectChange(sql, call.changeId, 'failed', nowMs);
  out(`${call.changeId} is settled as ${outcome}.\n`);
  return 0;
}

const hasJournal = (sql: DatabaseSync): boolean =>
  sql.prepare("select 1 from sqlite_master where name = 'pool_call'").get() !== undefined;
