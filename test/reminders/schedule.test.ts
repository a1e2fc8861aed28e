import fc from 'fast-check';
import { DateTime } from 'luxon';
import { describe, expect, it } from 'vitest';
import { expiryNoteAt, laterChoices, reminderTimes } from '../../src/reminders/schedule.ts';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;
const zones = [
  'UTC',
  'Europe/Copenhagen',
  'America/New_York',
  'America/St_Johns',
  'Africa/Cairo',
  'Asia/Kathmandu',
  'Pacific/Apia',
  'Pacific/Chatham',
  'Australia/Lord_Howe',
  'America/Sao_Paulo',
  'Asia/Gaza',
];

/** An instant by the clocks of a zone, and back. */
const at = (local: string, timeZone: string): Date => DateTime.fromISO(local, { zone: timeZone }).toJSDate();
const clock = (instant: Date, timeZone: string): string =>
  DateTime.fromJSDate(instant, { zone: timeZone }).toFormat("ccc yyyy-MM-dd'T'HH:mm");

const zone = fc.constantFrom(...zones);
const instant = fc.date({ min: new Date('2005-01-01'), max: new Date('2045-01-01'), noInvalidDate: true });
const isInWorkingHours = (time: Date, timeZone: string): boolean => {
  const local = DateTime.fromJSDate(time, { zone: timeZone });
  return local.weekday <= 5 && local.hour >= 9 && local.hour < 16;
};

