import { latest } from './latest.ts';

const zones = latest<string>(500);

/** The zone as the runtime names it. One that it does not know must not cost the person a card: UTC. */
export function knownZone(timeZone: string): string {
  // Asked anew each time, the runtime takes longer over it than over all that is formatted for the zone.
  return zones(timeZone, () => {
    try {
      return new Intl.DateTimeFormat('en', { timeZone }).resolvedOptions().timeZone;
    } catch {
      return 'UTC';
    }
  });
}
