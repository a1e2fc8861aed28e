import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Card, type Cards, createCards } from '../../src/bot/cards/cards.ts';
import en from '../../src/language/catalogues/en.json' with { type: 'json' };
import type { PinAccount } from '../../src/pin/backend.ts';
import {
  actionsOf,
  inputsOf,
  nodesOf,
  renderersComplaints,
  textsOf,
  unknownProperties,
} from './card-parts.ts';
import { account, helpDesk, notices, policy, reader, sampleCards } from './samples.ts';

const now = (): Date => new Date('2026-11-24T13:05:00Z');
const cards = createCards({ helpDesk, trial: true }, now);
const bare = createCards({ helpDesk: { name: 'Help desk' }, trial: false }, now);
const samples = Object.entries(sampleCards(cards));

describe.each(samples)('the card %s', (_, card) => {
  it('is understood by the renderer without a complaint', () => {
    expect(renderersComplaints(card)).toEqual([]);
  });

  it('keeps to Adaptive Cards 1.5', () => {
    expect(card.version).toBe('1.5');
    expect(unknownProperties(card)).toEqual([]);
  });

  it('is changed by nobody, since it may be shown again', () => {
    expect(nodesOf(card).filter((node) => !Object.isFrozen(node))).toEqual([]);
    expect(Object.isFrozen(card.body)).toBe(true);
  });

  it('has nothing left to fill in', () => {
    expect(JSON.stringify(card)).not.toMatch(/\$\{|undefined|\[object|Invalid Date|\bNaN\b/);
    const empty = inputsOf(card).filter(({ value }) => value === '');
    expect(textsOf(card).filter((text) => text.trim() === '')).toHaveLength(empty.length);
  });

  it('has a heading, wraps every text, and says its language', () => {
    const blocks = nodesOf(card).filter(({ type }) => type === 'TextBlock');
    expect(blocks.filter(({ style }) => style === 'heading')).toHaveLength(1);
    expect(blocks.filter(({ wrap }) => wrap !== true)).toEqual([]);
    expect(card.lang).toBe('en');
  });

  it('has at most six actions, with titles that fit', () => {
    const titles = actionsOf(card).map(({ title }) => String(title));
    expect(titles.length).toBeLessThanOrEqual(6);
    expect(titles.filter((title) => title.length > 40 || title === '')).toEqual([]);
  });

  it('sends the same whichever action a client knows', () => {
    const executes = actionsOf(card).filter(({ type }) => type === 'Action.Execute');
    for (const { verb, data, title, fallback, associatedInputs } of executes) {
      expect(fallback).toMatchObject({ type: 'Action.Submit', title, data });
      expect((fallback as { associatedInputs?: string }).associatedInputs).toBe(associatedInputs);
      expect(data).toMatchObject({ do: verb });
    }
  });

  it('labels every input, and says what is wrong with it wherever it can be wrong', () => {
    for (const input of inputsOf(card)) {
      expect(input).toMatchObject({ id: expect.stringMatching(/./), label: expect.stringMatching(/./) });
      if (input.isRequired || input.regex) expect(input.errorMessage).toMatch(/./);
      if (input.style === 'password') expect(input).not.toHaveProperty('value');
    }
  });

  it('speaks calmly', () => {
    expect(textsOf(card).filter((text) => /!|oops/i.test(text))).toEqual([]);
  });
});

describe('the samples', () => {
  it('hold every card that there is', () => {
    const made = new Set<string>();
    const noting: ProxyHandler<Cards> = {
      get(all, name) {
        made.add(String(name));
        return Reflect.get(all, name);
      },
    };
    sampleCards(new Proxy(cards, noting));
    expect([...made].sort()).toEqual(Object.keys(cards).sort());
  });

  it('hold every short card that there is', () => {
    const titled = Object.keys(en).flatMap((key) => /^notice\.(.+)\.title$/.exec(key)?.[1] ?? []);
    const shown = notices.map(({ name }) => name as string);
    expect(titled.filter((name) => !shown.includes(name))).toEqual([]);
  });
});

describe('cards', () => {
  it('share nothing with one another, though they are made of the same facts', () => {
    const once = cards.status(reader, { account });
    const elsewhere = createCards({ helpDesk, trial: true }, now).status(reader, { account });
    expect(elsewhere).toEqual(once);
    const shared = new Set(nodesOf(once));
    expect(nodesOf(elsewhere).filter((node) => shared.has(node))).toEqual([]);
  });

  it('name no help desk but the general one where the settings hold none', () => {
    const texts = textsOf(bare.noForm(reader, { reason: 'away' }));
    expect(texts).toContain('Ask your company’s help desk.');
    expect(texts.join()).not.toMatch(/tel:|mailto:|ticket/);
  });
});

describe('hostile names', () => {
  const mischief = fc.constantFrom(
    '**bold**',
    '[click](https://evil.example)',
    '${account.userId}',
    '{{DATE(2026-01-01T00:00:00Z)}}',
    '{{TIME(x)}}',
    '<at>Everyone</at>',
    '<script>alert(1)</script>',
    '`code`',
    '# heading',
    '- list',
    '1. list',
    '> quote',
    '\r\n\r\n',
    '\u202eevil',
    '👩‍👩‍👧',
    'مرحبا',
    '&lt;at&gt;',
    'https://evil.example',
    '\ud800',
    '"}]',
    '\\',
  );
  const name = fc
    .array(fc.oneof(mischief, fc.string({ unit: 'grapheme', maxLength: 30 })), { minLength: 1, maxLength: 6 })
    .map((parts) => parts.join(' '));
  const person: fc.Arbitrary<PinAccount> = fc.record({
    userId: fc.uuid(),
    displayName: fc.option(name),
    phoneNumber: fc.option(name),
    extension: fc.option(name),
    pinSet: fc.boolean(),
    pinChangedAt: fc.option(fc.date({ noInvalidDate: true })),
    pinExpiresAt: fc.option(fc.date({ noInvalidDate: true })),
    locked: fc.constantFrom('no', 'temporary', 'administrator'),
    deskPhones: fc.option(
      fc.array(fc.record({ model: name, location: fc.option(name, { nil: undefined }) })),
    ),
    policy: fc.constant(policy),
  });

  it('change no card but by their letters', () => {
    fc.assert(
      fc.property(person, (someone) => {
        for (const card of Object.values(sampleCards(cards, someone))) expect(faultsOf(card)).toEqual([]);
      }),
      { numRuns: 40 },
    );
  });
});

/** What a name could have done to a card. Bold, and links to the help desk and the bot, are the catalogue's own. */
function faultsOf(card: Card): string[] {
  const shown = textsOf(card)
    .map((text) => text.replace('https://teams.microsoft.com/l/chat/', ''))
    .map((text) => text.replace(/\*\*[^*]*\*\*/g, '').replace(/\[[^\]]*\]\((tel|mailto):[^)]*\)/g, ''))
    .filter((text) => /[*_`~<>[\]\\]|\{\{|\$\{|:\/\/|[\r\n\u202e]/.test(text));
  return [...shown, ...renderersComplaints(card), ...unknownProperties(card)];
}
