import { describe, expect, it } from 'vitest';
import { createCards } from '../../src/bot/cards/cards.ts';
import { account, helpDesk, policy, reader } from './samples.ts';

const changed = {
  attempt: '9c1e63a4-6f7b-4d52-8f0b-0f8f7f7f2a11',
  reference: '8F3K-2QX7',
  changedAt: new Date('2026-11-24T13:05:00Z'),
};

describe('a card that is shown again', () => {
  const cards = createCards({ helpDesk, trial: false });

  it('is the same one for the same facts', () => {
    expect(cards.changed(reader, { ...changed })).toBe(cards.changed({ ...reader }, { ...changed }));
  });

  it('is another one for other facts, in another language, by other clocks, and of other settings', () => {
    const all = [
      cards.changed(reader, changed),
      cards.changed(reader, { ...changed, reference: '8F3K-2QX8' }),
      cards.changed({ ...reader, locale: 'de' }, changed),
      cards.changed({ ...reader, timeZone: 'Asia/Tokyo' }, changed),
    ].map((card) => JSON.stringify(card));
    expect(new Set(all).size).toBe(all.length);
    const other = createCards({ helpDesk: { name: 'Another' }, trial: false });
    expect(other.help(reader, {})).not.toEqual(cards.help(reader, {}));
  });

  it('is of one kind, whatever the facts of another', () => {
    expect(cards.help(reader, {})).not.toEqual(cards.welcome(reader, {}));
  });
});

describe('a form that is shown again', () => {
  it('says that the old PIN has expired once it has', () => {
    let now = new Date('2026-12-24T08:00:00Z');
    const cards = createCards({ helpDesk, trial: false }, () => now);
    const pinExpiresAt = new Date('2026-12-24T09:00:00Z');
    const facts = {
      ...changed,
      round: 1,
      account: { ...account, pinExpiresAt },
      policy,
      broken: [],
      plainSubmit: false,
    };
    const form = () => JSON.stringify(cards.form(reader, facts));
    expect(form()).toContain('It expires on 24 December 2026');
    now = new Date('2026-12-24T10:00:00Z');
    expect(form()).toContain('It expired on 24 December 2026');
  });
});
