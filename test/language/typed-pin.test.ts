import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { understand } from '../../src/language/intent.ts';

describe('a PIN typed into the chat', () => {
  it.each([
    'reset my pin to 73914',
    'reset my pin to 73 914',
    'my new pin: 7-3-9-1-4',
    'my pin is 0042',
    'PIN=73914',
    'pin73914',
    'set pin to 2019',
    'reset my pin to\u00a0\uff17\uff13\uff19\uff11\uff14',
    'reset my pin &#55;3914',
    'pin \u0667\u0663\u0669\u0661\u0664',
    'reset +14103090200 73914',
    'my extension is 0200 and my pin 73914',
    'new pin 73914, again 73914',
    'reset pin 123456789012345678901234',
    '73914',
    '2019',
    '73914!',
    'it is 73914, thanks',
    'Hi, 73914 please',
    'use 73914',
    '73914 73914 73914 73914 73914',
    '1234567890123456789012345678901234567890',
  ])('is seen, and answered as a reset: "%s"', (text) => {
    expect(understand(text)).toMatchObject({ intent: 'reset', pinTyped: true });
  });

  it.each([
    ['is my pin 73914 set', 'status'],
    ['my voicemail pin is 4711', 'otherPin'],
    ["don't reset my pin to 73914", 'cancel'],
  ])('is seen whatever else is asked: "%s"', (text, intent) => {
    expect(understand(text)).toMatchObject({ intent, pinTyped: true });
  });

  it.each([
    ['reset my pin', 'no digits'],
    ['reset my pin 123', 'three digits'],
    ['reset my pin on 2 phones', 'a number of things'],
    ['reset my pin, call me on +1 (410) 309-0200', 'a telephone number'],
    ['reset my pin +14103090200', 'a telephone number'],
    ['reset my pin, reference K7QM-2F9D', 'a reference'],
    ['my pin expired in 2024', 'a year'],
    ['my pin expired on 12 May 2024', 'a date in words'],
    ['my pin expired on May 12, 2024', 'a date in words'],
    ['my pin expired 2024-05-12', 'a date'],
    ['my pin expired 12.05.2024', 'a date'],
    ['my pin expired at 10:30:15', 'a time'],
    ['new pin for my meeting 9:00-16:00', 'times'],
    ['reset my pin, my extension is 0200', 'an extension'],
    ['reset my pin, ticket #123456', 'a ticket'],
    ['reset the pin of my HP 4110', 'a model'],
    ['reset the pin of my Aastra 6721ip', 'a model'],
    ['reset pin, see https://example.com/articles/123456', 'an address'],
  ])('is not seen in "%s": %s', (text) => {
    expect(understand(text)).toMatchObject({ intent: 'reset', pinTyped: false });
  });

  it.each(['call me at 4103090200', '+14103090200', '10:30', '12'])(
    'is not seen without a word of PINs: "%s"',
    (text) => {
      expect(understand(text).pinTyped).toBe(false);
    },
  );

  it('is seen at any length of 4 to 24, alone or asked for, and its digits are not in the answer', () => {
    const separator = fc.constantFrom('', ' ', '-', '\u00a0', '\u2013');
    fc.assert(
      fc.property(
        fc.stringMatching(/^\d{4,24}$/),
        separator,
        fc.constantFrom('', 'reset my pin to ', 'my pin is '),
        (pin, between, before) => {
          const typed = [...pin].join(between);
          expect(understand(before + typed)).toMatchObject({ intent: 'reset', pinTyped: true });
        },
      ),
    );
  });

  it.each([
    ['mein PIN 73914 vergessen', 'de'],
    ['min pin 73914', 'da'],
    ['min pin 73914', 'sv'],
    ['mon pin 73914 est bloqué', 'fr'],
    ['reset 73914 pin', 'en'],
    ['I forgot 73914', 'en'],
    ['73914 is wrong', 'en'],
    ['73914?', 'en'],
    ['我的PIN是73914', 'zh-CN'],
    ['พินของผมคือ 73914', 'th'],
  ])('is seen in every language, wherever it stands: "%s" (%s)', (text, language) => {
    expect(understand(text, language).pinTyped).toBe(true);
  });

  it.each([
    ['Mein Telefon: 4103090200, bitte Rückruf', 'de'],
    ['PIN vergessen, meine Durchwahl ist 4711', 'de'],
    ['seit Mai 2024 ist meine pin abgelaufen', 'de'],
    ['pin im Raum 2031 geht nicht', 'de'],
    ['mon pin a expiré en 2024', 'fr'],
    ['olvidé mi pin, mi extensión es 4711', 'es'],
    ['meu PIN expirou em 2024, ramal 4711', 'pt-BR'],
    ['pin scaduto dal 2023', 'it'],
    ['zapomniałem pin, zgłoszenie 123456', 'pl'],
    ['min pin gick ut i maj 2024', 'sv'],
    ['pin kwijt, zaal 4102', 'nl'],
    ['我的PIN忘了,分机号是4711', 'zh-CN'],
    ['ลืมพิน เบอร์ต่อ 4711', 'th'],
  ])('is not seen in a number of something else, in any language: "%s" (%s)', (text, language) => {
    expect(understand(text, language).pinTyped).toBe(false);
  });

  it.each([
    ['setze PIN auf 2019', 'de'],
    ['ändere die PIN von 2018 auf 2019', 'de'],
    ['Durchwahl 4711, PIN 73914', 'de'],
    ['Durchwahl 4711 und PIN 73914', 'de'],
    ['mettre le pin 2019', 'fr'],
    ['nuovo pin 1234567890', 'it'],
    ['set the pin of the room phone to 73914', 'en'],
    ['change pin for extension to 73914', 'en'],
    ['the room phone wants a code and mine is 73914', 'en'],
    ['my pin expired please set it to 2019', 'en'],
    ['my expired pin was 2019', 'en'],
    ['my code is 1234567890', 'en'],
    ['my phone does not accept 1234567890 pin', 'en'],
    ['PIN im Raum auf 73914 setzen', 'de'],
    ['setze die PIN für meine Durchwahl auf 73914', 'de'],
    ['meine abgelaufene PIN war 2019', 'de'],
    ['PIN geht nicht, Durchwahl eingegeben, 73914', 'de'],
    ['PIN vergessen, bin im Raum\n73914', 'de'],
    ['Durchwahl 4711 73914 pin vergessen', 'de'],
    ['mein code ist 1234567890', 'de'],
    ['cambia mi pin de la extensión a 73914', 'es'],
    ['mi pin de sala es 0042', 'es'],
    ['il mio pin della sala è 73914', 'it'],
    ['我的PIN在会议室是73914', 'zh-CN'],
    ['mi pin es 0042', 'es'],
  ])('is seen where a number could be another: "%s" (%s)', (text, language) => {
    expect(understand(text, language).pinTyped).toBe(true);
  });
});
