/**
 * Digits with what people put between them: blanks, dashes and what nobody sees, and one mark such as a full stop. A colon is a
 * time's.
 */
const run =
  /\p{N}(?:[\s\p{Pd}\p{Cf}\p{M}\u2212\u00b7_]*[.,/*#]?[\s\p{Pd}\p{Cf}\p{M}\u2212\u00b7_]*\p{N}){3,}\p{M}*/gu;

/** Stands in the place of digits that may be a PIN, whatever their number. */
export const mask = '••••';

/**
 * Takes every run of four or more digits out of what a person has written for the help desk, for it may be a PIN. Numbers
 * of other scripts, and signs such as ②, count as digits.
 *
 * @returns the text, and whether anything was taken out of it
 */
export function masked(text: string): { text: string; isMasked: boolean } {
  const result = text.replace(run, mask);
  return { text: result, isMasked: result !== text };
}
