import { afterAll, beforeAll, expect, it } from 'vitest';
import { startZendesk, type Zendesk } from '../helpdesk/stand-in-zendesk.ts';
import { cardIn, type Sent, textOf } from './connector.ts';
import { type House, openHouse, people } from './house.ts';
import { registered } from './registered.ts';
import { actionData } from './teams.ts';

let desk: Zendesk;
let house: House;
let registration: Awaited<ReturnType<typeof registered>>;
beforeAll(async () => {
  desk = await startZendesk();
  registration = await registered();
  house = await openHouse({ bot: { ...desk.env, ...registration.env } });
});
afterAll(() => Promise.all([house.close(), desk.stop(), registration.stop()]));

async function sendTicket(userId: string) {
  const person = house.person(
    userId,
    registration.authorization(() => house.connector.url),
  );
  const from = house.connector.sent.length;
  await person.say('create a ticket');
  const shown = await house.connector.waitFor((each) => textOf(each.activity).includes('sendTicket'), from);
  const data = { ...actionData(cardIn(shown), 'sendTicket'), problem: 'phone', line: '', callback: '' };
  await person.execute(shown.activityId, data);
  // This card: the one of the ticket before may be put once more after `from`.
  const isOpen = ({ activityId, activity }: Sent) =>
    activityId === shown.activityId && /Ticket \d+ is open/.test(textOf(activity));
  return house.connector.waitFor(isOpen, from);
}

it('is the person as the roster names them, who gets a link to their ticket', async () => {
  const done = await sendTicket(people.pinSet);
  const [made] = desk.made.slice(-1);
  expect(made?.ticket.requester).toEqual({
    name: 'Some Body',
    email: `${people.pinSet}@contoso.example`,
  });
  expect(textOf(done.activity)).toContain(`/hc/requests/${made?.id}`);
});

it('is nobody whom the channel named alone: where the roster does not answer, there is no address and no link', async () => {
  house.connector.roster.answer = () => ({ failure: 503 });
  const done = await sendTicket(people.ordinary);
  const [made] = desk.made.slice(-1);
  expect(made?.ticket.subject).toBeDefined();
  expect(made?.ticket.requester).toBeUndefined();
  expect(textOf(done.activity)).not.toContain('/hc/requests/');
});
