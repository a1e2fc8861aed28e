import { expect, it } from 'vitest';
import { afterQuestion } from '../../src/bot/answer-words.ts';
import { understand } from '../../src/language/intent.ts';

const asked = { question: 'reset', locale: 'en', at: 0 } as const;
const minutes = (many: number) => new Date(many * 60_000);
const said = (text: string, locale = 'en') => ({
  kind: 'words' as const,
  text,
  understood: understand(text, locale),
});

it('"yes" is the answer to the question whether the PIN is to be reset', () => {
  expect(afterQuestion(said('Yes, please!'), asked, minutes(5)).intent).toBe('reset');
});

it('"yes" some time later is about something else', () => {
  const words = said('yes');
  expect(afterQuestion(words, asked, minutes(5.1))).toBe(words.understood);
});

it('"yes" does not say which of two things is wanted, and ends nothing', () => {
  expect(afterQuestion(said('yes'), { ...asked, question: 'which' }, minutes(1)).intent).toBe('unclear');
});

it('is read in the language of the question', () => {
  expect(understand('tak', 'pl').intent).toBe('thanks');
  expect(afterQuestion(said('tak', 'pl'), { ...asked, locale: 'pl' }, minutes(1))).toMatchObject({
    intent: 'reset',
    language: 'pl',
  });
});

it.each(['no', 'cancel', 'yes, I am signed in', 'what is my PIN', 'yes 739146', ''])(
  '"%s" means what it always does',
  (text) => {
    const words = said(text);
    expect(afterQuestion(words, asked, minutes(1))).toBe(words.understood);
  },
);
