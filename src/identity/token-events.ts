import type { Log } from '../log.ts';
import { faultFields } from '../log-fields.ts';

/**
 * An identity that fails is no fault of whatever it is shown to.
 *
 * @param onState told whether it gives tokens; it counts as one that does until it has failed
 */
export function tokenEvents(log: Log, to: string, onState: (to: string, isUp: boolean) => void) {
  onState(to, true);
  return {
    onFailure(fault: Error) {
      onState(to, false);
      log.error({ to, ...faultFields(fault) }, 'the bot’s identity gives no token');
    },
    onBack() {
      onState(to, true);
      log.info({ to }, 'the bot’s identity gives tokens again');
    },
  };
}
