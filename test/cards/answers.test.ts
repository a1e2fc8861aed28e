import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { cardData } from '../../src/bot/card-data.ts';
import { createCards } from '../../src/bot/cards/cards.ts';
import { CardError, loadCard, viewOf } from '../../src/bot/cards/template.ts';
import { actionsOf, readingOf, textsOf } from './card-parts.ts';
import { account, helpDesk, notices, reader, sampleCards } from './samples.ts';

const cards = createCards({ helpDesk, trial: false });
const change = '0f5b8a4e-6f0f-4d3f-8f2e-4a7be7a1c002';
const reminder = {
  change,
  reference: 'K7QM-2F9D',
  changedAt: new Date('2026-11-24T13:05:00Z'),
  laterMorning: new Date('2026-11-30T08:00:00Z'),
  last: false,
};

describe('the reminder', () => {
  it('asks, and takes "done", "it does not work" and three later times', () => {
    const sent = actionsOf(cards.reminder(reader, reminder)).map(({ title, data }) => [title, data]);
    expect(sent).toEqual([
      ['Done', { do: 'reminderDone', change }],
      ['It does not work', { do: 'phoneHelp', change }],
      ['In 1 hour', { do: 'reminderLater', change, when: 'hour' }],
      ['Monday morning', { do: 'reminderLater', change, when: 'morning' }],
      ['In 3 days', { do: 'reminderLater', change, when: 'days' }],
    ]);
  });

  it('names the day of the morning by the clock of the person', () => {
    const sunday = new Date('2026-11-29T22:30:00Z');
    const day = (timeZone: string) =>
      actionsOf(cards.reminder({ locale: 'en', timeZone }, { ...reminder, laterMorning: sunday }))[3]?.title;
    expect(day('Pacific/Auckland')).toBe('Monday morning');
    expect(day('America/New_York')).toBe('Sunday morning');
  });

  it('says when it is the last', () => {
    expect(readingOf(cards.reminder(reader, { ...reminder, last: true }))).toContain(
      'This is the last reminder.',
    );
    expect(readingOf(cards.reminder(reader, reminder))).not.toContain('last reminder');
  });
});

