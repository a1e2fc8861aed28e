import { sayIn, textLocale } from './catalogue.ts';
import { latest } from './latest.ts';

/** Who reads: a BCP 47 tag, and an IANA time zone as Teams tells it. */
export interface Reader {
  locale: string;
  timeZone: string;
}

/** Day and time on the reader's clock, with the zone: "Tuesday 24 November, 14:05 (GMT+1)". */
export function formatTime(date: Date, reader: Reader): string {
  const time = formatter(reader, { hour: '2-digit', minute: '2-digit' }).format(date);
  return sayIn(reader.locale)('time', { day: formatDay(date, reader), time, zone: zoneOf(date, reader) });
}

/** A day of these weeks: "Tuesday 24 November". */
export function formatDay(date: Date, reader: Reader): string {
  return formatter(reader, { weekday: 'long', day: 'numeric', month: 'long' }).format(date);
}

/** A day of any year: "24 November 2026". */
export function formatDate(date: Date, reader: Reader): string {
  return formatter(reader, { day: 'numeric', month: 'long', year: 'numeric' }).format(date);
}

export function formatWeekday(date: Date, reader: Reader): string {
  return formatter(reader, { weekday: 'long' }).format(date);
}

/** An offset is understood everywhere; abbreviations such as CST name several zones. */
function zoneOf(date: Date, reader: Reader): string {
  const parts = formatter(reader, { hour: '2-digit', timeZoneName: 'shortOffset' }).formatToParts(date);
  return parts.find((part) => part.type === 'timeZoneName')?.value ?? 'UTC';
}

const formatters = latest<Intl.DateTimeFormat>(500);

function formatter(reader: Reader, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const locale = textLocale(reader.locale);
  const timeZone = zoneOrUtc(reader.timeZone);
  const id = JSON.stringify([locale, timeZone, options]);
  return formatters(id, () => new Intl.DateTimeFormat(locale, { ...options, timeZone }));
}

/** A zone that this runtime does not know must not cost the person the card: UTC, which the text then names. */
function zoneOrUtc(timeZone: string): string {
  try {
    return new Intl.DateTimeFormat('en', { timeZone }).resolvedOptions().timeZone;
  } catch {
    return 'UTC';
  }
}
