import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  begin,
  causes,
  isOver,
  next,
  type Said,
  type SignIn,
  signIn,
  steps,
  tried,
} from '../../src/phones/sign-in.ts';

const now = new Date('2026-11-24T13:05:00Z');
const facts = { phones: [] as { model: string; location?: string }[], locale: 'en' };
const vvx = { model: 'Polycom VVX 411', location: 'Desk 3.14' };
const cx = { model: 'Polycom CX600' };

/** Where a person is after saying all this. */
function saying(begun: SignIn, ...said: Said[]): SignIn | string {
  let at: SignIn = begun;
  for (const each of said) {
    const following = next(at, each, now);
    if (following.kind !== 'show') return following.kind;
    at = following.signIn;
  }
  return at;
}
const no: Said = { kind: 'signed_in', yes: false };
const yes: Said = { kind: 'signed_in', yes: true };
const stepAfter = (begun: SignIn, ...said: Said[]) => {
  const end = saying(begun, ...said);
  return typeof end === 'string' ? end : end.step;
};

describe('signing in on a phone', () => {
  it('asks which phone, where the backend knows of several or of none', () => {
    expect(begin({ ...facts, phones: [vvx, cx] }, now).step).toBe('which');
    expect(begin(facts, now).step).toBe('which');
  });

  it('begins with the steps where there is one phone only', () => {
    expect(begin({ ...facts, phones: [vvx] }, now)).toMatchObject({
      step: 'steps',
      phone: { family: 'poly', model: 'Polycom VVX 411' },
    });
  });

  it('takes a phone by its place in the list or by its family', () => {
    const begun = begin({ ...facts, phones: [vvx, cx] }, now);
    expect(saying(begun, { kind: 'phone', phone: '1' })).toMatchObject({
      step: 'steps',
      phone: { family: 'lyncPhoneEdition', model: 'Polycom CX600' },
    });
    expect(saying(begun, { kind: 'phone', phone: 'yealinkT4' })).toMatchObject({
      phone: { family: 'yealinkT4' },
    });
  });

  it.each(['7', 'another', '', 'constructor', '-1'])(
    'asks by families for what is in no list: %j',
    (phone) => {
      const asked = saying(begin({ ...facts, phones: [vvx, cx] }, now), { kind: 'phone', phone });
      expect(asked).toMatchObject({ step: 'which', phones: [] });
    },
  );

  it('goes through the causes in their order, and then to the help desk', () => {
    const begun = begin({ ...facts, phones: [vvx] }, now);
    expect(causes.map((_cause, at) => stepAfter(begun, ...Array<Said>(at + 1).fill(no)))).toEqual([
      'oldPin',
      'extension',
      'locked',
      'unlockPin',
    ]);
    expect(stepAfter(begun, no, no, no, no, no)).toBe('help_desk');
  });

  it('says to the help desk what was tried', () => {
    const end = next({ ...begin({ ...facts, phones: [vvx] }, now), step: 'unlockPin' }, no, now);
    expect(end.kind).toBe('help_desk');
    expect(tried(end.kind === 'help_desk' ? end.signIn : begin(facts, now))).toEqual([...causes]);
  });

  it('ends wherever the person is signed in', () => {
    const begun = begin({ ...facts, phones: [vvx] }, now);
    expect(stepAfter(begun, yes)).toBe('signed_in');
    expect(stepAfter(begun, no, no, yes)).toBe('signed_in');
  });

  it('takes a doubled "no" for one', () => {
    const begun = begin({ ...facts, phones: [vvx] }, now);
    const atSteps: Said = { kind: 'signed_in', at: 'steps', yes: false };
    expect(stepAfter(begun, atSteps, atSteps)).toBe('oldPin');
  });

  it('asks which phone before it looks for causes', () => {
    expect(stepAfter(begin(facts, now), no)).toBe('which');
  });

  it('shows the same once for a text that is not understood, and not twice', () => {
    const begun = begin({ ...facts, phones: [vvx] }, now);
    expect(stepAfter(begun, { kind: 'unclear' })).toBe('steps');
    expect(stepAfter(begun, { kind: 'unclear' }, { kind: 'unclear' })).toBe('lost');
    expect(stepAfter(begun, { kind: 'unclear' }, no, { kind: 'unclear' })).toBe('oldPin');
  });

  it('is over after a day without an answer', () => {
    const begun = begin(facts, now);
    expect(isOver(begun, new Date(now.getTime() + 86_400_000))).toBe(false);
    expect(isOver(begun, new Date(now.getTime() + 86_400_001))).toBe(true);
  });
});

describe('whatever is said', () => {
  const saids = fc.oneof(
    fc.record({
      kind: fc.constant('phone' as const),
      phone: fc.oneof(fc.string(), fc.constantFrom('0', '1', 'poly')),
    }),
    fc.record({
      kind: fc.constant('signed_in' as const),
      yes: fc.boolean(),
      at: fc.constantFrom(...steps, undefined),
    }),
    fc.constant({ kind: 'unclear' as const }),
    fc.constant({ kind: 'repeat' as const }),
  );

  it('leaves a state that can be kept and read, with a phone wherever one is needed', () => {
    fc.assert(
      fc.property(
        fc.array(saids),
        fc.subarray<{ model: string; location?: string }>([vvx, cx]),
        (said, phones) => {
          const end = saying(begin({ ...facts, phones }, now), ...said);
          if (typeof end === 'string') return;
          expect(signIn.parse(JSON.parse(JSON.stringify(end)))).toEqual(end);
          expect(end.step === 'which' || end.phone !== undefined).toBe(true);
        },
      ),
    );
  });

  it('comes to an end when nothing helps', () => {
    fc.assert(
      fc.property(fc.array(saids), (said) => {
        const end = saying(begin({ ...facts, phones: [vvx] }, now), ...said);
        if (typeof end === 'string') return;
        const phone: Said = { kind: 'phone', phone: 'poly' };
        expect(stepAfter(end, phone, no, no, no, no, no)).toBe('help_desk');
      }),
    );
  });
});
