import { describe, expect, it } from 'vitest';
import { decide } from '../../src/language/decide.ts';
import type { Intent } from '../../src/language/intents.ts';

const decided = (...scores: [Intent, number][]) => decide(new Map(scores));

describe('what is meant', () => {
  it('is what most speaks for', () => {
    expect(decided(['status', -0.4], ['reset', 0.9], ['rules', -1])).toEqual({ intent: 'reset' });
  });

  it('is for the person to say where another is about as likely', () => {
    expect(decided(['reset', 0.2], ['status', 0.15], ['rules', -1])).toEqual({
      intent: 'reset',
      close: 'status',
    });
  });

  it('is unclear where nothing is known', () => {
    expect(decided()).toEqual({ intent: 'unclear' });
  });
});