describe('answers', () => {
  it('send nothing that the bot does not read', () => {
    const sent = Object.values(sampleCards(cards))
      .flatMap(actionsOf)
      .filter(({ data }) => data !== undefined)
      // What the form's own fields bring is the renderer's to add.
      .map(({ data }) => ({ ...(data as object), problem: 'other' }));
    expect(sent.length).toBeGreaterThan(50);
    expect(sent.filter((data) => !cardData.safeParse(data).success)).toEqual([]);
  });

  it('welcome in three lines, and say that a trial is one', () => {
    const [, ...lines] = textsOf(cards.welcome(reader, {}));
    expect(lines.slice(3)).toEqual(expect.arrayContaining(['Reset my PIN', 'What is this PIN for?', 'Help']));
    const trial = createCards({ helpDesk, trial: true });
    expect(readingOf(trial.welcome(reader, {}))).toContain('This is a trial.');
    expect(readingOf(cards.welcome(reader, {}))).not.toContain('trial');
  });

  it('tell what the PIN is for: dial-in, rooms, leader, desk phone', () => {
    expect(readingOf(cards.whatFor(reader, {}))).toMatch(
      /Dialling in[\s\S]*Meeting rooms[\s\S]*the others wait until the leader joins[\s\S]*Desk phone/,
    );
  });

  it('show the help desk in full, as text and links', () => {
    const text = readingOf(cards.help(reader, {}));
    expect(text).toContain('[410-309-0200](tel:4103090200): ask to be transferred to the Help Desk');
    expect(text).toContain(
      '[help.desk@example.com](mailto:help.desk@example.com?subject=Conferencing%20PIN)',
    );
    expect(actionsOf(cards.help(reader, {}))).toContainEqual(
      expect.objectContaining({ title: 'Create a ticket', data: { do: 'ticket' } }),
    );
  });

  it('tell an agent that no ticket waits where a desk takes them, and there alone', () => {
    const quiet = { concerns: [], more: false, page: 0, alert: false };
    const told = (deliversTickets: boolean) =>
      readingOf(createCards({ helpDesk, trial: false, deliversTickets }).today(reader, quiet));
    expect(told(true)).toContain('no ticket on its way, for more than ten minutes');
    expect(told(false)).not.toMatch(/deliver|on its way/);
    expect(told(false)).toContain('people bring them to the help desk themselves');
  });

  it('tell an agent to look for a reference only where one is named', () => {
    const loud = cards.today(reader, { concerns: [], more: false, page: 0, alert: true });
    expect(readingOf(loud)).toContain('More PINs are being changed than usual');
    expect(readingOf(loud)).not.toMatch(/Nothing|a reference to see more/);
  });

  it.each([
    [{}, 'Yes, on 3 March 2026'],
    [{ pinSet: false, pinChangedAt: null }, 'No'],
    [{ pinExpiresAt: new Date('2026-12-01T09:00:00Z') }, '1 December 2026'],
    [{ locked: 'temporary' as const }, 'Yes, for now. A new PIN lifts it.'],
    [{ locked: 'administrator' as const }, 'Yes, by an administrator. Ask the help desk.'],
  ])('tell the state of the PIN: %j', (more, words) => {
    expect(textsOf(cards.status(reader, { account: { ...account, ...more } }))).toContain(words);
  });

  it('say what "This was not me" does: a ticket, or a note and a call where tickets are not delivered', () => {
    const told = [{ attempt: change, reference: 'K7QM-2F9D', became: 'changed' as const, at: new Date() }];
    const offered = (deliversTickets: boolean) =>
      readingOf(createCards({ helpDesk, trial: false, deliversTickets }).notMeOffer(reader, { told }));
    expect(offered(true)).toContain('an urgent ticket goes to the help desk');
    expect(offered(false)).toContain('that is written down for the help desk. Call them too');
    for (const text of [true, false].map(offered)) expect(text).toContain(helpDesk.phone);
  });

  it('offer no reset where only the help desk can unlock', () => {
    const card = cards.status(reader, { account: { ...account, locked: 'administrator' } });
    expect(textsOf(card)).toContain('A meeting now?');
    expect(textsOf(card)).toContain('NAM Help Desk');
    expect(actionsOf(card).map(({ title }) => title)).toEqual(['Create a ticket', 'Help']);
  });

  it.each(notices)('tell $name in a title and a text', (facts) => {
    const [title, text] = textsOf(cards.notice(reader, facts));
    expect(title).toMatch(/^[A-Z]/);
    expect(text).toMatch(/\.$|\?$/);
  });

  it('write a date in a notice as a time of the person', () => {
    const args = { time: new Date('2026-11-30T08:00:00Z') };
    expect(readingOf(cards.notice(reader, { name: 'later', args, actions: [] }))).toContain(
      'Monday 30 November, 09:00 (GMT+1)',
    );
  });

  it('lead from a group to the private chat, and to nothing else', () => {
    const card = cards.notice(reader, {
      name: 'groupChat',
      actions: [],
      url: 'https://teams.microsoft.com/l/x',
    });
    expect(actionsOf(card)).toEqual([
      { type: 'Action.OpenUrl', title: 'Open the private chat', url: 'https://teams.microsoft.com/l/x' },
    ]);
  });
});

describe('a template', () => {
  const make = loadCard('notice', viewOf({ text: z.string() }));
  const view = { lang: 'en', title: 'Title', text: 'Text', actions: [] };

  it.each(Object.keys(view))('is refused without %s', (field) => {
    const { [field as 'text']: _, ...rest } = view;
    expect(() => make(rest as typeof view)).toThrow(CardError);
  });

  it('is refused with a field too many, and the fault carries no value', () => {
    const wrong = { ...view, pin: '73914' };
    expect(() => make(wrong)).toThrow(/unrecognized_keys/);
    expect(() => make(wrong)).not.toThrow(/73914/);
  });

  it('is refused when an expression of it is left', () => {
    const lacking = loadCard('notice', viewOf({}));
    expect(() => lacking({ lang: 'en', title: 'Title', actions: [] })).toThrow(/expression left/);
  });

  it('is refused with more actions than Teams shows', () => {
    const actions = Array.from({ length: 7 }, () => ({ type: 'Action.Submit', title: 'x' }));
    expect(() => make({ ...view, actions })).toThrow(CardError);
  });
});
