import { sayIn, type TextKey } from './catalogue.ts';
import { type Understanding, understand } from './intent.ts';
import { latest } from './latest.ts';

/** What the bot tells people to write, or has on its buttons: most of what is written is one of these. */
export const told: readonly TextKey[] = [
  'action.reset',
  'action.status',
  'action.whatFor',
  'action.help',
  'action.phoneSteps',
  'action.cancel',
];

/** Of as many locales as there are texts kept for. */
const toldIn = latest<ReadonlySet<string>>(500);
const understood = latest<Understanding>(500 * told.length);

/**
 * What a message asks for, as `understand` says; what the bot itself has told is understood once for each locale. Nothing
 * that people have put into words of their own is kept, because a PIN may be in it.
 */
export function understandAgain(text: string, locale: string): Understanding {
  const texts = toldIn(locale, () => new Set(told.map((key) => sayIn(locale)(key).toLowerCase())));
  const plain = text.toLowerCase();
  if (!texts.has(plain)) return understand(text, locale);
  return understood(`${locale}\n${plain}`, () => Object.freeze(understand(plain, locale)));
}
