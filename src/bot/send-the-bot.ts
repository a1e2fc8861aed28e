import { CardFactory, type InvokeResponse } from 'botbuilder';
import { z } from 'zod';
import { languages, sayIn } from '../language/catalogue.ts';
import { nearestLanguage } from '../language/fallback.ts';
import type { DeskParts } from './reply-to-desk.ts';

/** The action of the message extension: an agent puts the card that leads to the bot into the chat they are in. */
export const sendTheBot = 'composeExtension/submitAction';

const actionForm = z.object({
  commandId: z.literal('sendPinBot'),
  data: z.object({ language: z.string().max(35).optional() }).nullish(),
});

/**
 * The card in the language that the agent chose, or in their own. It holds nothing of the agent's chat and nothing of the
 * person's. Whoever is none of the help desk's is told so, where it shows to them alone.
 */
export function replyToSendTheBot(
  parts: DeskParts,
  { userId, locale, value }: { userId: string; locale: string; value: unknown },
): InvokeResponse {
  const action = actionForm.safeParse(value).data;
  if (!action) return { status: 400 };
  if (!parts.agents.has(userId)) {
    const text = sayIn(locale)('sendBot.agentsOnly');
    return { status: 200, body: { composeExtension: { type: 'message', text } } };
  }
  const language = nearestLanguage(action.data?.language || locale, languages);
  const reader = { locale: language, timeZone: 'UTC' };
  const card = CardFactory.adaptiveCard(parts.cards.invitation(reader, { link: parts.resetUrl }));
  const say = sayIn(language);
  const preview = CardFactory.heroCard(say('invitation.title'), say('invitation.text'));
  const attachment = { ...card, preview };
  return {
    status: 200,
    body: { composeExtension: { type: 'result', attachmentLayout: 'list', attachments: [attachment] } },
  };
}
