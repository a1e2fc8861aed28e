import { existsSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { languages, sayIn } from '../../src/language/catalogue.ts';
import { understand } from '../../src/language/intent.ts';

const hasWords = (language: string): boolean =>
  existsSync(new URL(`../../src/language/words/${language}.json`, import.meta.url));

describe.each(languages.filter(hasWords))('what people are told to write in %s', (language) => {
  const say = sayIn(language);

  it.each([
    ['help.reset', 'reset'],
    ['help.status', 'status'],
    ['help.whatFor', 'whatFor'],
    ['help.stop', 'reminderDone'],
  ] as const)('in bold, in %s, means %s', (key, intent) => {
    const told = /\*\*(.+?)\*\*/.exec(say(key))?.[1] ?? '';
    expect([told, understand(told, language).intent]).toEqual([told, intent]);
  });

  it.each([
    ['welcome.private', 'reset'],
    ['changed.phones.reminder', 'reminderDone'],
  ] as const)('in quotes, in %s, means %s', (key, intent) => {
    const told = /[“„«「”](.+?)[”“»」]/u.exec(say(key))?.[1] ?? '';
    expect([told, understand(told, language).intent]).toEqual([told, intent]);
  });

  it.each([
    ['action.reset', 'reset'],
    ['action.status', 'status'],
    ['action.whatFor', 'whatFor'],
    ['action.cancel', 'cancel'],
    ['action.reminderDone', 'reminderDone'],
  ] as const)('on the button %s means %s when it is written', (key, intent) => {
    expect([say(key), understand(say(key), language).intent]).toEqual([say(key), intent]);
  });
});