describe('reminder times', () => {
  const one = (changedAt: string, delayMs: number, timeZone: string): string[] =>
    reminderTimes({ changedAt: at(changedAt, timeZone), delaysMs: [delayMs], timeZone }).map((time) =>
      clock(time, timeZone),
    );

  // 2025-11-24 is a Monday.
  it.each([
    ['in working hours it stays', '2025-11-24T10:15', dayMs, 'Europe/Copenhagen', 'Tue 2025-11-25T10:15'],
    ['at 9:00 it stays', '2025-11-24T09:00', dayMs, 'Europe/Copenhagen', 'Tue 2025-11-25T09:00'],
    ['before 9:00 it waits for 9:00', '2025-11-24T06:30', dayMs, 'Europe/Copenhagen', 'Tue 2025-11-25T09:00'],
    ['just before 16:00 it stays', '2025-11-24T15:59', dayMs, 'Europe/Copenhagen', 'Tue 2025-11-25T15:59'],
    [
      'at 16:00 it waits for the next day',
      '2025-11-24T16:00',
      dayMs,
      'Europe/Copenhagen',
      'Wed 2025-11-26T09:00',
    ],
    [
      'on Friday at 16:00, for Monday',
      '2025-11-27T16:00',
      dayMs,
      'Europe/Copenhagen',
      'Mon 2025-12-01T09:00',
    ],
    ['on Saturday, for Monday', '2025-11-28T11:00', dayMs, 'Europe/Copenhagen', 'Mon 2025-12-01T09:00'],
    ['on Sunday night, for Monday', '2025-11-29T23:59', dayMs, 'Europe/Copenhagen', 'Mon 2025-12-01T09:00'],
    [
      'early on Monday, for that Monday',
      '2025-11-30T00:30',
      dayMs,
      'Europe/Copenhagen',
      'Mon 2025-12-01T09:00',
    ],
    [
      'less than a day is kept, at night too',
      '2025-11-28T23:00',
      30 * minuteMs,
      'UTC',
      'Fri 2025-11-28T23:30',
    ],
    ['just less than a day is kept', '2025-11-28T20:00', dayMs - minuteMs, 'UTC', 'Sat 2025-11-29T19:59'],
    ['three quarters of an hour off', '2025-11-24T03:00', dayMs, 'Asia/Kathmandu', 'Tue 2025-11-25T09:00'],
    ['half an hour off', '2025-11-24T17:00', 3 * dayMs, 'America/St_Johns', 'Fri 2025-11-28T09:00'],
  ])('%s', (_, changedAt, delayMs, timeZone, expected) => {
    expect(one(changedAt, delayMs, timeZone)).toEqual([expected]);
  });

  it.each([
    // Clocks go forward on Sunday 2025-03-30 at 2:00: 24 hours after Saturday 9:30 is Sunday 10:30.
    ['spring in Copenhagen', '2025-03-28T15:30', 3 * dayMs, 'Europe/Copenhagen', 'Tue 2025-04-01T09:00'],
    // Clocks go back on Sunday 2025-10-26: 72 hours after Friday 9:30 is Monday 8:30.
    ['autumn in Copenhagen', '2025-10-24T09:30', 3 * dayMs, 'Europe/Copenhagen', 'Mon 2025-10-27T09:00'],
    // Cairo changes on a Friday at midnight (2025-04-25), so that the next working day is the short one.
    ['spring in Cairo', '2025-04-24T09:30', dayMs, 'Africa/Cairo', 'Fri 2025-04-25T10:30'],
    ['spring in St John\u2019s', '2025-03-07T15:10', 3 * dayMs, 'America/St_Johns', 'Tue 2025-03-11T09:00'],
    // Apia had no Friday 2011-12-30: 24 hours after Thursday 10:00 was Saturday.
    ['the day that Apia left out', '2011-12-29T10:00', dayMs, 'Pacific/Apia', 'Mon 2012-01-02T09:00'],
    ['the evening before it', '2011-12-28T17:00', dayMs, 'Pacific/Apia', 'Mon 2012-01-02T09:00'],
  ])('counts 24 hours a day over changes of the clocks: %s', (_, changedAt, delayMs, timeZone, expected) => {
    expect(one(changedAt, delayMs, timeZone)).toEqual([expected]);
  });

  it('are in order, whatever the order of the delays', () => {
    const changedAt = at('2025-11-24T10:00', 'UTC');
    const times = reminderTimes({ changedAt, delaysMs: [3 * dayMs, 30 * minuteMs, dayMs], timeZone: 'UTC' });
    expect(times.map((time) => clock(time, 'UTC'))).toEqual([
      'Mon 2025-11-24T10:30',
      'Tue 2025-11-25T10:00',
      'Thu 2025-11-27T10:00',
    ]);
  });

  it('are one where a weekend makes them the same', () => {
    const changedAt = at('2025-11-27T17:00', 'UTC');
    const times = reminderTimes({ changedAt, delaysMs: [dayMs, 2 * dayMs, 3 * dayMs], timeZone: 'UTC' });
    expect(times.map((time) => clock(time, 'UTC'))).toEqual(['Mon 2025-12-01T09:00']);
  });

  it('are none without delays', () => {
    expect(reminderTimes({ changedAt: new Date(), delaysMs: [], timeZone: 'UTC' })).toEqual([]);
  });

  it.each(['', 'Mars/Olympus', 'local', 'system', 'UTC+5', '../etc/passwd'])(
    'go by UTC for a zone that is not known: "%s"',
    (timeZone) => {
      const times = reminderTimes({ changedAt: at('2025-11-24T03:00', 'UTC'), delaysMs: [dayMs], timeZone });
      expect(times.map((time) => clock(time, 'UTC'))).toEqual(['Tue 2025-11-25T09:00']);
    },
  );

  it('from a day on are in working hours, never early, and at most a weekend late', () => {
    fc.assert(
      fc.property(
        instant,
        fc.integer({ min: dayMs, max: 400 * dayMs }),
        zone,
        (changedAt, delayMs, timeZone) => {
          const [time] = reminderTimes({ changedAt, delaysMs: [delayMs], timeZone });
          const lateMs = time!.getTime() - changedAt.getTime() - delayMs;
          expect(isInWorkingHours(time!, timeZone)).toBe(true);
          expect(lateMs).toBeGreaterThanOrEqual(0);
          expect(lateMs).toBeLessThanOrEqual((24 * 2 + 17 + 2) * hourMs);
        },
      ),
    );
  });

  it('below a day are exactly as asked', () => {
    fc.assert(
      fc.property(instant, fc.integer({ min: 0, max: dayMs - 1 }), zone, (changedAt, delayMs, timeZone) => {
        const times = reminderTimes({ changedAt, delaysMs: [delayMs], timeZone });
        expect(times).toEqual([new Date(changedAt.getTime() + delayMs)]);
      }),
    );
  });

  it('do not come earlier for a later change or a longer delay', () => {
    const delay = fc.integer({ min: 0, max: 40 * dayMs });
    const later = fc.integer({ min: 0, max: 10 * dayMs });
    fc.assert(
      fc.property(instant, delay, later, later, zone, (changedAt, delayMs, longerMs, laterMs, timeZone) => {
        const first = (from: number, afterMs: number): number =>
          reminderTimes({ changedAt: new Date(from), delaysMs: [afterMs], timeZone })[0]!.getTime();
        const time = first(changedAt.getTime(), delayMs);
        expect(first(changedAt.getTime(), delayMs + longerMs)).toBeGreaterThanOrEqual(time);
        expect(first(changedAt.getTime() + laterMs, delayMs)).toBeGreaterThanOrEqual(time);
      }),
    );
  });

  it('are distinct and in order for any delays', () => {
    const delays = fc.array(fc.integer({ min: 0, max: 20 * dayMs }), { maxLength: 8 });
    fc.assert(
      fc.property(instant, delays, zone, (changedAt, delaysMs, timeZone) => {
        const times = reminderTimes({ changedAt, delaysMs, timeZone }).map(Number);
        expect(times.every((time, place) => place === 0 || time > times[place - 1]!)).toBe(true);
        expect(times.length === 0).toBe(delaysMs.length === 0);
      }),
    );
  });
});

