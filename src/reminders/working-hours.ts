import { DateTime } from 'luxon';
import { knownZone } from '../language/time-zone.ts';

/** A person is written to from 9:00 until before 16:00, Monday to Friday, by the clocks where they are. */
const opens = 9;
const closes = 16;
const friday = 5;

/** An instant by the clocks of an IANA time zone. A zone that is not known counts as UTC. */
export function inZone(at: Date, timeZone: string): DateTime {
  // Luxon would also take "local", which is the zone of the server and of nobody else.
  return DateTime.fromJSDate(at, { zone: knownZone(timeZone) });
}

/** The same instant if it lies in working hours, else the next 9:00 of a working day. Never earlier. */
export function intoWorkingHours(at: DateTime): DateTime {
  const isOpen = at.weekday <= friday && at.hour >= opens && at.hour < closes;
  return isOpen ? at : nextMorning(at);
}

/** The first 9:00 of a working day after this instant. */
export function nextMorning(at: DateTime): DateTime {
  let morning = opening(at);
  while (morning <= at || morning.weekday > friday) morning = opening(morning.plus({ days: 1 }));
  return morning;
}

function opening(day: DateTime): DateTime {
  return day.set({ hour: opens, minute: 0, second: 0, millisecond: 0 });
}
