import type { Failure, Sent } from '../flow/connector.ts';
import type { BackendFault, Until } from './backend-faults.ts';
import { slow } from './befall.ts';
import { headingOf, type Standing, titles } from './chat.ts';
import type { ConnectorFault } from './connector-faults.ts';
import type { Person } from './person.ts';
import type { Town } from './town.ts';

/** What one person went through. What they end with is looked at when all is quiet. */
export interface Told {
  fault: string;
  until: Until;
  person: Person;
  /** What the form's button was answered with. Absent where there was no form. */
  answer?: { status: number; body: any } | undefined;
  /** The heading that stood in the chat when the fault ended, where it waited for that. */
  meanwhile?: string | undefined;
  /** How often the fault befell something. */
  hits: number;
  changeIds: string[];
  /** The card that was the form. */
  formId?: string | undefined;
  /** It is no longer in the chat. */
  cardGone?: boolean;
  /** How many such cards a person may end with. */
  most?: number | undefined;
  /** Whether a card is one that the fault is about. */
  isEnd: (standing: Standing) => boolean;
}

export const isOutcome = ({ heading }: Standing): boolean => titles.outcomes.includes(heading);

export async function backendCase(town: Town, fault: BackendFault): Promise<Told> {
  const person = town.newPerson(fault.reads === 'working' ? { bot: town.patient } : {});
  const met = town.proxy.meet(person.userId, fault.handler());
  const { form, answer } = await submit(town, person);
  let meanwhile: string | undefined;
  if (fault.reads) {
    await person.reads(titles[fault.reads]);
    meanwhile = person.standing().find(({ activityId }) => activityId === form.activityId)?.heading;
    met.read();
  }
  await person.outcome();
  return {
    fault: fault.name,
    until: fault.until,
    person,
    answer: await answer,
    meanwhile,
    hits: met.hits.length,
    changeIds: [...met.changeIds],
    formId: form.activityId,
    isEnd: isOutcome,
  };
}

export async function connectorCase(town: Town, fault: ConnectorFault): Promise<Told> {
  const person = town.newPerson({ phone: fault.on === 'reminder', bot: town.patient });
  const met = town.proxy.meet(person.userId, slow());
  const trouble = troubleFor(town, person, fault);
  const { form, answer } = await submit(town, person);
  await person.reads(titles.working);
  met.read();
  if (fault.until === 'person writes again') {
    await town.parked(person);
    trouble.end();
    await person.chat.say('hello');
  }
  await person.reads(titles[fault.on]);
  return {
    fault: fault.name,
    until: fault.until,
    person,
    answer: await answer,
    meanwhile: trouble.meanwhile(),
    hits: trouble.hits(),
    changeIds: [...met.changeIds],
    formId: form.activityId,
    cardGone: fault.cardGone === true,
    most: fault.most,
    isEnd: fault.on === 'changed' ? isOutcome : ({ heading }) => heading === titles.reminder,
  };
}

/** Asks for the form and sends it, as soon as there is room; others have it when this person's turn is answered. */
function submit(town: Town, person: Person) {
  return new Promise<{ form: Sent; answer: ReturnType<Person['sendForm']> }>((resolve, reject) => {
    town
      .whenThereIsRoom(async () => {
        const form = await person.askForForm();
        const answer = person.sendForm(form);
        // Inside an object, so that nobody waits for the answer: some turns end only when the person has read.
        resolve({ form, answer });
        await answer;
      })
      .catch(reject);
  });
}

/** Scripts the connector for one chat, and tells what came of it. */
function troubleFor(town: Town, person: Person, fault: ConnectorFault) {
  let hits = 0;
  let ended = false;
  let meanwhile: string | undefined;
  town.trouble.set(person.conversationId, (method, activity): Failure | undefined => {
    const begins = headingOf(activity) === titles[fault.on];
    if (ended || (hits === 0 && !begins)) return undefined;
    if (fault.cardGone && method !== 'PUT') return undefined;
    if (fault.until === 'once') ended = true;
    meanwhile ??= person.standing().at(-1)?.heading;
    hits += 1;
    return fault.failure;
  });
  return {
    hits: () => hits,
    meanwhile: () => meanwhile,
    end: () => {
      ended = true;
    },
  };
}
