import { describe, expect, it } from 'vitest';
import { createCards } from '../../src/bot/cards/cards.ts';
import { readDeskCommand } from '../../src/helpdesk/desk-command.ts';
import { languages, sayIn } from '../../src/language/catalogue.ts';
import { textsOf } from '../cards/card-parts.ts';

const cards = createCards({ helpDesk: { name: 'Help desk' }, trial: false });

describe('what an agent writes', () => {
  it.each([
    ['find K7QM-2F9D', { kind: 'find', what: 'k7qm-2f9d' }],
    ['<at>PIN bot</at> Find  Robin   Castellan ', { kind: 'find', what: 'robin castellan' }],
    ['FIND robin@contoso.example', { kind: 'find', what: 'robin@contoso.example' }],
    ['find', { kind: 'find', what: '' }],
    ['Today', { kind: 'today' }],
    ['offer a reset to Robin', { kind: 'offer', what: 'robin' }],
  ])('is a command: "%s"', (text, command) => {
    expect(readDeskCommand(text, 'en-GB')).toEqual(command);
  });

  it.each([
    'finding my PIN',
    'today my pin expired',
    'I cannot find my pin',
    'offer a reset',
    'reset my PIN',
    '',
  ])('is none: "%s"', (text) => {
    expect(readDeskCommand(text, 'en')).toBeUndefined();
  });

  it.each(languages)('is understood in %s, and in English there too', (language) => {
    const say = sayIn(language);
    for (const word of say('desk.word.find').split('|'))
      expect(readDeskCommand(`${word} Robin`, language)).toEqual({ kind: 'find', what: 'robin' });
    for (const word of say('desk.word.today').split('|'))
      expect(readDeskCommand(word, language)).toEqual({ kind: 'today' });
    for (const word of say('desk.word.offer').split('|'))
      expect(readDeskCommand(`${word} Robin`, language)).toEqual({ kind: 'offer', what: 'robin' });
    expect(readDeskCommand('find Robin', language)).toEqual({ kind: 'find', what: 'robin' });
  });

  it.each(languages)('is what their help tells them to write in %s', (language) => {
    const help = textsOf(cards.help({ locale: language, timeZone: 'UTC' }, { deskWordsIn: language }));
    const told = help.flatMap((text) => /^\*\*(.+?)\*\*/.exec(text)?.[1] ?? []);
    const commands = told.map((words) => readDeskCommand(words.replace('…', 'Robin'), language));
    expect(commands.filter((each) => each !== undefined)).toEqual([
      { kind: 'find', what: 'robin' },
      { kind: 'today' },
      { kind: 'offer', what: 'robin' },
    ]);
  });
});
