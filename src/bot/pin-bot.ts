import { type InvokeResponse, TeamsActivityHandler, type TurnContext } from 'botbuilder';
import type { DialogStateStore } from '../conversations/dialog-state.ts';
import { sayIn } from '../language/catalogue.ts';
import { understandAgain } from '../language/understood-again.ts';
import { faultFields } from '../log-fields.ts';
import { personKey } from '../pin/attempt.ts';
import { answerWords } from './answer-words.ts';
import { readCardData } from './card-data.ts';
import type { DeliveryParts } from './deliver.ts';
import { createTalk, type Talk } from './dialogs/conversation.ts';
import type { Admitted } from './endpoint.ts';
import { arrived, installed, removed } from './installation.ts';
import { writeIntoChat } from './lasting-card.ts';
import { cardMessage } from './messages.ts';
import { once } from './once.ts';
import { type Chat, noticeReply, type Reply } from './reply.ts';
import { isPhoneData, replyToCard } from './reply-to-card.ts';
import { deskCommandIn, replyToDesk } from './reply-to-desk.ts';
import { pinWarning } from './reply-to-words.ts';
import { replyToSendTheBot, sendTheBot } from './send-the-bot.ts';
import { signInPorts } from './show-phone.ts';
import { isSlowButton, slowWords } from './slow.ts';
import { cardAnswer, sendNew } from './turn-answers.ts';
import { chatOf } from './turn-chat.ts';
import { recordOf, recordReplies, type TurnTelling, tellTurn } from './turn-record.ts';
import { keepSaid, type TurnSaid } from './turn-said.ts';
import { noTyping, type TypingParts, typeUnlessAnswered } from './typing.ts';

export interface BotParts extends DeliveryParts, TurnTelling, TypingParts {
  /** Local mode welcomes at every install event, so that a reloaded chat window is not empty. */
  local: boolean;
  dialogState: DialogStateStore;
  /** The link that opens the private chat with the bot. */
  privateChatUrl(tenantId: string, botId: string): string;
}

/** Routes a turn to what answers it, and sends the answer. */
export class PinBot extends TeamsActivityHandler {
  readonly #parts: BotParts;
  readonly #once = once();
  readonly #talk: Talk;

  constructor(parts: BotParts) {
    super();
    this.#parts = parts;
    const firstContact = ({ person }: Chat) => parts.conversations.claimWelcome(person, parts.reset.now());
    const answer = answerWords({ ...parts, firstContact });
    this.#talk = createTalk(parts.dialogState, answer, signInPorts(parts));
    this.onInstallationUpdateAdd((context) => installed(parts, whoIn(context), context.activity));
    this.onInstallationUpdateRemove((context) => removed(parts, whoIn(context), context.activity));
    this.onMembersAdded((context) => arrived(parts, whoIn(context), context.activity));
  }

