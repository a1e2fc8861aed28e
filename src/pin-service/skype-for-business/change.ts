import { accountRefusal } from '../account.ts';
import { type Change, findChange, rejectChange, settleApplied } from '../changes.ts';
import { brokenRule } from '../own-rules.ts';
import type { Begun } from '../pin-store.ts';
import type { RefusalCode } from '../problem.ts';
import { type PoolAccount, poolAccount } from './account.ts';
import { codeOfError } from './errors.ts';
import { findOut, sessionEndAfter } from './find-out.ts';
import { type PoolCall, writeCall, writeSessionEnd } from './journal.ts';
import { principalName } from './person-name.ts';
import type { PoolNeeds } from './pool-needs.ts';

type Tell = (change: Change) => void;

/** Looks the person up, holds the PIN against the rules, unlocks where that is allowed and needed, and sets the PIN. */
export async function changePin(needs: PoolNeeds, begun: Begun, tell: Tell): Promise<void> {
  const { sql, nowMs } = needs;
  const readAtMs = nowMs();
  const looked = await look(needs, begun);
  if (looked.kind === 'refused') return tell(rejectChange(sql, begun.changeId, looked.code, nowMs()));
  const { sip, lastPinChangeTime, account } = looked.found;
  if (account.locked === 'temporary' && !(await unlocked(needs, begun.person, sip)))
    return tell(rejectChange(sql, begun.changeId, 'failed', nowMs()));
  const { changeId, person } = begun;
  const call = { changeId, person, sip, changedBefore: lastPinChangeTime, readAtMs, calledAtMs: nowMs() };
  writeCall(sql, call);
  await set(needs, call, begun.pin, tell);
}

/** Nothing has been sent that changes anything: whatever goes wrong here has changed nothing. */
async function look(
  needs: PoolNeeds,
  { person, pin }: Begun,
): Promise<{ kind: 'found'; found: PoolAccount } | { kind: 'refused'; code: RefusalCode | 'failed' }> {
  if (principalName(person) === undefined) return { kind: 'refused', code: 'user_not_found' };
  const answer = await needs.hosts.ask(person, { do: 'account', user: person });
  if (answer.kind === 'error') {
    needs.report({ pool: 'error', type: answer.type, errorId: answer.errorId });
    return { kind: 'refused', code: codeOfError('account', answer) ?? 'failed' };
  }
  if (answer.kind !== 'ok') return { kind: 'refused', code: 'failed' };
  const read = poolAccount(answer.ok, person, needs.settings.unlock);
  if (read.kind === 'nonsense') return { kind: 'refused', code: 'failed' };
  if (read.kind !== 'one') return { kind: 'refused', code: 'user_not_found' };
  const { account } = read.found;
  const code = accountRefusal(account) ?? brokenRule(account, pin);
  return code === undefined ? { kind: 'found', found: read.found } : { kind: 'refused', code };
}

/** Where it is not known whether that was done, it has changed no PIN. */
async function unlocked({ hosts, report }: PoolNeeds, person: string, sip: string): Promise<boolean> {
  const answer = await hosts.ask(person, { do: 'unlock', sip });
  if (answer.kind === 'error') report({ pool: 'error', type: answer.type, errorId: answer.errorId });
  return answer.kind === 'ok';
}

/** Only the cmdlet's own answer settles the change at once. */
async function set(
  needs: PoolNeeds,
  call: Omit<PoolCall, 'sessionEndsAtMs'>,
  pin: string,
  tell: Tell,
): Promise<void> {
  const { sql, nowMs, report } = needs;
  const { changeId, person, sip } = call;
  const answer = await needs.hosts.ask(person, { do: 'set', sip, pin });
  if (answer.kind === 'ok') return tell(settleApplied(sql, changeId, nowMs()));
  if (answer.kind === 'away') return tell(rejectChange(sql, changeId, 'failed', nowMs()));
  if (answer.kind === 'error') {
    const code = codeOfError('set', answer);
    if (code !== undefined) return tell(rejectChange(sql, changeId, code, nowMs()));
    report({ pool: 'error', type: answer.type, errorId: answer.errorId });
  }
  // The cmdlet has ended where it has answered; otherwise it ends with its session at the latest.
  const sessionEndsAtMs = answer.kind === 'error' ? nowMs() : sessionEndAfter(needs, answer.lostAtMs);
  writeSessionEnd(sql, changeId, sessionEndsAtMs);
  if (answer.kind === 'lost') tell(pending(changeId, person));
  await findOut(needs, { ...call, sessionEndsAtMs });
  tell(findChange(sql, changeId) ?? pending(changeId, person));
}

const pending = (changeId: string, userId: string): Change => ({
  changeId,
  userId,
  status: 'pending',
  code: undefined,
  settledAt: undefined,
});
