import { sayIn } from '../language/catalogue.ts';
import { type Attempt, type Person, personKey } from '../pin/attempt.ts';
import { type AttemptState, openStates } from '../pin/life-cycle.ts';
import type { NoteName } from '../pin/reset-parts.ts';
import type { DueWork, WorkHandler, WorkResult } from '../work/due-work.ts';
import { attemptCard } from './attempt-card.ts';
import { attemptOf, type DeliveryParts, deliver, deliverInPlace, laterBy } from './deliver.ts';
import { deliverOffer, deliverOfferCard } from './deliver-offer.ts';
import { deliverExpiry, deliverReminder } from './deliver-reminders.ts';
import { deliverTicketCard, deliverTicketNote } from './deliver-ticket-card.ts';
import { alerting, cardMessage } from './messages.ts';
import { summaryOf } from './reply-to-form.ts';

/** What the bot owes a person outside a turn, by kind of due work. */
export function deliveries(parts: DeliveryParts): Record<string, WorkHandler> {
  return {
    card: (work) => deliverCard(parts, work),
    note: (work) => deliverNote(parts, work),
    reminder: (work) => deliverReminder(parts, work),
    expiry: (work) => deliverExpiry(parts, work),
    welcome: (work) => deliverWelcome(parts, work),
    offer: (work) => deliverOffer(parts, work),
    offerCard: (work) => deliverOfferCard(parts, work),
    ticketCard: (work) => deliverTicketCard(parts, work),
    ticketNote: (work) => deliverTicketNote(parts, work),
  };
}

/** Makes the card in the chat agree with the attempt; one that is gone becomes a new message. */
async function deliverCard(parts: DeliveryParts, work: DueWork): Promise<WorkResult> {
  await parts.gate.clear(work.person);
  const attempt = await attemptOf(parts, work);
  const chat = attempt && (await parts.conversations.find(attempt.person));
  if (!attempt || !chat || (await parts.reset.attempts.isOverwritten(attempt))) return { kind: 'done' };
  if (await isBehind(parts, work)) return { kind: 'again', at: laterBy(parts, 2_000 * work.tries) };
  const again =
    work.payload.again === 'expired' || work.payload.again === 'replaced' ? work.payload.again : undefined;
  const message = cardMessage(
    attemptCard(parts.cards, attempt, again),
    sayIn(attempt.locale)(summaryOf(attempt)),
  );
  return deliverInPlace(parts, work, chat, {
    cardId: attempt.cardId,
    message,
    async onSent(newId) {
      await noteTold(parts, attempt);
      if (newId) await parts.reset.attempts.setCard(attempt.id, newId);
    },
  });
}

async function noteTold({ reset }: DeliveryParts, { id, changeId, state }: Attempt): Promise<void> {
  // The work is struck off after it: where a power cut takes this, it takes that as well.
  if (toldStates.has(state))
    await reset.attempts.noteOnce(`told:${changeId ?? id}:${state}`, id, 'told', reset.now(), true);
}

/** What a person is told of the outcome, once for each. */
const toldStates = new Set<AttemptState>(['applied', 'failed', 'unknown', 'unsettled']);

/** The form was sent while another change was under way, and says so until that one has ended. */
async function isBehind({ reset }: DeliveryParts, work: DueWork): Promise<boolean> {
  if (work.payload.behind === undefined) return false;
  const other = await reset.attempts.byChange(String(work.payload.behind));
  return other !== undefined && openStates.includes(other.state);
}

/** A short message carries the notification, which an edited card does not. */
async function deliverNote(parts: DeliveryParts, work: DueWork): Promise<WorkResult> {
  await parts.gate.clear(work.person);
  const attempt = await attemptOf(parts, work);
  const name = work.payload.name as NoteName;
  if (!attempt || isOutdated(attempt, work.payload.change, name)) return { kind: 'done' };
  const text = sayIn(attempt.locale)(`note.${name}`);
  return deliver(parts, work, attempt.person, () => alerting({ type: 'message', text, summary: text }));
}

/** The attempt has gone on before the note could be sent: its card, and a note of its own, say how. */
function isOutdated({ changeId, state }: Attempt, change: unknown, name: NoteName): boolean {
  if (change !== undefined && change !== changeId) return true;
  const expected: Partial<Record<NoteName, readonly AttemptState[]>> = {
    unknown: openStates,
    unsettled: ['unsettled'],
  };
  return expected[name]?.includes(state) === false;
}

async function deliverWelcome(parts: DeliveryParts, work: DueWork): Promise<WorkResult> {
  const person: Person = { tenantId: String(work.payload.tenantId), userId: String(work.payload.userId) };
  return deliver(parts, work, person, (chat) =>
    cardMessage(parts.cards.welcome(chat, {}), sayIn(chat.locale)('summary.welcome')),
  );
}

export const welcomeWork = (person: Person, installation: string, dueAt: Date) => ({
  key: `welcome:${personKey(person)}:${installation}`,
  kind: 'welcome',
  dueAt,
  person: personKey(person),
  payload: { ...person },
});
