import { sayIn } from './catalogue.ts';
import { plainText } from './plain-text.ts';

/**
 * Whether somebody says that they are signed in on their phone: as the buttons say it, or by their first word, "yes" of
 * "Yes, signed in". "OK" is none of these: it may mean that they will be.
 */
export function saysSignedIn(text: string, locale: string): boolean | undefined {
  const say = sayIn(locale);
  const spoken = (words: string) => (plainText(words).match(/[\p{L}\p{M}]+/gu) ?? []) as string[];
  const typed = spoken(text);
  const fits = (title: string) => {
    const words = spoken(title);
    return typed.join(' ') === words.join(' ') || (typed.length === 1 && typed[0] === words[0]);
  };
  if (fits(say('action.signedIn'))) return true;
  return fits(say('action.notSignedIn')) ? false : undefined;
}
