import type { Log } from '../log.ts';
import { faultFields } from '../log-fields.ts';

/** An identity that fails is no fault of whatever it is shown to. */
export const tokenEvents = (log: Log, to: string) => ({
  onFailure: (fault: Error) => log.error({ to, ...faultFields(fault) }, 'the bot’s identity gives no token'),
  onBack: () => log.info({ to }, 'the bot’s identity gives tokens again'),
});
