import { accountRefusal } from '../account.ts';
import { type Change, findChange, pendingChange, rejectChange, settleApplied } from '../changes.ts';
import { brokenRule } from '../own-rules.ts';
import type { Begun } from '../pin-store.ts';
import type { RefusalCode } from '../problem.ts';
import type { PoolAccount } from './account.ts';
import { durably } from './durably.ts';
import { codeOfError } from './errors.ts';
import { findOut } from './find-out.ts';
import type { Answer } from './host-queue.ts';
import { type PoolCall, writeCall, writeSessionEnd } from './journal.ts';
import { lookUp } from './look-up.ts';
import { principalName } from './person-name.ts';
import type { PoolNeeds } from './pool-needs.ts';
import { reportError } from './report-error.ts';
import { sessionEndAfter } from './session-end.ts';

type Tell = (change: Change) => void;

/** Looks the person up, holds the PIN against the rules, unlocks where that is allowed and needed, and sets the PIN. */
export async function changePin(needs: PoolNeeds, begun: Begun, tell: Tell): Promise<void> {
  const { sql, nowMs } = needs;
  const { changeId, person } = begun;
  const refuse = (code: RefusalCode | 'failed') =>
    durably(needs, () => rejectChange(sql, changeId, code, nowMs())).then(tell);
  const readAtMs = nowMs();
  const looked = await look(needs, begun);
  if (looked.kind === 'refused') return refuse(looked.code);
  const { sip, lastPinChangeTime, account } = looked.found;
  if (account.locked === 'temporary' && !(await unlocked(needs, begun, sip))) return refuse('failed');
  const { callTimeoutMs, sessionIdleMs } = needs.settings;
  const call = await durably(needs, () => {
    const written: PoolCall = {
      ...{ changeId, person, sip, readAtMs, callTimeoutMs, sessionIdleMs },
      setBefore: account.pinSet,
      changedBefore: lastPinChangeTime,
      calledAtMs: nowMs(),
      sessionEndsAtMs: undefined,
    };
    writeCall(sql, written);
    return written;
  });
  await settled(needs, call, await needs.hosts.ask(person, { do: 'set', sip, pin: begun.pin }), tell);
}

/** Nothing has been sent that changes anything: whatever goes wrong here has changed nothing. */
async function look(
  needs: PoolNeeds,
  { changeId, person, pin }: Begun,
): Promise<{ kind: 'found'; found: PoolAccount } | { kind: 'refused'; code: RefusalCode | 'failed' }> {
  if (principalName(person) === undefined) return { kind: 'refused', code: 'user_not_found' };
  const looked = await lookUp(needs, person, changeId);
  if (looked.kind === 'away') return { kind: 'refused', code: 'failed' };
  if (looked.kind === 'none') return { kind: 'refused', code: 'user_not_found' };
  const { account } = looked.found;
  const code = accountRefusal(account) ?? brokenRule(account, pin);
  return code === undefined ? { kind: 'found', found: looked.found } : { kind: 'refused', code };
}

/** Where it is not known whether that was done, it has changed no PIN. */
async function unlocked(needs: PoolNeeds, { changeId, person }: Begun, sip: string): Promise<boolean> {
  const answer = await needs.hosts.ask(person, { do: 'unlock', sip });
  if (answer.kind === 'error') reportError(needs, 'unlock', answer, changeId);
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
    reportError(needs, 'set', answer, changeId);
    const code = codeOfError('set', answer);
    if (code !== undefined) return end(() => rejectChange(sql, changeId, code, nowMs()));
  }
  // The cmdlet has ended where it has answered; otherwise it ends with its session at the latest.
  const sessionEndsAtMs = answer.kind === 'error' ? nowMs() : sessionEndAfter(call, answer.lostAtMs);
  const onWait = () => tell(pendingChange(changeId, person));
  if (answer.kind === 'lost') {
    needs.report({ pool: 'unknown', change: changeId });
    onWait();
  }
  await durably(needs, () => writeSessionEnd(sql, changeId, sessionEndsAtMs));
  await findOut(needs, { ...call, sessionEndsAtMs }, onWait);
  tell(findChange(sql, changeId) ?? pendingChange(changeId, person));
}
