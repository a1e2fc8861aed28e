import type { RefusalCode } from '../problem.ts';
import type { HostRequest } from './lines.ts';

interface NamedError {
  /** The request whose cmdlets throw it. */
  of: HostRequest['do'];
  /** The end of the exception's type: where it comes without its namespace this is all of it. */
  type: string;
  code: RefusalCode;
  source: string;
}

/**
 * Errors of the cmdlets that a public source names. A row only with its source: all others are `unavailable`, with their type
 * in the log. No source names one of the PIN's own cmdlets.
 */
const named: NamedError[] = [
  {
    of: 'account',
    type: 'ManagementException',
    code: 'user_not_found',
    source:
      'Microsoft.Rtc.Management.AD.ManagementException, caught as "nobody of that name": https://cloud.kemta.net/index.php/2012/10/04/powershell-function-for-enabling-a-user-for-lync-and-configure-settings/',
  },
];

/** The contract's code of an error that is known; undefined for any other. */
export function codeOfError(asked: HostRequest['do'], { type }: { type: string }): RefusalCode | undefined {
  return named.find((row) => row.of === asked && (type === row.type || type.endsWith(`.${row.type}`)))?.code;
}
