import { cardIn, type Sent, textOf } from './connector.ts';

const isForm = (card: string): boolean => card.includes('newPin');
/** A line begins with the person's name, where the account is known. */
const namesPerson = (card: string): boolean => card.includes('"text":"**');

/**
 * What a person gets who asks for a form, once the PIN service has told of the account while they were waited for. A turn
 * waits a second and a half for that, which a busy machine may miss: the form that came without it is cancelled, and they
 * ask again.
 */
export async function askedInTime(
  person: { say(text: string): Promise<unknown> },
  ask: () => Promise<Sent>,
): Promise<Sent> {
  for (;;) {
    const sent = await ask();
    const card = textOf(cardIn(sent));
    if (!isForm(card) || namesPerson(card)) return sent;
    await person.say('cancel');
  }
}
