import type { Told } from './cases.ts';
import { type Standing, wordsOf } from './chat.ts';
import type { Town } from './town.ts';

/** What a person ends with, and what the PIN service says of it. */
export interface Ending {
  /** The cards of the kind that the fault is about, as they stand in the chat. */
  cards: Standing[];
  /** The change's status at the service, or the status of the answer that it has seen none. */
  service: string | undefined;
  /** How many changes of the person's PIN it has made. */
  changes: number;
}

export async function endingOf(town: Town, told: Told): Promise<Ending> {
  const [changeId] = told.changeIds;
  const applied = town.serviceRows<{ many: number }>(
    `select count(*) as many from change where user_id = '${told.person.userId}' and status = 'applied'`,
  );
  return {
    cards: standingOf(told).filter(told.isEnd),
    service: changeId === undefined ? undefined : await statusOf(town, changeId),
    changes: Number(applied[0]?.many),
  };
}

/** What the person sees: a card that is gone from the chat is not there, whatever was sent to it. */
export function standingOf({ person, cardGone, formId }: Told): Standing[] {
  return person.standing().filter(({ activityId }) => !cardGone || activityId !== formId);
}

async function statusOf(town: Town, changeId: string): Promise<string> {
  const response = await fetch(`${town.service.url}/v1/pin-changes/${changeId}`);
  const body = (await response.json()) as { status: string; code?: string };
  return response.status === 200 ? body.status : `${body.code}`;
}

/** For the table: the words, and where they stand if not in the place of the form. */
export function endWords({ formId, cardGone }: Told, { cards }: Ending): string {
  const [first] = cards;
  if (!first) return 'nothing';
  const words = cards.length === 1 ? wordsOf(first.card) : `${wordsOf(first.card)} (${cards.length} times)`;
  return cardGone && first.activityId !== formId ? `${words} (as a new message)` : words;
}
