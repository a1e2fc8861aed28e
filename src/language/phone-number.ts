import { parsePhoneNumberFromString } from 'libphonenumber-js/min';
import { latest } from './latest.ts';

/** A reset shows the same number on each of its cards. */
const shown = latest<string>(200);

/**
 * A number with its country's own grouping, as it can be dialled from anywhere: `+14103090200` as `+1 410 309 0200`. What is no
 * international number of a possible length stays as it came: it is shown to be recognised, not to be corrected.
 */
export function formatPhoneNumber(number: string): string {
  if (!/^\+[0-9]+$/.test(number)) return number;
  return shown(number, () => grouped(number));
}

function grouped(number: string): string {
  const parsed = parsePhoneNumberFromString(number);
  return parsed?.isPossible() ? parsed.formatInternational() : number;
}
