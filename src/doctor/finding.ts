import type { Settings } from '../config.ts';
import type { Asked } from './arguments.ts';

/** What one look has found. `unsure` is what cannot be told from here. */
export interface Finding {
  verdict: 'fine' | 'wrong' | 'unsure';
  /** What was looked at, such as `store`. */
  about: string;
  /** A sentence without its full stop. Never a secret, a token or a text that somebody else has written. */
  what: string;
  /** What to do about it, in whole sentences. */
  mend?: string;
}

/** What the looks go by. */
export interface Deployment {
  settings: Settings;
  asked: Asked;
  /** The environment and `.env`, as the settings were read from them. */
  variables: Readonly<Record<string, string | undefined>>;
}

/** Never throws what it foresees: each outcome is a finding. */
export type Look = (deployment: Deployment) => Promise<Finding[]>;

export const fine = (about: string, what: string): Finding => ({ verdict: 'fine', about, what });
export const wrong = (about: string, what: string, mend: string): Finding => ({
  verdict: 'wrong',
  about,
  what,
  mend,
});
export const unsure = (about: string, what: string, mend?: string): Finding => ({
  verdict: 'unsure',
  about,
  what,
  ...(mend === undefined ? {} : { mend }),
});

const words = { fine: 'fine  ', wrong: 'WRONG ', unsure: 'unsure' };

/** One line of the output. */
export function lineOf({ verdict, about, what, mend }: Finding): string {
  return `${words[verdict]}  ${about}: ${what}.${mend === undefined ? '' : ` ${mend}`}`;
}

/** A word of somebody else's, such as a claim of a token, in a form that can stand in a line: short and without controls. */
export function quoted(text: unknown): string {
  if (typeof text !== 'string') return 'none';
  const plain = text.slice(0, 80).replace(/[^\x20-\x7e]/g, '?');
  return `"${plain}"${text.length > 80 ? '…' : ''}`;
}

/** `1 minute`, `2 minutes`. */
export const counted = (count: number, one: string): string => `${count} ${one}${count === 1 ? '' : 's'}`;
