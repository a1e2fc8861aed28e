import { sayIn, type TextKey } from '../../src/language/catalogue.ts';
import type { Intent } from '../../src/language/intents.ts';
import { englishManifestTexts, textsOfLanguage } from '../manifest/texts.ts';

/** The texts that name words to write: in bold, in quotes, or as a button. */
const told: [TextKey, Intent][] = [
  ['help.reset', 'reset'],
  ['help.status', 'status'],
  ['help.whatFor', 'whatFor'],
  ['help.stop', 'reminderDone'],
  ['welcome.private', 'reset'],
  ['changed.phones.reminder', 'reminderDone'],
  ['action.reset', 'reset'],
  ['action.status', 'status'],
  ['action.whatFor', 'whatFor'],
  ['action.rules', 'rules'],
  ['action.leader', 'leader'],
  ['action.phoneSteps', 'phoneSignIn'],
  ['action.help', 'helpDesk'],
  ['action.ticket', 'ticket'],
  ['action.cancel', 'cancel'],
  ['action.reminderDone', 'reminderDone'],
];

/** What the commands of the manifest mean, in their order. */
export const commands: readonly Intent[] = ['reset', 'status', 'whatFor', 'phoneSignIn', 'helpDesk'];

/** What the commands of the manifest write into the chat. */
export function commandWords(language: string): { intent: Intent; text: string }[] {
  const texts = language === 'en' ? englishManifestTexts() : textsOfLanguage(language);
  const titles = Object.entries(texts).filter(([key]) => /^bots.*\.title$/.test(key));
  return titles.flatMap(([, text], at) => {
    const intent = commands[at];
    return intent ? [{ intent, text }] : [];
  });
}

/** What people are told to write in a language, and what it means. */
export function toldWords(language: string): { key: TextKey; intent: Intent; text: string }[] {
  const say = sayIn(language);
  return told.map(([key, intent]) => ({ key, intent, text: wordsIn(say(key)) }));
}

function wordsIn(text: string): string {
  const [, bold] = /\*\*(.+?)\*\*/.exec(text) ?? [];
  const [, quoted] = /[“„«「”»](.+?)[”“»」«]/u.exec(text) ?? [];
  return (bold ?? quoted ?? text).trim();
}
