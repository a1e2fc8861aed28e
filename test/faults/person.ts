import type { SeedPerson } from '../../src/pin-service/embedded/seed-form.ts';
import type { BotProcess } from '../flow/bot-process.ts';
import { type Connector, cardIn, type Sent, textOf } from '../flow/connector.ts';
import { actionData, somebody, teams } from '../flow/teams.ts';
import type { ownPlace } from '../store/own-store.ts';
import { chatOf, headingOf, titles } from './chat.ts';

export interface Bot {
  process: BotProcess;
  place: Awaited<ReturnType<typeof ownPlace>>;
}

/** So many people of the seed have a desk phone, and so are reminded. */
export const phoned = 20;

export const seedPerson = (nth: number): SeedPerson & { id: string } => ({
  id: `00000000-0000-4000-8000-${String(nth + 1).padStart(12, '0')}`,
  userPrincipalName: `person.${nth}@contoso.example`,
  displayName: `Person ${nth}`,
  deskPhones: nth < phoned ? [{ model: 'Polycom VVX 411' }] : [],
  policy: { allowCommonPatterns: true },
});

export const pinOf = (nth: number): string => String(739_146_280_500 + nth);

/** Person `nth` of the seed, who talks to this bot and has done nothing yet. */
export function createPerson(nth: number, bot: Bot, connector: Connector) {
  const who = somebody(seedPerson(nth).id);
  const chat = teams(() => bot.process.url, connector.url, who);
  const mine = (each: Sent) => each.conversationId === who.conversationId;
  async function waitFor(what: string, fits: (each: Sent) => boolean): Promise<Sent> {
    return connector
      .waitFor((each) => mine(each) && fits(each), 0, 30_000)
      .catch(() => {
        const read = connector.sent.filter(mine).map((each) => headingOf(each.activity));
        throw new Error(`${what} never came; what came is: ${read.join(' | ')}`);
      });
  }
  return {
    ...who,
    chat,
    place: bot.place,
    standing: () => chatOf(connector.sent, who.conversationId),
    /** Every card that came, those too that others took the place of. */
    everyCard: () => connector.sent.filter((each) => mine(each) && cardIn(each)).map(cardIn),
    /** The person has it in the chat: the answer of a button may vanish, this does not. */
    reads: (title: string) => waitFor(`"${title}"`, ({ activity }) => headingOf(activity) === title),
    outcome: () =>
      waitFor('an outcome', ({ activity }) => titles.outcomes.includes(headingOf(activity) ?? '')),
    async askForForm(): Promise<Sent> {
      await chat.say('reset my PIN');
      return waitFor('the form', ({ activity }) => textOf(activity).includes('newPin'));
    },
    /** The same, and waits for whatever comes. */
    async askAnyway(): Promise<Sent> {
      const from = connector.sent.length;
      await chat.say('reset my PIN');
      return connector.waitFor((each) => mine(each) && each.method === 'POST' && !!cardIn(each), from);
    },
    sendForm: (form: Sent) =>
      chat.execute(form.activityId, {
        ...actionData(cardIn(form), 'setPin'),
        newPin: pinOf(nth),
        repeatPin: pinOf(nth),
      }),
  };
}
export type Person = ReturnType<typeof createPerson>;
