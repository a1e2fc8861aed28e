import type { RefusalCode } from '../problem.ts';

/**
 * Errors of the cmdlets that a public source names, by a piece of the exception's type or of the fully qualified error id.
 * A row only with its source. All others are `unavailable`, with their type in the log.
 */
const named: { piece: string; code: RefusalCode; source: string }[] = [];

/** The contract's code of an error that is known; undefined for any other. */
export function codeOfError({ type, errorId }: { type: string; errorId: string }): RefusalCode | undefined {
  return named.find(({ piece }) => type.includes(piece) || errorId.includes(piece))?.code;
}
