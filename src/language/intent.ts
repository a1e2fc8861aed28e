import { rules } from './intent-rules.ts';
import type { Intent } from './intents.ts';
import { plainText, wordsOf } from './plain-text.ts';
import { holdsTypedPin } from './typed-pin.ts';

export type { Intent };

/** `pinTyped`: the message holds what looks like a PIN, which is never used, and never part of the answer. */
export type Understanding = { intent: Intent; pinTyped: boolean };

/**
 * Reads the raw text of a Teams message, in English. Never throws. Nothing that is written after the first 2,000
 * characters counts. A message that is a PIN and nothing else asks for a reset.
 */
export function understand(text: string): Understanding {
  const plain = plainText(text);
  const words = wordsOf(plain);
  const said = withoutPinning(withoutPoliteness(words));
  const intent = intentOf(plain, words, said);
  const pinTyped = (isAboutAPin(said) || isNothingMuch(said)) && holdsTypedPin(plain);
  const vague = intent === 'unclear' || intent === 'hello' || intent === 'thanks';
  return { intent: pinTyped && vague ? 'reset' : intent, pinTyped };
}

function intentOf(plain: string, words: string, said: string): Intent {
  const rule = rules.find(({ when, unless }) => when.test(said) && !unless?.test(said));
  if (rule) return rule.intent;
  const polite = politeIntent(words, said);
  if (polite) return polite;
  if (said === '' && plain.includes('?')) return 'help';
  return /^\s*[\u{1f44d}\u{1f64f}]/u.test(plain) ? 'thanks' : 'unclear';
}

const greeting =
  /\b(?:hi|hello|hey|hiya|howdy|hallo|greetings|good (?:morning|afternoon|evening|day))(?: there| bot| team| all)?\b/g;
const thanking =
  /\b(?:many )?(?:thanks|thank you|thankyou|thx|tnx|thanx|ty|cheers)(?: you)?(?: so much| very much| a lot| in advance| again)?\b/g;
const asking = /\b(?:please|pls|plz|plese|kindly|dear)\b/g;
const agreeing = /^(?:ok|okay|great|perfect|awesome|cool|nice|super|got it|good|well done|understood)$/;

function withoutPoliteness(words: string): string {
  const said = [greeting, thanking, asking].reduce((text, polite) => text.replace(polite, ' '), words);
  return said.replace(/ +/g, ' ').trim();
}

/** Which of a greeting and a thank-you came first, where a message is nothing else that is understood. */
function politeIntent(words: string, said: string): Intent | undefined {
  if (agreeing.test(said)) return 'thanks';
  const greeted = words.search(greeting);
  const thanked = words.search(thanking);
  if (greeted < 0 && thanked < 0) return undefined;
  return greeted >= 0 && (thanked < 0 || greeted < thanked) ? 'hello' : 'thanks';
}

/** Takes out "pin" as what one does with a message in Teams. "My pin this morning…" keeps it. */
function withoutPinning(words: string): string {
  const pinning =
    /(?<!\b(?:my|the|a|new|old|this|your|conference|conferencing|reset|change|forgot|set) )\bpin (?=(?:this|that|it|these|those|them|messages?|posts?|chats?|(?:the|a|my|to the|to) (?:messages?|posts?|chats?|tabs?|apps?|files?|top|start|taskbar))\b)/g;
  return words.replace(pinning, '');
}

function isAboutAPin(said: string): boolean {
  return /\b(?:pin|reset)\b/.test(said);
}

/** A message that is digits, or digits between words such as "it is … again". */
function isNothingMuch(said: string): boolean {
  return /^(?:(?:my|the|a|new|old|code|number|it|its|is|to|use|change|set|be|make|as|i|want|would|like|ok|yes|and|again|for|this|that|here|heres|try)(?: |$))*$/.test(
    said,
  );
}
