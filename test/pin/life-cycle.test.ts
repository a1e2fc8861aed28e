import { describe, expect, it } from 'vitest';
import { type AttemptState, openStates, transitions } from '../../src/pin/life-cycle.ts';

const all = Object.values(transitions);
const leads = (from: AttemptState) =>
  all.filter((each) => (each.from as readonly AttemptState[]).includes(from));

describe('the life cycle', () => {
  it.each(['applied', 'failed', 'cancelled', 'expired', 'replaced'] as const)('ends with %s', (state) => {
    expect(leads(state)).toEqual([]);
  });

  it.each(['submitted', 'unknown', 'unsettled'] as const)(
    'lets only backend and time end what is %s',
    (state) => {
      expect(new Set(leads(state).map(({ by }) => by))).not.toContain('person');
      expect(leads(state).map(({ to }) => to)).toEqual(expect.arrayContaining(['applied', 'failed']));
    },
  );

  it('reaches every state from the form', () => {
    const reached = new Set<AttemptState>(['shown']);
    for (let round = 0; round < all.length; round += 1)
      for (const { from, to } of all) if (from.some((state) => reached.has(state))) reached.add(to);
    expect([...reached].sort()).toEqual([...new Set(all.flatMap(({ from, to }) => [...from, to]))].sort());
  });

  it('holds a person to one change from its submission until it is known', () => {
    expect(openStates).toEqual(['submitted', 'unknown']);
  });
});
