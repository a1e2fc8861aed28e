import { describe, expect, it } from 'vitest';
import { createCards } from '../../src/bot/cards/cards.ts';
import type { Ticket } from '../../src/helpdesk/ticket.ts';
import { actionsOf, readingOf, textsOf } from './card-parts.ts';
import { helpDesk, noFormReasons, notChangedCodes, phones, reader } from './samples.ts';

const cards = createCards({ helpDesk, trial: false });
const reference = 'K7QM-2F9D';
const attempt = '6f1d3c52-8c1b-4f0e-9a57-3b1e7c0d2a44';
const changedAt = new Date('2026-11-24T13:05:00Z');
const meetingTip = 'That needs no PIN.';

describe('changed', () => {
  const changed = (more: object) =>
    cards.changed(reader, {
      attempt,
      reference,
      changedAt,
      phoneNumber: '+14103090200',
      extension: '0200',
      ...more,
    });

  it('says when, on the clock of the person', () => {
    expect(readingOf(changed({}))).toContain('Changed on Tuesday 24 November, 14:05 (GMT+1).');
    const elsewhere = { locale: 'en-US', timeZone: 'America/New_York' };
    expect(readingOf(cards.changed(elsewhere, { attempt, reference, changedAt }))).toMatch(
      /8:05\sAM \(GMT-5\)/u,
    );
  });

  it('shows number and extension, and says that desk phones may stop working', () => {
    const text = readingOf(changed({ phones }));
    for (const part of [
      '+1 410 309 0200',
      '0200',
      'may stop working',
      'You will be reminded here',
      reference,
    ]) {
      expect(text).toContain(part);
    }
  });

  it('shows the steps for the phones that the person has, and for no others', () => {
    const text = readingOf(changed({ phones }));
    expect(text).toContain('Your phones: Polycom VVX 411 (Desk 3.14), Polycom CX600');
    expect(text).toContain('Menu › Switch User');
    expect(text).toContain('Settings › Features › Skype for Business › Sign In › PIN Authentication');
    expect(text).not.toContain('Yealink');
    expect(text).toContain('Then enter extension 0200 and your new PIN.');
  });

  it.each([
    ['Polycom VVX 411', 'Polycom VVX, Poly Trio'],
    ['Poly Trio 8800', 'Polycom VVX, Poly Trio'],
    ['Polycom CX500', 'Polycom CX500/CX600'],
    ['Aastra 6721ip', 'Aastra 6721ip/6725ip'],
    ['HP 4120', 'HP 4110/4120'],
    ['Yealink SIP-T46G', 'Yealink T41/T42/T46'],
    ['Yealink T48S', 'Yealink T48, CP960'],
    ['Yealink CP960', 'Yealink T48, CP960'],
    ['AudioCodes 450HD', 'Other models'],
  ])('knows how a %s signs in', (model, models) => {
    const steps = textsOf(changed({ phones: [{ model }] })).filter((text) => /^\*\*.*:\*\* /.test(text));
    expect(steps).toHaveLength(1);
    expect(steps[0]).toContain(models);
  });

  it('shows the steps of all common phones where nobody knows which they are', () => {
    expect(readingOf(changed({ phones: undefined }))).toMatch(
      /Polycom VVX[\s\S]*Polycom CX500[\s\S]*Yealink T41[\s\S]*Yealink T48/,
    );
  });

  it('promises no reminder to a person without a desk phone', () => {
    const text = readingOf(changed({ phones: [] }));
    expect(text).toContain('You have no desk phone in our records.');
    expect(text).not.toContain('reminded');
  });
});

describe('working', () => {
  it('says that the person may leave', () => {
    expect(readingOf(cards.working(reader, { attempt, reference, phase: 'working' }))).toContain(
      'You can leave this chat',
    );
  });

  it('says not to try again while nothing is known, and how to join a meeting', () => {
    const card = cards.working(reader, { attempt, reference, phase: 'unknown' });
    expect(readingOf(card)).toContain('do not try again now');
    expect(readingOf(card)).toContain(meetingTip);
    expect(actionsOf(card).map(({ title }) => title)).toEqual(['Create a ticket']);
  });
});

describe('not changed', () => {
  it.each(notChangedCodes)('says why and what next for %s, with help and reference', (code) => {
    const card = cards.notChanged(reader, { attempt, reference, code, retry: false });
    const text = readingOf(card);
    for (const part of [
      'Your PIN is not changed',
      meetingTip,
      reference,
      '410-309-0200',
      'help.desk@example.com',
    ]) {
      expect(text).toContain(part);
    }
    expect(text).not.toContain(code.includes('_') ? code : '\u0000');
    expect(text.includes('The PIN service refused the change.')).toBe(code === 'something_new');
  });

  it('offers another try only where it may help', () => {
    const titles = (retry: boolean) =>
      actionsOf(cards.notChanged(reader, { attempt, reference, code: 'failed', retry })).map(
        ({ title }) => title,
      );
    expect(titles(true)).toEqual(['Try again', 'Create a ticket']);
    expect(titles(false)).toEqual(['Create a ticket']);
  });

  it('puts the reference into the subject of a mail', () => {
    expect(
      readingOf(cards.notChanged(reader, { attempt, reference, code: 'failed', retry: false })),
    ).toContain('mailto:help.desk@example.com?subject=Conferencing%20PIN%2C%20reference%20K7QM-2F9D');
  });
});

describe('no form', () => {
  it.each(noFormReasons)('says why and whom to ask for %s', (reason) => {
    const card = cards.noForm(reader, { reference, reason, opensAt: new Date(0) });
    expect(readingOf(card)).toContain(meetingTip);
    expect(readingOf(card)).toContain('NAM Help Desk');
    const again = actionsOf(card).some(({ title }) => title === 'Try again');
    expect(again).toBe(['away', 'denied', 'store_down', 'unconfirmed'].includes(reason));
  });
});

describe('a ticket that nothing delivers', () => {
  const handed = (desk: object) => {
    const ticket = { reference, state: 'handed', subject: 's', body: 'No dial tone\n\nCall back: +1 410' };
    return readingOf(
      createCards({ helpDesk: { name: 'Desk', ...desk }, trial: false }).ticket(reader, {
        ticket: ticket as Ticket,
      }),
    );
  };

  it('speaks of a mail only where one can be written, and otherwise says what to tell', () => {
    expect(handed({ email: 'desk@example.com' })).toContain('The mail below is written for you');
    expect(handed({ phone: '410-309-0200' })).not.toContain('mail');
    expect(handed({ phone: '410-309-0200' })).toMatch(/No dial tone\n+Call back/);
  });
});
