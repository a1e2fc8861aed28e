import type { TurnContext } from 'botbuilder';
import type { Understanding } from '../language/intent.ts';
import { saysSignedIn } from '../language/says-signed-in.ts';
import { saysYes } from '../language/says-yes.ts';
import { askWhich } from './ask-which.ts';
import type { AnswerWords, Asked } from './dialogs/words.ts';
import type { Chat, ReplyParts } from './reply.ts';
import type { DeskParts } from './reply-to-desk.ts';
import { remindedOf, replyToDone } from './reply-to-reminder.ts';
import type { TicketReplyParts } from './reply-to-ticket.ts';
import { isAnsweredHere, replyToWords } from './reply-to-words.ts';
import { slowWords } from './slow.ts';
import { recordOf } from './turn-record.ts';
import { saidIn, type TurnSaid } from './turn-said.ts';
import { type TypingParts, typeUnlessAnswered } from './typing.ts';

export interface WordsParts extends TicketReplyParts, DeskParts, TypingParts {
  /** True once for an installation, of which nobody was welcomed yet. */
  firstContact(chat: Chat): Promise<boolean>;
}

/** What a person writes who has not been told yet what the bot does; any other wish is answered at once. */
const vague = new Set(['hello', 'unclear']);

/** A "yes" so long after the question is about something else, such as a reminder. */
const questionLastsMs = 5 * 60_000;

/** Answers what a person wrote, by what it was understood to mean. */
export function answerWords(parts: WordsParts): AnswerWords {
  return async (context, before) => {
    const turn = saidIn(context);
    takeYes(parts, context, { turn, before });
    const { chat, said, replies } = turn;
    if (said.kind !== 'words') return 'answered';
    const signedIn = before ? undefined : saysSignedIn(said.text, chat.teamsLocale ?? chat.locale);
    const reminded = signedIn === undefined ? undefined : await remindedOf(parts, chat);
    if (reminded) return answerReminder(parts, turn, { signedIn, change: reminded.id });
    const { intent } = said.understood;
    if (vague.has(intent) && (await parts.firstContact(chat))) {
      replies.push({ card: parts.cards.welcome(chat, {}), summary: 'summary.welcome' });
      return 'answered';
    }
    const which = before ? undefined : askWhich(parts, chat, said.understood);
    if (which) {
      replies.push(which);
      return asked(parts, 'which', chat);
    }
    if (!isAnsweredHere(intent)) return 'phone';
    const understood = { ...said.understood, intent };
    replies.push(...(await replyToWords(parts, chat, understood, before !== undefined)));
    return intent === 'unclear' ? asked(parts, 'reset', chat) : 'answered';
  };
}

/** A reminder asks whether they are signed in on their phone. */
async function answerReminder(
  parts: WordsParts,
  { chat, replies }: TurnSaid,
  { signedIn, change }: { signedIn: boolean | undefined; change: string },
): ReturnType<AnswerWords> {
  if (!signedIn) return 'phone';
  for (const reply of await replyToDone(parts, chat, change)) replies.push({ ...reply, inPlace: false });
  return 'answered';
}

const asked = ({ reset }: ReplyParts, question: Asked['question'], { locale }: Chat): Asked => ({
  question,
  locale,
  at: reset.now().getTime(),
});

function takeYes(
  parts: WordsParts,
  context: TurnContext,
  { turn, before }: { turn: TurnSaid; before: Parameters<AnswerWords>[1] },
): void {
  const { said, chat } = turn;
  if (typeof before !== 'object' || said.kind !== 'words') return;
  const understood = afterQuestion(said, before, parts.reset.now());
  if (understood === said.understood) return;
  turn.said = { ...said, understood };
  turn.chat = { ...chat, locale: understood.language };
  recordOf(context).did = `words ${understood.intent}`;
  const isSlow = slowWords.has(understood.intent) && !slowWords.has(said.understood.intent);
  if (isSlow) typeUnlessAnswered(parts, context);
}

/** "Yes" is the answer to what the bot has just asked, before it is anything that is done. */
export function afterQuestion(
  { text, understood }: Extract<TurnSaid['said'], { kind: 'words' }>,
  { question, locale, at }: Asked,
  now: Date,
): Understanding {
  const isAnswer = now.getTime() - at <= questionLastsMs && saysYes(text, locale);
  if (!isAnswer) return understood;
  const intent = question === 'reset' ? 'reset' : 'unclear';
  return { intent, pinTyped: false, readBack: false, language: locale };
}
