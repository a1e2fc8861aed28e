import type { RefusalCode } from '../problem.ts';
import type { HostRequest } from './lines.ts';

interface NamedError {
  /** The request whose cmdlets throw it. */
  of: HostRequest['do'];
  /** The exception's full type; a host may know it by its last part alone. */
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
    type: 'Microsoft.Rtc.Management.AD.ManagementException',
    code: 'user_not_found',
    source:
      'caught as "nobody of that name" around a look-up by Get-CsUser: https://cloud.kemta.net/index.php/2012/10/04/powershell-function-for-enabling-a-user-for-lync-and-configure-settings/',
  },
];

/** The contract's code of an error that is known; undefined for any other. */
export function codeOfError(asked: HostRequest['do'], { type }: { type: string }): RefusalCode | undefined {
  const bare = (full: string) => full.slice(full.lastIndexOf('.') + 1);
  return named.find((row) => row.of === asked && (type === row.type || type === bare(row.type)))?.code;
}
