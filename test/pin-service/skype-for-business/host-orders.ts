import type { Fault, Garbage, HostOrder } from './faults.ts';
import type { Answer } from './pool-state.ts';

const megabyte = 1024 * 1024;

export const line = (value: unknown): string => `${JSON.stringify(value)}\n`;

/** How the host brings the answer of call `id`, or misbehaves instead. */
export function answerOrder(id: string, answer: Answer, fault?: Fault): HostOrder {
  if (fault?.kind === 'error') return errorOrder(id, fault.type, fault.errorId);
  if (fault?.kind === 'transport') return transportOrder(id, fault.type, fault.errorId);
  if (fault?.kind === 'dies') return { dies: true };
  if (fault?.kind === 'hangs') return { deaf: true };
  if (fault?.kind === 'garbage') return garbageOrder(id, answer, fault.as);
  return { write: line({ id, ...answer }) };
}

export function errorOrder(id: string | null, type: string, errorId: string): HostOrder {
  return { write: line({ id, error: { type, errorId, transport: false } }) };
}

/** The remoting layer has failed: the host says so and ends. */
export function transportOrder(
  id: string,
  type = 'System.Management.Automation.Remoting.PSRemotingTransportException',
  errorId = 'PSSessionStateBroken',
): HostOrder {
  return { write: line({ id, error: { type, errorId, transport: true } }), end: 1 };
}

function garbageOrder(id: string, answer: Answer, as: Garbage): HostOrder {
  const right = line({ id, ...answer });
  const orders: Record<Garbage, HostOrder> = {
    'not-json': { write: 'WARNING: this is no answer\n' },
    'wrong-id': { write: line({ id: `not-${id}`, ...answer }) },
    'no-id': { write: line(answer) },
    'wrong-form': { write: line({ id, ok: 'yes' }) },
    'long-line': { write: `${'x'.repeat(megabyte)}\n` },
    'unended-line': { write: 'x'.repeat(megabyte) },
    'two-answers': { write: right + right },
    'noise-first': { write: `WARNING: this is no answer\n${right}` },
    'byte-by-byte': { write: right, byBytes: true },
  };
  return orders[as];
}
