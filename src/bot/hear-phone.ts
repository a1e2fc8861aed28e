import type { TurnContext } from 'botbuilder';
import { languageOf } from '../language/language-of.ts';
import { plainText } from '../language/plain-text.ts';
import { saysSignedIn } from '../language/says-signed-in.ts';
import { tokensOf } from '../language/tokens.ts';
import { allFamilies, familyOf } from '../phones/families.ts';
import type { Said, SignIn } from '../phones/sign-in.ts';
import type { CardData } from './card-data.ts';
import type { Heard } from './dialogs/phone-sign-in.ts';
import { saidIn, type TurnSaid } from './turn-said.ts';

type Words = Extract<TurnSaid['said'], { kind: 'words' }>;

/** What a turn says to the dialog of signing in on a phone. */
export function hearPhone(context: TurnContext, signIn: SignIn | undefined): Heard {
  const { said, chat } = saidIn(context);
  if (said.kind === 'button') return heardByButton(said.data);
  if (said.understood.pinTyped) return { kind: 'left' };
  const words = signIn && heardInWords(said.text, said.understood.intent, signIn);
  if (words) return { kind: 'said', said: words, locale: spokenIn(said, signIn.locale) };
  // A model that is named with the wish itself need not be asked for.
  const family = signIn === undefined ? familyIn(said.text) : undefined;
  return family
    ? { kind: 'said', said: { kind: 'phone', phone: family }, resumed: { locale: chat.locale } }
    : { kind: 'left' };
}

function heardByButton(data: CardData): Heard {
  switch (data.do) {
    case 'phoneSteps':
    case 'phoneHelp':
      return { kind: 'begin' };
    case 'phone':
      return { kind: 'said', said: { kind: 'phone', phone: data.phone } };
    case 'signedIn': {
      const { at, yes, asked } = data;
      const family = allFamilies.find((each) => each === data.phone);
      const resumed = { step: at, at: asked, ...(family ? { phone: { family } } : {}) };
      return { kind: 'said', said: { kind: 'signed_in', at, yes }, resumed };
    }
    default:
      return { kind: 'left' };
  }
}

function heardInWords(text: string, intent: string, { locale, phones }: SignIn): Said | undefined {
  const answer = saysSignedIn(text, locale);
  if (answer !== undefined) return { kind: 'signed_in', yes: answer };
  const listed = phones.findIndex(({ model }) => model.toLowerCase() === text.trim().toLowerCase());
  if (listed >= 0) return { kind: 'phone', phone: `${listed}` };
  const family = familyIn(text);
  if (family && aboutPhones.has(intent)) return { kind: 'phone', phone: family };
  switch (intent) {
    case 'reminderDone':
      return { kind: 'signed_in', yes: true };
    case 'phoneTrouble':
    case 'notWorkingAfterChange':
      return { kind: 'signed_in', yes: false };
    case 'phoneSignIn':
      return { kind: 'repeat' };
    case 'unclear':
      return { kind: 'unclear' };
    default:
      return undefined;
  }
}

/** A word alone, or one that means nothing here, such as a phone's name, does not tell another language. */
function spokenIn({ text, understood }: Words, locale: string): string {
  const isSentence =
    understood.intent !== 'unclear' && /\p{L}\s+\p{L}|\p{Script=Thai}|\p{Script=Han}/u.test(text);
  return isSentence ? languageOf(tokensOf(plainText(text)), locale).answer : locale;
}

const aboutPhones = new Set(['unclear', 'phoneSignIn', 'phoneTrouble', 'notWorkingAfterChange']);

function familyIn(text: string): string | undefined {
  const family = familyOf(text);
  return family === 'other' ? undefined : family;
}
