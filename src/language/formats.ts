import { sayIn, textLocale } from './catalogue.ts';
import { latest } from './latest.ts';
import { knownZone } from './time-zone.ts';

/** Who reads: a BCP 47 tag, and an IANA time zone as Teams tells it. */
export interface Reader {
  locale: string;
  timeZone: string;
}

const hourAndMinute = formatters({ timeStyle: 'short' });
const dayOfThese = formatters({ weekday: 'long', day: 'numeric', month: 'long' });
const dayOfAny = formatters({ day: 'numeric', month: 'long', year: 'numeric' });
const weekday = formatters({ weekday: 'long' });
const offset = formatters({ hour: '2-digit', timeZoneName: 'shortOffset' });

/** Day and time on the reader's clock, with the zone: "Tuesday 24 November, 14:05 (GMT+1)". */
export function formatTime(date: Date, reader: Reader): string {
  const time = hourAndMinute(reader).format(date);
  return sayIn(reader.locale)('time', { day: formatDay(date, reader), time, zone: zoneOf(date, reader) });
}

/** A day of these weeks: "Tuesday 24 November". */
export function formatDay(date: Date, reader: Reader): string {
  return dayOfThese(reader).format(date);
}

/** A day of any year: "24 November 2026". */
export function formatDate(date: Date, reader: Reader): string {
  return dayOfAny(reader).format(date);
}

export function formatWeekday(date: Date, reader: Reader): string {
  return weekday(reader).format(date);
}

/** An offset is understood everywhere; abbreviations such as CST name several zones. */
function zoneOf(date: Date, reader: Reader): string {
  const parts = offset(reader).formatToParts(date);
  return parts.find((part) => part.type === 'timeZoneName')?.value ?? 'UTC';
}

/** To make a format takes many times as long as to use it. */
function formatters(options: Intl.DateTimeFormatOptions): (reader: Reader) => Intl.DateTimeFormat {
  const made = latest<Intl.DateTimeFormat>(100);
  return (reader) => {
    const locale = textLocale(reader.locale);
    const timeZone = knownZone(reader.timeZone);
    return made(`${locale} ${timeZone}`, () => new Intl.DateTimeFormat(locale, { ...options, timeZone }));
  };
}
