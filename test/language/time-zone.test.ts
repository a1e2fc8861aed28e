import { describe, expect, it } from 'vitest';
import { knownZone } from '../../src/language/time-zone.ts';

describe('a zone that a client names', () => {
  it.each([
    ['Europe/Copenhagen', 'Europe/Copenhagen'],
    ['europe/copenhagen', 'Europe/Copenhagen'],
    ['+02:00', '+02:00'],
    ['Mars/Olympus', 'UTC'],
    ['local', 'UTC'],
    ['', 'UTC'],
  ])('"%s" is read as %s, whenever it is asked for', (named, zone) => {
    expect([knownZone(named), knownZone(named)]).toEqual([zone, zone]);
  });
});
