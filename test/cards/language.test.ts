import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sayIn, type TextKey, textLocale } from '../../src/language/catalogue.ts';
import { escapeMarkdown } from '../../src/language/escape.ts';
import { formatDate, formatDay, formatTime, formatWeekday } from '../../src/language/formats.ts';

const english: Record<string, string> = JSON.parse(
  readFileSync(new URL('../../src/language/catalogues/en.json', import.meta.url), 'utf8'),
);

describe('the catalogue', () => {
  it.each(['nb-NO', 'zh-TW', 'zz', '', 'not a locale', '../en', 'en-x-anything'])(
    'speaks English to %j',
    (locale) => {
      expect(sayIn(locale)('action.cancel')).toBe('Cancel');
    },
  );

  it('writes dates as its texts are written', () => {
    expect(['en-US', 'en-GB', 'en', 'zh-TW', '?'].map(textLocale)).toEqual([
      'en-US',
      'en-GB',
      'en-GB',
      'en-GB',
      'en-GB',
    ]);
  });

  it('fills in what a text asks for, and throws without it', () => {
    const say = sayIn('en');
    expect(say('policy.history', { count: 1 })).toBe('not the PIN before');
    expect(say('policy.history', { count: 3 })).toBe('not one of your last 3 PINs');
    expect(() => say('reference')).toThrow(/reference/);
  });

  it('does not act on what is filled in', () => {
    expect(sayIn('en')('reference', { reference: '<b>{x}</b>' })).toBe('Reference <b>{x}</b>');
  });

  it.each(Object.keys(english))('has a text of ICU for %s', (key) => {
    const asked = [...english[key]!.matchAll(/\{(\w+)[,}]/g)].map(([, name]) => [name!, 1]);
    expect(sayIn('en')(key as TextKey, Object.fromEntries(asked))).toMatch(/\S/);
  });
});

describe('times', () => {
  const date = new Date('2026-11-24T13:05:00Z');

  it('are told on the clock of the reader, with the zone', () => {
    expect(formatTime(date, { locale: 'en', timeZone: 'Europe/Copenhagen' })).toBe(
      'Tuesday 24 November, 14:05 (GMT+1)',
    );
    expect(formatTime(date, { locale: 'en-US', timeZone: 'Asia/Kolkata' }).replace(/\s/gu, ' ')).toBe(
      'Tuesday, November 24, 6:35 PM (GMT+5:30)',
    );
  });

  it('know summer', () => {
    expect(
      formatTime(new Date('2026-07-01T12:00:00Z'), { locale: 'en', timeZone: 'Europe/Copenhagen' }),
    ).toBe('Wednesday 1 July, 14:00 (GMT+2)');
  });

  it('are told in UTC where the zone is not known', () => {
    expect(formatTime(date, { locale: 'en', timeZone: 'Mars/Olympus' })).toMatch(/, 13:05 \(GMT\+0\)$/);
  });

  it('name days', () => {
    const reader = { locale: 'en', timeZone: 'Pacific/Auckland' };
    expect(formatDay(date, reader)).toBe('Wednesday 25 November');
    expect(formatDate(date, reader)).toBe('25 November 2026');
    expect(formatWeekday(date, reader)).toBe('Wednesday');
  });
});

describe('escaping', () => {
  it.each([
    'Marta Silva',
    'Jean-Luc O’Neill (HR)',
    'Zoë Åström-Łukasz',
    '+1 (410) 309-0200',
    'AT&T 50 %',
    '李小龍',
  ])('leaves %s alone', (text) => {
    expect(escapeMarkdown(text)).toBe(text);
  });

  it.each([
    ['**x**', '∗∗x∗∗'],
    ['[x](https://e.example)', '(x)(https:\u200b//e.example)'],
    ['<at>all</at>', '‹at›all‹/at›'],
    ['&lt;at&gt;', '&\u200blt;at&\u200bgt;'],
    ['{{DATE(x)}}', '{\u200b{DATE(x)}}'],
    ['${x}', '$\u200b{x}'],
    ['a\r\n\tb', 'a b'],
    ['a\u0000\u202eb', 'ab'],
    ['1. x', '1.\u200b x'],
    ['# x', '#\u200b x'],
    ['- x', '-\u200b x'],
    ['www.e.example', 'www\u200b.e.example'],
    ['\ud800x', '\ufffdx'],
  ])('makes %j harmless', (text, shown) => {
    expect(escapeMarkdown(text)).toBe(shown);
  });

  it('keeps a name from right to left to itself', () => {
    expect(escapeMarkdown('مرحبا')).toBe('\u2068مرحبا\u2069');
  });

  it('keeps an emoji of several people whole', () => {
    expect(escapeMarkdown('👩‍👩‍👧')).toBe('👩‍👩‍👧');
  });

  it('caps what is too long', () => {
    expect(escapeMarkdown('x'.repeat(200), 10)).toBe(`${'x'.repeat(9)}…`);
    expect(escapeMarkdown('👍'.repeat(20), 10)).toBe(`${'👍'.repeat(9)}…`);
  });

  it('leaves no mark that anything acts upon, whatever comes', () => {
    const nasty = fc.string({
      unit: fc.constantFrom(...'*_~`[]<>\\{}$()#>-|&:/w. \n\ud83d\u200f'),
      maxLength: 60,
    });
    fc.assert(
      fc.property(fc.oneof(nasty, fc.string({ unit: 'binary' })), (text) => {
        const shown = escapeMarkdown(text);
        expect(shown).not.toMatch(/[*_~`[\]<>\\|]|\{\{|\$\{|:\/\/|[\r\n]/);
        expect(shown.isWellFormed()).toBe(true);
      }),
    );
  });
});
