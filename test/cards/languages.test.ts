import { describe, expect, it } from 'vitest';
import { createCards } from '../../src/bot/cards/cards.ts';
import { languages } from '../../src/language/catalogue.ts';
import { nodesOf, readingOf, renderersComplaints } from './card-parts.ts';
import { account, helpDesk, reader, sampleCards } from './samples.ts';

const now = (): Date => new Date('2026-11-24T13:05:00Z');
const cards = createCards({ helpDesk, trial: true }, now);
const samplesIn = (locale: string) =>
  Object.entries(sampleCards(cards, account, { locale, timeZone: reader.timeZone }));

describe.each(languages)('the cards in %s', (language) => {
  const samples = samplesIn(language);

  it('are understood by the renderer without a complaint', () => {
    expect(samples.flatMap(([, card]) => renderersComplaints(card))).toEqual([]);
  });

  it('have nothing left to fill in', () => {
    const unfinished = /\$\{|[{}]|undefined|\[object|Invalid Date|\bNaN\b/;
    expect(samples.filter(([, card]) => unfinished.test(readingOf(card))).map(([name]) => name)).toEqual([]);
  });

  it('say which language that is', () => {
    expect(new Set(samples.map(([, card]) => card.lang))).toEqual(new Set([language.split('-', 1)[0]]));
  });

  it('have the same elements as in English', () => {
    const shapes = (locale: string) =>
      samplesIn(locale).map(([name, card]) => [name, nodesOf(card).map(({ type, id }) => [type, id])]);
    expect(shapes(language)).toEqual(shapes('en'));
  });
});
