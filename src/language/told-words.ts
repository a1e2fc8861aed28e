import { sayIn, type TextKey } from './catalogue.ts';
import { type Understanding, understand } from './intent.ts';
import { latest } from './latest.ts';

/** What the bot tells people to write, or has on its buttons: most of what is written is one of these. */
const told: readonly TextKey[] = [
  'action.reset',
  'action.status',
  'action.whatFor',
  'action.help',
  'action.phoneSteps',
  'action.cancel',
];

const toldIn = latest<ReadonlyMap<string, Understanding>>(50);

/**
 * What a message asks for, as `understand` says; what the bot itself has told is read once for each locale. Nothing that
 * people have put into words of their own is kept, because a PIN may be in it.
 */
export function understandAgain(text: string, locale: string): Understanding {
  const known = toldIn(locale, () => {
    const texts = told.map((key) => sayIn(locale)(key).toLowerCase());
    return new Map(texts.map((each) => [each, Object.freeze(understand(each, locale))]));
  });
  return known.get(text.trim().toLowerCase()) ?? understand(text, locale);
}
