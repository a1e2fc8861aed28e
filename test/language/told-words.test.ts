import { describe, expect, it } from 'vitest';
import { toldWords } from '../../scripts/learn/told-words.ts';
import { languages } from '../../src/language/catalogue.ts';
import { understand } from '../../src/language/intent.ts';

describe.each(languages)('what people are told to write in %s', (language) => {
  it.each(toldWords(language))('as $key says it, “$text”, means $intent', ({ text, intent }) => {
    expect(understand(text, language)).toMatchObject({ intent, language });
  });
});
