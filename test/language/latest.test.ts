import { describe, expect, it } from 'vitest';
import { latest } from '../../src/language/latest.ts';

function keepingTwo() {
  const made: string[] = [];
  const keep = latest<string>(2);
  const make = (key: string) => {
    made.push(key);
    return key.toUpperCase();
  };
  return { made, ask: (key: string) => keep(key, () => make(key)) };
}

describe('what is kept of what is costly to make', () => {
  it('is made once', () => {
    const { made, ask } = keepingTwo();
    expect([ask('a'), ask('a'), ask('b'), ask('a')]).toEqual(['A', 'A', 'B', 'A']);
    expect(made).toEqual(['a', 'b']);
  });

  it('is no more than so many, those that were asked for last', () => {
    const { made, ask } = keepingTwo();
    for (const key of ['a', 'b', 'a', 'c', 'a', 'b']) ask(key);
    expect(made).toEqual(['a', 'b', 'c', 'b']);
  });
});
