import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { makeReference, normaliseReference } from '../src/reference.ts';

const eightBytes = fc.uint8Array({ minLength: 8, maxLength: 8 });

describe('making a reference', () => {
  it('writes eight characters in two groups', () => {
    expect(makeReference(() => Uint8Array.from([19, 7, 23, 20, 2, 15, 9, 13]))).toBe('K7QM-2F9D');
  });

  it('asks for eight bytes', () => {
    const asked: number[] = [];
    makeReference((bytes) => {
      asked.push(bytes);
      return randomBytes(bytes);
    });
    expect(asked).toEqual([8]);
  });

  it('gives each character to the same number of byte values, in every place', () => {
    for (let place = 0; place < 8; place++) {
      const seen = new Map<string, number>();
      for (let value = 0; value < 256; value++) {
        const bytes = new Uint8Array(8);
        bytes[place] = value;
        const character = makeReference(() => bytes)
          .replace('-', '')
          .charAt(place);
        seen.set(character, (seen.get(character) ?? 0) + 1);
      }
      expect([seen.size, new Set(seen.values())]).toEqual([32, new Set([8])]);
    }
  });

  it('has none of the characters that are misread', () => {
    fc.assert(
      fc.property(eightBytes, (bytes) => {
        expect(makeReference(() => bytes)).toMatch(/^[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}$/);
      }),
    );
  });

  it('refuses a source that gives too little', () => {
    expect(() => makeReference(() => new Uint8Array(7))).toThrow(RangeError);
  });
});

describe('reading a reference', () => {
  it.each([
    ['K7QM-2F9D', 'K7QM-2F9D'],
    ['k7qm-2f9d', 'K7QM-2F9D'],
    ['k7qm2f9d', 'K7QM-2F9D'],
    ['k7qm 2f9d', 'K7QM-2F9D'],
    ['K7QM\u20132F9D', 'K7QM-2F9D'],
    [' K7QM-2F9D\n', 'K7QM-2F9D'],
    ['oO0i-IlL1', '0001-1111'],
  ])('reads "%s" as %s', (text, reference) => {
    expect(normaliseReference(text)).toBe(reference);
  });

  it.each([
    ['', 'nothing'],
    ['K7QM-2F9', 'too short'],
    ['K7QM-2F9DD', 'too long'],
    ['K7Q-M2F9D', 'groups of another size'],
    ['K7QM--2F9D', 'two dashes'],
    ['K7QM-2F9U', 'a U'],
    ['K7QM-2F9é', 'a letter of no use'],
    ['K7QM-2F9\u017F', 'a letter whose capital is an S'],
    ['reference K7QM-2F9D', 'words beside it'],
  ])('refuses "%s": %s', (text) => {
    expect(normaliseReference(text)).toBeUndefined();
  });

  it('reads back every reference, with or without its dash, in either case', () => {
    fc.assert(
      fc.property(eightBytes, fc.boolean(), fc.boolean(), (bytes, dash, lower) => {
        const reference = makeReference(() => bytes);
        const spoken = dash ? reference : reference.replace('-', '');
        expect(normaliseReference(lower ? spoken.toLowerCase() : spoken)).toBe(reference);
      }),
    );
  });

  it('changes nothing when it reads its own answer', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[0-9a-zA-Z]{4}[ -]?[0-9a-zA-Z]{4}$/), (text) => {
        const reference = normaliseReference(text);
        fc.pre(reference !== undefined);
        expect(normaliseReference(String(reference))).toBe(reference);
      }),
    );
  });
});
