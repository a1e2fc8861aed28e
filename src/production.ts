/**
 * Whether NODE_ENV means production: all but `development`, `test` and nothing do. A word that is misspelt must not take
 * away the guard that it was written for.
 */
export function isProduction(nodeEnv: string | undefined): boolean {
  return !['', 'development', 'test'].includes(nodeEnv?.trim() ?? '');
}

/** What a message says of it: not the word itself, for no setting's value is repeated. */
export const underProduction = 'under NODE_ENV=production (any but development and test counts as that)';
