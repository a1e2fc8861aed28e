import type { HostRequest } from './lines.ts';
import type { PoolNeeds } from './pool-needs.ts';

/** For the log: which cmdlets have said no, to which change where it was one, and as what. Never their words. */
export function reportError(
  { report }: Pick<PoolNeeds, 'report'>,
  asked: HostRequest['do'],
  { type, errorId }: { type: string; errorId: string },
  change?: string,
): void {
  report({ pool: 'error', asked, ...(change === undefined ? {} : { change }), type, errorId });
}
