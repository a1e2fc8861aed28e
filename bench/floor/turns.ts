import { randomUUID } from 'node:crypto';
import { sayIn } from '../../src/language/catalogue.ts';
import { personKey } from '../../src/pin/attempt.ts';
import { cardWork, lookKey, lookWork, overdueKey, overdueWork } from '../../src/pin/reset-parts.ts';
import { remindersAfter } from '../../src/reminders/reminders.ts';
import type { Store } from '../../src/store/store.ts';
import { ask, type Json } from './requests.ts';

/** As much of an answer as the bot's cards have. */
const filler = 'x'.repeat(3_500);
const say = sayIn('en-US');
const owner = 'floor';
const hourMs = 3_600_000;
const reminderDelaysMs = [hourMs / 2, 24 * hourMs, 72 * hourMs];

/** What goes back, and what is owed after that. */
interface Turn {
  body?: unknown;
  after?: () => Promise<void>;
}

export function turnsOf(store: Store, pinServiceUrl: string): (activity: Json) => Promise<Turn> {
  return async (activity) => {
    const { from, conversation, serviceUrl, recipient, locale, localTimezone, channelId } = activity;
    const person = { tenantId: conversation.tenantId, userId: from.aadObjectId };
    const chat = `${serviceUrl}/v3/conversations/${encodeURIComponent(conversation.id)}`;
    const reference = { conversationId: conversation.id, serviceUrl, channelId, botId: recipient.id };
    await store.conversations.keep(
      { person, ...reference, accountId: from.id, locale, timeZone: localTimezone },
      new Date(activity.timestamp),
      from.name,
    );
    const message = (summary: string, content: unknown) => ({
      type: 'message',
      from: recipient,
      recipient: from,
      conversation,
      summary,
      attachments: [{ contentType: 'application/vnd.microsoft.card.adaptive', content }],
    });
    const at = { store, pinServiceUrl, person, chat, activity, message };
    if (activity.type === 'invoke') return formSent(at, activity.value.action.data);
    if (activity.text === 'reset my PIN') return formWanted(at);
    if (activity.text !== undefined) await ask('POST', `${chat}/activities`, message('', { filler }));
    return {};
  };
}

interface At {
  store: Store;
  pinServiceUrl: string;
  person: { tenantId: string; userId: string };
  chat: string;
  activity: Json;
  message: (summary: string, content: unknown) => object;
}

const form = (id: string, round: number, text: string) => ({
  text,
  filler,
  actions: [{ type: 'Action.Execute', data: { do: 'setPin', attempt: id, round } }],
});

async function formWanted({ store, pinServiceUrl, person, chat, activity, message }: At): Promise<Turn> {
  const id = randomUUID();
  const { from, conversation, locale, localTimezone } = activity;
  const [, account] = await Promise.all([
    ask('GET', `${chat}/members/${encodeURIComponent(from.id)}`),
    ask('GET', `${pinServiceUrl}/v1/users/${person.userId}/pin`),
  ]);
  const createdAt = new Date();
  const times = { createdAt, expiresAt: new Date(createdAt.getTime() + hourMs) };
  await store.attempts.open(
    {
      ...{ id, reference: id.slice(0, 8), person, conversationId: conversation.id, askedBy: activity.id },
      ...{ plainSubmit: false, account, locale, timeZone: localTimezone, ...times },
    },
    { most: 5, perMs: 24 * hourMs },
    () => [],
  );
  const sent = await ask('POST', `${chat}/activities`, message(say('summary.form'), form(id, 1, '')));
  await store.attempts.setCard(id, sent.id);
  return {};
}

async function formSent(at: At, data: { attempt: string; newPin: string }): Promise<Turn> {
  const attempt = await at.store.attempts.find(data.attempt);
  if (!attempt) throw new Error('no such form');
  return data.newPin === '12345' ? refused(at, attempt) : accepted(at, attempt, data.newPin);
}
type Attempt = NonNullable<Awaited<ReturnType<Store['attempts']['find']>>>;

const cardAnswer = (value: object) => ({
  statusCode: 200,
  type: 'application/vnd.microsoft.card.adaptive',
  value,
});

async function refused(at: At, attempt: Attempt): Promise<Turn> {
  const now = new Date();
  const times = { at: now, expiresAt: new Date(now.getTime() + hourMs) };
  const work = [cardWork({ owner }, attempt, now)];
  await at.store.attempts.giveBack(attempt, ['sequence'], times, work);
  const card = form(attempt.id, attempt.round + 1, say('form.broken'));
  return { body: cardAnswer(card), after: () => updated(at, attempt, at.message('', card), false) };
}

async function accepted(at: At, form: Attempt, pin: string): Promise<Turn> {
  const { store, pinServiceUrl, person } = at;
  const [changeId, submittedAt] = [randomUUID(), new Date()];
  const overdueAt = new Date(submittedAt.getTime() + hourMs);
  const taken = await store.attempts.accept(form, changeId, submittedAt, [
    { ...lookWork(form, changeId, submittedAt), heldBy: owner },
    overdueWork(form, changeId, overdueAt),
  ]);
  if (taken.kind !== 'accepted') throw new Error(taken.kind);
  const { attempt } = taken;
  const headers = { 'idempotency-key': changeId };
  await ask('PUT', `${pinServiceUrl}/v1/users/${person.userId}/pin`, { pin }, headers);
  const now = new Date();
  await store.attempts.settle(changeId, { kind: 'apply', changedAt: now, superseded: false }, now, {
    work: [cardWork({ owner }, attempt, now), ...remindersAfter(attempt, now, reminderDelaysMs)],
    drop: [lookKey(changeId), overdueKey(changeId)],
    replaceKinds: ['reminder', 'expiry'],
  });
  const card = { text: say('changed.title'), filler };
  const message = at.message(say('summary.changed'), card);
  return { body: cardAnswer(card), after: () => updated(at, attempt, message, true) };
}

/** The card is owed durably, so that what is owed is claimed, carried out and struck off. */
async function updated({ store, chat }: At, attempt: Attempt, message: object, isOutcome: boolean) {
  const work = await store.dueWork.claim(owner, new Date(), 10_000);
  if (work?.person !== personKey(attempt.person)) throw new Error('no card is owed');
  await ask('PUT', `${chat}/activities/${encodeURIComponent(attempt.cardId ?? '')}`, message);
  if (isOutcome)
    await store.attempts.noteOnce(`told:${attempt.changeId}`, attempt.id, 'told', new Date(), true);
  await store.dueWork.done(work, true);
}
