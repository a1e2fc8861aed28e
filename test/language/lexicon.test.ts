import { describe, expect, it } from 'vitest';
import { faultsOfLexicon, hasLexicon, lexiconFaults } from '../../scripts/languages/lexicon.ts';
import { languages } from '../../src/language/catalogue.ts';
import { lexiconOf } from '../../src/language/lexicon.ts';
import { readIn } from '../../src/language/reading.ts';
import { corpusTags } from './corpus.ts';

const english = lexiconOf(
  `# for the reader
pin: pin, pin code, code
forget: forgot, forg*
refuse: not accept*, wrong
not: not
wrong: wrong
name: 's`,
  ['anna', 'pin'],
);
const concepts = (text: string, lexicon = english) =>
  lexicon.read(text.split(' ')).map((meaning) => meaning.concepts.join('+') || meaning.words);

describe('a lexicon', () => {
  it('reads the longest expression that fits', () => {
    expect(concepts('my pin code pin')).toEqual(['my', 'pin', 'pin']);
    expect(concepts('not accept not')).toEqual(['refuse', 'not']);
  });

  it('takes a stem with any ending, on the last word of an expression', () => {
    expect(concepts('forgetting forgive fork')).toEqual(['forget', 'forget', 'fork']);
    expect(concepts('not accepted accepted')).toEqual(['refuse', 'accepted']);
  });

  it('gives a word all that it may mean', () => {
    expect(concepts('wrong')).toEqual(['refuse+wrong']);
  });

  it('knows people’s names, also of what is theirs, but for those that are words', () => {
    expect(concepts('anna annas pin')).toEqual(['name', 'name', 'pin']);
  });

  it('puts right what is one slip away, and takes apart what was written as one', () => {
    expect(english.respelt(['frogot', 'codde', 'pincode', 'zebra'])).toEqual([
      'forgot',
      'code',
      'pin',
      'code',
      'zebra',
    ]);
  });

  it('needs no blanks in Chinese and Thai, and keeps to whole words of Latin letters in them', () => {
    const chinese = lexiconOf('pin: pin, 会议密码\nforget: 忘记, 忘\nmeeting: 会议');
    expect(concepts('我忘记了会议密码', chinese)).toEqual(['我', 'forget', '了', 'pin']);
    expect(concepts('我忘了pin', chinese)).toEqual(['我', 'forget', '了', 'pin']);
    expect(concepts('opinion会议', chinese)).toEqual(['opinion', 'meeting']);
    const thai = lexiconOf('pin: พิน\nforget: ลืม');
    expect(concepts('ลืมพิน', thai)).toEqual(['forget', 'pin']);
  });

  it('reads accents as the letters below them', () => {
    expect(concepts('oublie', lexiconOf('forget: oublié'))).toEqual(['forget']);
    expect(concepts('haslo', lexiconOf('password: hasło'))).toEqual(['password']);
  });
});

describe('the lexicons', () => {
  // A language may come without one; those that there are utterances of have one.
  it.each(corpusTags())('of %s is there', (language) => {
    expect(hasLexicon(language)).toBe(true);
  });

  it.each(languages)('of %s has words for every concept', (language) => {
    expect(lexiconFaults(language)).toEqual([]);
  });

  it('take no letter for a name', () => {
    expect(readIn('en', ['s']).has('name')).toBe(false);
    expect(readIn('en', ['anna']).has('name')).toBe(true);
  });
});

describe('the check of a lexicon', () => {
  const wanted = 'pin: pin\nforget: forgot';

  it.each([
    ['a concept without words', 'pin: Geheimzahl', ['forget']],
    ['a concept that there is not', 'pin: a\nforget: b\nhunger: c', ['hunger']],
    ['an empty word', 'pin: a, , b\nforget: c', ['pin']],
    ['a beginning that is too short', 'pin: pi*\nforget: c', ['pin']],
    ['a number beside the PIN', 'pin: pin\nforget: 24 pin', ['forget']],
    ['a line that is none', 'pin: a\nforget: b\nvergessen', ['vergessen']],
  ])('finds %s', (_, text, keys) => {
    expect(faultsOfLexicon(text, wanted).map(({ key }) => key)).toEqual(keys);
  });

  it('finds nothing else', () => {
    expect(faultsOfLexicon('# Wörter\n\npin: Pin, Code\nforget: vergess*', wanted)).toEqual([]);
  });
});
