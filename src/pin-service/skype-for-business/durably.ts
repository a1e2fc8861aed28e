import { backoffMs } from './backoff.ts';
import type { PoolNeeds } from './pool-needs.ts';

/**
 * Writes down what is known of a call, however often it takes: a database that is locked or full for a while must not let the
 * next change of the same person begin. Rejects only when the service stops.
 */
export async function durably<T>(
  needs: Pick<PoolNeeds, 'until' | 'nowMs' | 'isClosed' | 'onFault'>,
  write: () => T,
): Promise<T> {
  for (let tries = 0; ; tries += 1) {
    try {
      return write();
    } catch (error) {
      if (needs.isClosed()) throw error;
      needs.onFault(error);
    }
    await needs.until(needs.nowMs() + backoffMs(tries + 1));
  }
}
