import type { Chat, Reply } from './reply.ts';
import { type DeskParts, isAgent } from './reply-to-desk.ts';

/** What can be written to the bot. Whoever may see the help desk's view is told the words for it too. */
export async function replyToHelp(parts: DeskParts, chat: Chat): Promise<Reply> {
  const facts = (await isAgent(parts, chat)) ? { deskWordsIn: wordsIn(chat) } : {};
  return { card: parts.cards.help(chat, facts), summary: 'summary.help' };
}

/** Understood are the words of their Teams, and English ones always. */
const wordsIn = ({ locale, teamsLocale = locale }: Chat): string => (teamsLocale === locale ? locale : 'en');
