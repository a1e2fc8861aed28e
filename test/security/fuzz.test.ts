import { afterEach, expect, it } from 'vitest';
import { openTown, type Town } from './fuzz/town.ts';

let town: Town;
afterEach(() => town.close());

/** A small part of `npm run test:fuzz`, the same requests each time. */
it.each([
  [true, 300, 4_711],
  [false, 100, 4_712],
])(
  'activities that are a little or very wrong do no harm (with a registration: %s)',
  async (withRegistration, runs, seed) => {
    town = await openTown({ withRegistration });
    await town.storm(runs, seed);
    await town.lookBack();
    expect(town.findings).toEqual([]);
    expect(town.statuses[200]).toBeGreaterThan(runs / 10);
  },
);