describe('"remind me later"', () => {
  const choices = (now: string, timeZone = 'America/New_York'): string[] =>
    Object.values(laterChoices({ now: at(now, timeZone), timeZone })).map((time) => clock(time, timeZone));

  it.each([
    [
      'on Monday at 10:00',
      '2025-11-24T10:00',
      ['Mon 2025-11-24T11:00', 'Tue 2025-11-25T09:00', 'Thu 2025-11-27T10:00'],
    ],
    [
      'on Tuesday at 7:00',
      '2025-11-25T07:00',
      ['Tue 2025-11-25T08:00', 'Tue 2025-11-25T09:00', 'Fri 2025-11-28T09:00'],
    ],
    [
      'on Tuesday at 9:00',
      '2025-11-25T09:00',
      ['Tue 2025-11-25T10:00', 'Wed 2025-11-26T09:00', 'Fri 2025-11-28T09:00'],
    ],
    [
      'on Friday at 15:30',
      '2025-11-28T15:30',
      ['Fri 2025-11-28T16:30', 'Mon 2025-12-01T09:00', 'Mon 2025-12-01T15:30'],
    ],
    [
      'on Saturday at 23:30',
      '2025-11-29T23:30',
      ['Sun 2025-11-30T00:30', 'Mon 2025-12-01T09:00', 'Wed 2025-12-03T09:00'],
    ],
  ])('%s', (_, now, expected) => {
    expect(choices(now)).toEqual(expected);
  });

  it('means three days of the calendar, over a change of the clocks too', () => {
    expect(choices('2025-10-31T09:30')[2]).toBe('Mon 2025-11-03T09:30');
    expect(choices('2025-03-07T15:30')[2]).toBe('Mon 2025-03-10T15:30');
  });

  it('goes by UTC for a zone that is not known', () => {
    const { morning } = laterChoices({ now: at('2025-11-25T07:00', 'UTC'), timeZone: 'nowhere' });
    expect(clock(morning, 'UTC')).toBe('Tue 2025-11-25T09:00');
  });

  it('is always ahead, the morning at 9:00 of a working day, the days in working hours', () => {
    fc.assert(
      fc.property(instant, zone, (now, timeZone) => {
        const { hour, morning, days } = laterChoices({ now, timeZone });
        expect(hour.getTime() - now.getTime()).toBe(hourMs);
        expect(morning > now).toBe(true);
        expect(clock(morning, timeZone)).toMatch(/^(?:Mon|Tue|Wed|Thu|Fri) .*T09:00$/);
        expect(isInWorkingHours(days, timeZone)).toBe(true);
        expect(days.getTime() - now.getTime()).toBeGreaterThanOrEqual(2 * dayMs - hourMs);
      }),
    );
  });
});

describe('the note before a PIN expires', () => {
  const note = (expiresAt: string, now: string, timeZone = 'Asia/Kathmandu'): string | undefined => {
    const noteAt = expiryNoteAt({ expiresAt: at(expiresAt, timeZone), now: at(now, timeZone), timeZone });
    return noteAt && clock(noteAt, timeZone);
  };

  it.each([
    ['comes seven days before', '2025-12-09T11:20', 'Tue 2025-12-02T11:20'],
    ['waits for 9:00', '2025-12-09T00:00', 'Tue 2025-12-02T09:00'],
    ['waits for Monday', '2025-12-06T12:00', 'Mon 2025-12-01T09:00'],
    ['waits over a whole weekend', '2025-12-05T16:00', 'Mon 2025-12-01T09:00'],
  ])('%s', (_, expiresAt, expected) => {
    expect(note(expiresAt, '2025-11-24T10:00')).toBe(expected);
  });

  it('does not come when that time is past, however near the expiry', () => {
    expect(note('2025-12-01T11:00', '2025-11-24T11:00')).toBeUndefined();
    expect(note('2025-11-26T11:00', '2025-11-24T11:00')).toBeUndefined();
    expect(note('2025-11-24T12:00', '2025-11-24T11:00')).toBeUndefined();
    expect(note('2025-11-20T12:00', '2025-11-24T11:00')).toBeUndefined();
  });

  it('still comes on Monday when the seventh day was in the weekend', () => {
    expect(note('2025-12-06T12:00', '2025-11-29T18:00')).toBe('Mon 2025-12-01T09:00');
  });

  it('is ahead, in working hours, and more than three days before the expiry', () => {
    fc.assert(
      fc.property(instant, fc.integer({ min: -dayMs, max: 400 * dayMs }), zone, (now, aheadMs, timeZone) => {
        const expiresAt = new Date(now.getTime() + aheadMs);
        const noteAt = expiryNoteAt({ expiresAt, now, timeZone });
        // Eight days and a leap of the clocks ahead there is always a note; within four there is none.
        if (aheadMs > 8 * dayMs + 2 * hourMs) expect(noteAt).toBeDefined();
        if (noteAt === undefined) return;
        expect(noteAt > now).toBe(true);
        expect(isInWorkingHours(noteAt, timeZone)).toBe(true);
        expect(expiresAt.getTime() - noteAt.getTime()).toBeGreaterThan(3 * dayMs);
      }),
    );
  });
});
