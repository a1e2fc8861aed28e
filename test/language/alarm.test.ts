import { describe, expect, it } from 'vitest';
import { sayIn } from '../../src/language/catalogue.ts';
import { understand } from '../../src/language/intent.ts';
import { corpusTags, readCorpus } from './corpus.ts';
import { rewordingsOf } from './nearness.ts';

const tags = corpusTags();
const isAlarm = (text: string, tag: string): boolean => understand(text, tag).intent === 'notMe';
const shareOf = (said: { text: string; tag: string }[]): number =>
  said.filter(({ text, tag }) => isAlarm(text, tag)).length / said.length;
const saidIn = (part: 'kept' | 'alarm.kept') =>
  tags.flatMap((tag) => readCorpus(tag, part).map(({ text }) => ({ text, tag })));

describe('an alarm', () => {
  it('is heard in most of the words that nothing was learned from', () => {
    expect(shareOf(saidIn('alarm.kept'))).toBeGreaterThanOrEqual(0.75);
  });

  it('is hardly ever heard where people want something else', () => {
    expect(shareOf(saidIn('kept'))).toBeLessThanOrEqual(0.005);
  });

  it.each(tags)('is what the button says, in %s', (tag) => {
    expect(isAlarm(sayIn(tag)('action.notMe'), tag)).toBe(true);
  });

  it.each([
    'that was not me',
    "that wasn't me",
    'not me',
    "I didn't change my PIN",
    'somebody changed my pin',
    'someone else reset my pin',
    'my account was hacked',
  ])('is "%s"', (text) => {
    expect(isAlarm(text, 'en')).toBe(true);
  });

  it.each([
    ['who changed my PIN?', 'status'],
    ["that's not what I meant", 'cancel'],
    ["my new PIN doesn't work", 'notWorkingAfterChange'],
    ['thanks', 'thanks'],
    ['no', 'cancel'],
  ])('is not "%s"', (text, intent) => {
    expect(understand(text, 'en').intent).toBe(intent);
  });
});

describe.each(tags)('what tells alarms, in %s', (tag) => {
  it('is kept apart: nothing to learn from is a rewording of what is kept', () => {
    const kept = [...readCorpus(tag, 'alarm.kept'), ...readCorpus(tag, 'kept')];
    const again = rewordingsOf(kept, readCorpus(tag, 'alarm.tune'));
    expect(again.map(({ utterance, of }) => [utterance.text, of.text])).toEqual([]);
  });
});
