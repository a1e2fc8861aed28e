import { cardIn, textOf } from '../flow/connector.ts';
import { openHouse, people } from '../flow/house.ts';
import { registered } from '../flow/registered.ts';
import { actionData } from '../flow/teams.ts';
import { startZendesk } from '../helpdesk/stand-in-zendesk.ts';
import { readExposed } from './exposed.ts';

/** The bot with a registration, a help desk that takes tickets, and metrics that are told. */
export async function openWatchedHouse(
  more: { bot?: Record<string, string>; pinService?: Record<string, string> } = {},
) {
  const registration = await registered();
  const desk = await startZendesk();
  const house = await openHouse({
    ...more,
    bot: { ...registration.env, ...desk.env, ADMIN_PORT: '0', ...more.bot },
  });
  const person = (userId = people.ordinary) =>
    house.person(
      userId,
      registration.authorization(() => house.connector.url),
    );
  async function answerTo(words: string) {
    const from = house.connector.sent.length;
    await person().say(words);
    return house.connector.waitFor((each) => each.method === 'POST' && cardIn(each) !== undefined, from);
  }
  async function told() {
    const ports = [
      ...house
        .bot()
        .log()
        .matchAll(/"port":(\d+)/g),
    ];
    const answer = await fetch(`http://127.0.0.1:${ports.at(-1)?.[1]}/metrics`);
    return readExposed(await answer.text());
  }
  return {
    ...house,
    registration,
    desk,
    person,
    answerTo,
    told,
    /** What is told once this holds: some of it is counted after what it counts was seen. */
    async toldWhen(holds: (now: Awaited<ReturnType<typeof told>>) => boolean) {
      for (;;) {
        const now = await told();
        if (holds(now)) return now;
      }
    },
    /** Sends a form, and returns the card that its button is on. */
    async submit(pin = '739146') {
      const shown = await answerTo('reset my PIN');
      const data = { ...actionData(cardIn(shown), 'setPin'), newPin: pin, repeatPin: pin };
      const answer = await person().execute(shown.activityId, data);
      return { shown, answer };
    },
    changed: (from = 0) =>
      house.connector.waitFor((each) => textOf(each.activity).includes('Your PIN is changed'), from),
    /** The words are answered by a fault: Teams does not take the answer. */
    async fail() {
      house.connector.script.answer = (method) => (method === 'POST' ? 500 : undefined);
      await person().say('help');
      house.connector.script.answer = () => undefined;
    },
    async close() {
      await house.close();
      await desk.stop();
      await registration.stop();
    },
  };
}
export type WatchedHouse = Awaited<ReturnType<typeof openWatchedHouse>>;
