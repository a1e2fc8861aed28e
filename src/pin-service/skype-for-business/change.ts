import { accountRefusal } from '../account.ts';
import { type Change, findChange, rejectChange, settleApplied } from '../changes.ts';
import { brokenRule } from '../own-rules.ts';
import type { Begun } from '../pin-store.ts';
import type { RefusalCode } from '../problem.ts';
import { type PoolAccount, poolAccount } from './account.ts';
import { durably } from './durably.ts';
import { codeOfError } from './errors.ts';
import { findOut } from './find-out.ts';
import type { Answer } from './host-queue.ts';
import { type PoolCall, writeCall, writeSessionEnd } from './journal.ts';
import type { HostRequest } from './lines.ts';
import { principalName } from './person-name.ts';
import type { PoolNeeds } from './pool-needs.ts';
import { sessionEndAfter } from './session-end.ts';

type Tell = (change: Change) => void;

/** Looks the person up, holds the PIN against the rules, unlocks where that is allowed and needed, and sets the PIN. */
export async function changePin(needs: PoolNeeds, begun: Begun, tell: Tell): Promise<void> {
  const { sql, nowMs } = needs;
  const readAtMs = nowMs();
  const looked = await look(needs, begun);
  if (looked.kind === 'refused') return tell(rejectChange(sql, begun.changeId, looked.code, nowMs()));
  const { sip, lastPinChangeTime, account } = looked.found;
  const { changeId, person } = begun;
  if (account.locked === 'temporary' && !(await unlocked(needs, begun, sip)))
    return tell(rejectChange(sql, changeId, 'failed', nowMs()));
  const { callTimeoutMs, sessionIdleMs } = needs.settings;
  const call: PoolCall = {
    ...{ changeId, person, sip, readAtMs, callTimeoutMs, sessionIdleMs },
    setBefore: account.pinSet,
    changedBefore: lastPinChangeTime,
    calledAtMs: nowMs(),
    sessionEndsAtMs: undefined,
  };
  writeCall(sql, call);
  await settled(needs, call, await needs.hosts.ask(person, { do: 'set', sip, pin: begun.pin }), tell);
}

/** Nothing has been sent that changes anything: whatever goes wrong here has changed nothing. */
async function look(
  needs: PoolNeeds,
  { changeId, person, pin }: Begun,
): Promise<{ kind: 'found'; found: PoolAccount } | { kind: 'refused'; code: RefusalCode | 'failed' }> {
  if (principalName(person) === undefined) return { kind: 'refused', code: 'user_not_found' };
  const answer = await needs.hosts.ask(person, { do: 'account', user: person });
  if (answer.kind === 'error') {
    reportError(needs, changeId, 'account', answer);
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
async function unlocked(needs: PoolNeeds, { changeId, person }: Begun, sip: string): Promise<boolean> {
  const answer = await needs.hosts.ask(person, { do: 'unlock', sip });
  if (answer.kind === 'error') reportError(needs, changeId, 'unlock', answer);
  return answer.kind === 'ok';
}

/** Only the cmdlet's own answer settles the change at once. */
async function settled(needs: PoolNeeds, call: PoolCall, answer: Answer, tell: Tell): Promise<void> {
  const { sql, nowMs } = needs;
  const { changeId, person } = call;
  const end = (write: () => Change) => durably(needs, write).then(tell);
  if (answer.kind === 'ok') return end(() => settleApplied(sql, changeId, nowMs()));
  if (answer.kind === 'away') return end(() => rejectChange(sql, changeId, 'failed', nowMs()));
  if (answer.kind === 'error') {
    reportError(needs, changeId, 'set', answer);
    const code = codeOfError('set', answer);
    if (code !== undefined) return end(() => rejectChange(sql, changeId, code, nowMs()));
  }
  // The cmdlet has ended where it has answered; otherwise it ends with its session at the latest.
  const sessionEndsAtMs = answer.kind === 'error' ? nowMs() : sessionEndAfter(call, answer.lostAtMs);
  const onWait = () => tell(pending(changeId, person));
  if (answer.kind === 'lost') {
    needs.report({ pool: 'unknown', change: changeId });
    onWait();
  }
  await durably(needs, () => writeSessionEnd(sql, changeId, sessionEndsAtMs));
  await findOut(needs, { ...call, sessionEndsAtMs }, onWait);
  tell(findChange(sql, changeId) ?? pending(changeId, person));
}

const pending = (changeId: string, userId: string): Change => ({
  changeId,
  userId,
  status: 'pending',
  code: undefined,
  settledAt: undefined,
});

/** For the log: which cmdlets have said no to which change, and as what. Never their words. */
function reportError(
  { report }: PoolNeeds,
  change: string,
  asked: HostRequest['do'],
  { type, errorId }: { type: string; errorId: string },
): void {
  report({ pool: 'error', asked, change, type, errorId });
}