  /** One turn. A fault becomes a card with what to do next, never silence and never an error's text. */
  async turn(context: TurnContext, who: Admitted, flushed: Promise<void>): Promise<void> {
    context.turnState.set(whoKey, who);
    this.#parts.gate.hold(personKey(who), flushed);
    const { type, id, conversation } = context.activity;
    // An id is unique in its conversation alone: the channel makes it of the time.
    const key = id && `${conversation.id}|${id}`;
    const begunAt = performance.now();
    let failed = false;
    try {
      if (type === 'invoke' || !key || this.#once.first(key)) await this.run(context);
      else recordOf(context).outcome = 'repeated';
    } catch (error) {
      failed = true;
      await noTyping(context);
      if (key) this.#once.forget(key);
      this.#parts.log.error({ user: who.userId, ...faultFields(error) }, 'turn failed');
      // Nobody waits for an answer to an event; refused, the channel delivers it again.
      if (type !== 'invoke' && type !== 'message') throw error;
      await this.#apologise(context);
    } finally {
      await noTyping(context);
      const durationMs = performance.now() - begunAt;
      tellTurn(this.#parts, context, { user: who.userId, durationMs, failed });
    }
  }

  async #message(context: TurnContext): Promise<void> {
    const who = whoIn(context);
    if (!who.personal) return this.#pointToPrivateChat(context, who);
    const chat = await chatOf(this.#parts, context.activity, who);
    const { value } = context.activity;
    // A channel may say null of what there is none.
    const text = context.activity.text ?? '';
    if (value !== undefined && value !== null) {
      return this.#answerWith(context, chat, await this.#replyToButton(context, { ...chat, via: 'submit' }));
    }
    const command = deskCommandIn(this.#parts, chat, text);
    if (command) {
      recordOf(context).did = `desk ${command.kind}`;
      typeUnlessAnswered(this.#parts, context);
      return this.#answerWith(context, chat, await replyToDesk(this.#parts, chat, command));
    }
    const understood = understandAgain(text, chat.locale);
    const said: TurnSaid = {
      // Whoever writes in another language than their Teams is answered in it.
      chat: { ...chat, locale: understood.language, teamsLocale: chat.locale },
      said: { kind: 'words', text, understood },
      replies: [],
    };
    recordOf(context).did = `words ${understood.intent}`;
    if (slowWords.has(understood.intent)) typeUnlessAnswered(this.#parts, context);
    if (understood.pinTyped) said.replies.push(pinWarning(this.#parts, said.chat));
    keepSaid(context, said);
    await this.#talk.turn(context, 'words');
    await this.#answerWith(context, said.chat, said.replies);
  }

  /** A button's answer, whichever way its data came. */
  async #replyToButton(context: TurnContext, chat: Chat): Promise<Reply[]> {
    const data = readCardData(context.activity);
    recordOf(context).did = `button ${data?.do ?? 'unknown'}`;
    if (data && isSlowButton(data, chat)) typeUnlessAnswered(this.#parts, context);
    if (!data || !isPhoneData(data)) {
      if (data && asksForElse.has(data.do)) await this.#talk.leave(context);
      return replyToCard(this.#parts, chat, data);
    }
    const said: TurnSaid = { chat, said: { kind: 'button', data }, replies: [] };
    keepSaid(context, said);
    await this.#talk.turn(context, 'phoneSignIn');
    return said.replies;
  }

  /** A message comes by itself, past the lists of handlers, of which there are none for it. */
  protected override async onTurnActivity(context: TurnContext): Promise<void> {
    await (context.activity.type === 'message' ? this.#message(context) : super.onTurnActivity(context));
  }

  protected override async onInvokeActivity(context: TurnContext): Promise<InvokeResponse> {
    const who = whoIn(context);
    const { name, locale = 'en', value } = context.activity;
    if (name === sendTheBot) return replyToSendTheBot(this.#parts, { userId: who.userId, locale, value });
    if (name !== 'adaptiveCard/action') return { status: 400 };
    const chat: Chat = { ...(await chatOf(this.#parts, context.activity, who)), via: 'execute' };
    if (!who.personal) return cardAnswer(this.#pointer(chat, context, who));
    const replies = await this.#replyToButton(context, chat);
    recordReplies(context, replies);
    const inPlace = replies.find((reply) => reply.inPlace);
    const others = replies.filter((reply) => reply !== inPlace);
    await this.#send(context, chat, others);
    if (inPlace) {
      writeIntoChat(this.#parts, context, chat, inPlace);
      return cardAnswer(inPlace);
    }
    return {
      status: 200,
      body: {
        statusCode: 200,
        type: 'application/vnd.microsoft.activity.message',
        value: sayIn(chat.locale)('answer.below'),
      },
    };
  }

  #answerWith(context: TurnContext, chat: Chat, replies: Reply[]): Promise<void> {
    recordReplies(context, replies);
    return this.#send(context, chat, replies);
  }

  async #send(context: TurnContext, chat: Chat, replies: Reply[]): Promise<void> {
    await noTyping(context);
    for (const reply of replies) {
      // A submission's answer stands in its card, which is changed once this turn is answered.
      if (reply.inPlace && reply.attempt && chat.cardId !== undefined) continue;
      const message = cardMessage(reply.card, sayIn(reply.locale ?? chat.locale)(reply.summary));
      if (reply.inPlace && chat.cardId !== undefined)
        await context.updateActivity({ ...message, id: chat.cardId });
      else await this.#sendNew(context, reply, message);
    }
  }

  async #sendNew(context: TurnContext, reply: Reply, message: ReturnType<typeof cardMessage>): Promise<void> {
    const id = await sendNew(this.#parts.connector, context, message);
    if (reply.attempt && id) await this.#parts.reset.attempts.setCard(reply.attempt.id, id);
    if (reply.offer && id) await this.#parts.deskView.setOfferCard(reply.offer, id);
  }

  #pointer(chat: { locale: string; timeZone: string }, context: TurnContext, who: Admitted): Reply {
    const url = this.#parts.privateChatUrl(who.tenantId, context.activity.recipient?.id ?? '');
    return {
      card: this.#parts.cards.notice(chat, { name: 'groupChat', actions: [], url }),
      summary: 'summary.notice',
    };
  }

  /** In a group: no form, nothing personal, and nobody's time zone or account is looked up. */
  async #pointToPrivateChat(context: TurnContext, who: Admitted): Promise<void> {
    const chat = { locale: context.activity.locale ?? 'en', timeZone: 'UTC' };
    recordOf(context).outcome = 'pointed to the private chat';
    if (understandAgain(context.activity.text ?? '', chat.locale).pinTyped) {
      const warning = this.#parts.cards.notice(chat, { name: 'pinInChat', actions: [] });
      await context.sendActivity(cardMessage(warning, sayIn(chat.locale)('summary.notice')));
    }
    const reply = this.#pointer(chat, context, who);
    await context.sendActivity(cardMessage(reply.card, sayIn(chat.locale)(reply.summary)));
  }

  async #apologise(context: TurnContext): Promise<void> {
    const reference = this.#parts.reset.newReference();
    recordOf(context).reference = reference;
    const { locale = 'en', type } = context.activity;
    const reply = noticeReply(
      this.#parts,
      { locale, timeZone: 'UTC' },
      { name: 'fault', args: { reference }, actions: ['status', 'reset', 'help'] },
    );
    if (type === 'invoke') await context.sendActivity({ type: 'invokeResponse', value: cardAnswer(reply) });
    else if (type === 'message')
      await context
        .sendActivity(cardMessage(reply.card, sayIn(locale)(reply.summary)))
        .catch(() => undefined);
  }
}

/** Buttons that end a dialog. A form's own come after one of these. */
const asksForElse = new Set(['ticket', 'reset', 'status', 'whatFor', 'help', 'rules', 'leader', 'notMe']);

const whoKey = Symbol('admitted');
const whoIn = (context: TurnContext): Admitted => context.turnState.get<Admitted>(whoKey);
