import { describe, expect, it } from 'vitest';
import { measure } from '../../bench/language.ts';
import { corpusTags, readCorpus } from './corpus.ts';
import { rewordingsOf } from './nearness.ts';

const plain = (text: string): string => text.toLowerCase().replace(/\s+/g, '');

describe.each(corpusTags())('what people say in %s', (tag) => {
  const kept = readCorpus(tag, 'kept');
  const tune = readCorpus(tag, 'tune');

  it('is enough to measure by, and twice as much to tune on', () => {
    const [resets, others] = [kept, tune].map(
      (part) => part.filter(({ intent }) => intent === 'reset').length,
    );
    expect(resets).toBeGreaterThanOrEqual(40);
    expect(kept.length - (resets ?? 0)).toBeGreaterThanOrEqual(80);
    expect(others).toBeGreaterThanOrEqual(80);
    expect(tune.length - (others ?? 0)).toBeGreaterThanOrEqual(160);
  });

  it('is kept apart: no utterance twice, no family in both parts', () => {
    const texts = [...kept, ...tune].map(({ text }) => plain(text));
    expect(texts.filter((text, at) => texts.indexOf(text) !== at)).toEqual([]);
    const families = (part: typeof kept) => new Set(part.map(({ intent, family }) => `${intent}: ${family}`));
    expect([...families(kept)].filter((family) => families(tune).has(family))).toEqual([]);
  });

  it('is kept apart: nothing to tune on is a rewording of what is kept', () => {
    expect(rewordingsOf(kept, tune).map(({ utterance, of }) => [utterance.text, of.text])).toEqual([]);
  });
});

/** The bar where it is reached, 95 %, and otherwise what was reached less one utterance or two. English is to reach 98 %. */
const reached: Record<string, { precision: number; recall: number }> = {
  da: { precision: 0.95, recall: 0.95 },
  de: { precision: 0.95, recall: 0.95 },
  en: { precision: 0.93, recall: 0.97 },
  es: { precision: 0.95, recall: 0.95 },
  fr: { precision: 0.92, recall: 0.94 },
  it: { precision: 0.95, recall: 0.94 },
  nl: { precision: 0.95, recall: 0.95 },
  pl: { precision: 0.94, recall: 0.95 },
  'pt-BR': { precision: 0.95, recall: 0.94 },
  sv: { precision: 0.95, recall: 0.95 },
  th: { precision: 0.95, recall: 0.89 },
  'zh-CN': { precision: 0.95, recall: 0.92 },
};

describe.each(Object.entries(reached))('a wish to reset, in %s', (tag, { precision, recall }) => {
  it('is told from the rest no worse than before', () => {
    const now = measure(tag, 'kept');
    expect(now.precision).toBeGreaterThanOrEqual(precision);
    expect(now.recall).toBeGreaterThanOrEqual(recall);
  });
});
