/** Why there is no package. */
export interface Problem {
  /** Where it stands, as its folder calls it. */
  file: string;
  /** What of it, such as `bots[0].botId`; empty: all of it. */
  field: string;
  /** What it should be. */
  what: string;
}

export const sentenceOf = ({ file, field, what }: Problem): string =>
  `${file}: ${field === '' ? '' : `${field} `}${what}`;
