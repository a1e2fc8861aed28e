import { sayIn } from '../language/catalogue.ts';
import { personKey } from '../pin/attempt.ts';
import type { DueWork, WorkResult } from '../work/due-work.ts';
import { addressed, alertingCard, type DeliveryParts, deliverInPlace, settled } from './deliver.ts';
import { cardMessage } from './messages.ts';
import { nameOf } from './reply-to-desk.ts';

/** What became of an offer. `blocked`: it is tried again once the person writes; `removed`, `refused`: it is not. */
type OfferEnd = 'sent' | 'blocked' | 'removed' | 'refused';

/** The help desk suggests a reset. */
export async function deliverOffer(parts: DeliveryParts, work: DueWork): Promise<WorkResult> {
  const chat = await parts.conversations.find(personIn(work));
  if (!chat) {
    await noteEnd(parts, work, 'removed');
    return { kind: 'done' };
  }
  const card = parts.cards.notice(chat, { name: 'offered', actions: ['reset', 'whatFor', 'help'] });
  const message = addressed(alertingCard(chat, card, 'summary.offered'), chat);
  const sent = await parts.connector.send(chat.serviceUrl, chat.conversationId, message);
  if (sent.kind !== 'later') await noteEnd(parts, work, sent.kind === 'gone' ? 'blocked' : sent.kind);
  return settled(parts, work, sent);
}

const personIn = ({ payload }: DueWork) => ({
  tenantId: String(payload.tenantId),
  userId: String(payload.userId),
});

/** For the timeline, and for the card of the agent who has offered it. */
async function noteEnd({ deskView, reset }: DeliveryParts, work: DueWork, end: OfferEnd): Promise<void> {
  const { offer, agentId } = work.payload;
  // An earlier version that has put it promised its agent nothing.
  if (offer === undefined) return;
  const { tenantId, userId } = personIn(work);
  const at = reset.now();
  const isNew = await deskView.record(
    {
      key: `${offer}:${end}`,
      at,
      event: end === 'sent' ? 'offer_delivered' : 'offer_not_delivered',
      tenantId,
      userId,
      ...(end === 'sent' ? {} : { detail: { code: end } }),
    },
    [
      {
        key: `offerCard:${offer}`,
        kind: 'offerCard',
        dueAt: at,
        person: personKey({ tenantId, userId: String(agentId) }),
        payload: { ...work.payload, end },
        // The agent's turn, which shows the card first, may not have ended here.
        leftTo: reset.owner,
      },
    ],
  );
  if (isNew) reset.wake();
}

const notices = {
  sent: 'offerDelivered',
  blocked: 'offerBlocked',
  removed: 'offerFailed',
  refused: 'offerFailed',
} as const;

/** Makes the agent's card agree with what became of the offer; one that is gone becomes a new message. */
export async function deliverOfferCard(parts: DeliveryParts, work: DueWork): Promise<WorkResult> {
  await parts.gate.clear(work.person);
  const { deskView, conversations, cards, resetUrl: link } = parts;
  const person = personIn(work);
  const chat = await conversations.find({ ...person, userId: String(work.payload.agentId) });
  if (!chat) return { kind: 'done' };
  const who = nameOf((await deskView.byId(person)) ?? { person, reachable: false });
  const name = notices[work.payload.end as OfferEnd];
  const card = cards.notice(chat, { name, args: { who }, link, actions: [] });
  const offer = String(work.payload.offer);
  return deliverInPlace(parts, work, chat, {
    cardId: await deskView.offerCard(offer),
    message: cardMessage(card, sayIn(chat.locale)('summary.notice')),
    async onSent(newId) {
      if (newId) await deskView.setOfferCard(offer, newId);
    },
  });
}
