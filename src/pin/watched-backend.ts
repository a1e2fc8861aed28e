import type { Fault, PinBackend } from './backend.ts';

/** How one call of the backend went: the kind of its answer, and why where it brought nothing. */
export interface BackendOutcome {
  call: 'account' | 'change' | 'look' | 'withdraw';
  kind: string;
  fault: Fault | undefined;
  reference: string;
  durationMs: number;
}

/** The backend, with each call told of. Nothing of a request is told but the reference that the person sees too. */
export function watchedBackend(
  backend: PinBackend,
  onCall: (outcome: BackendOutcome) => void,
  clockMs: () => number = () => performance.now(),
): PinBackend {
  async function told<Answer extends { kind: string }>(
    call: BackendOutcome['call'],
    { reference }: { reference: string },
    answering: Promise<Answer>,
  ): Promise<Answer> {
    const begunAt = clockMs();
    const answer = await answering;
    const fault = 'fault' in answer ? (answer.fault as Fault | undefined) : undefined;
    onCall({ call, kind: answer.kind, fault, reference, durationMs: clockMs() - begunAt });
    return answer;
  }
  return {
    account: (userId, call) => told('account', call, backend.account(userId, call)),
    change: (userId, changeId, pin, call) =>
      told('change', call, backend.change(userId, changeId, pin, call)),
    look: (changeId, call) => told('look', call, backend.look(changeId, call)),
    withdraw: (changeId, call) => told('withdraw', call, backend.withdraw(changeId, call)),
    reachable: () => backend.reachable(),
  };
}
