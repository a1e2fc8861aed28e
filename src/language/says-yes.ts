import { languageOf } from './language-of.ts';
import { plainText } from './plain-text.ts';
import { readIn } from './reading.ts';
import { tokensOf } from './tokens.ts';

/** Says yes and nothing else, read in the language of the question: "tak" is thanks in Danish, and yes in Polish. */
export function saysYes(text: string, locale: string): boolean {
  const { meanings } = readIn(languageOf([], locale).read, tokensOf(plainText(text)));
  const said = meanings.filter(({ words }) => words !== ',' && words !== '✓');
  return said.length > 0 && said.every(({ concepts }) => concepts.includes('yes'));
}
