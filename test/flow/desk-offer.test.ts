import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { actionsOf } from '../cards/card-parts.ts';
import { cardIn, type Failure, type Sent, textOf } from './connector.ts';
import { type House, openHouse } from './house.ts';
import { actionData } from './teams.ts';

const agent = 'a96c03d7-51e8-4d2b-a7f4-1c8be2750204';
/** One for each test: within ten minutes a person is offered one reset. */
const staff = Array.from({ length: 8 }, (_, at) => ({
  id: `3c1e9f52-7d08-4b6e-9a41-5e0d83c2020${at}`,
  name: `Imani Number${at}`,
}));
let house: House;
beforeAll(async () => {
  house = await openHouse({ bot: { HELPDESK_AGENTS: agent } });
});
afterAll(() => house.close());
afterEach(() => {
  house.connector.script.answer = () => undefined;
});

/** Somebody who has the bot. */
async function colleague() {
  const [who] = staff.splice(0, 1);
  if (!who) throw new Error('More tests than people');
  const say = (text: string) =>
    house.person(who.id).say(text, { from: { id: `29:${who.id}`, name: who.name, aadObjectId: who.id } });
  await say('hi');
  return { ...who, say };
}

/** How Teams answers what goes to this person, new messages alone. */
function sendsTo(userId: string, failure: Failure | undefined): void {
  house.connector.script.answer = (method, _activity, conversationId) =>
    method === 'POST' && conversationId === `a:${userId}` ? failure : undefined;
}

const told = (fits: (each: Sent) => boolean, from: number) => house.connector.waitFor(fits, from);

/** The card that the agent is answered with. */
async function answerTo(text: string) {
  const from = house.connector.sent.length;
  await house.person(agent).say(text);
  const { activityId: id, activity } = await told(
    (each) => each.method === 'POST' && each.conversationId === `a:${agent}`,
    from,
  );
  return { id, from, text: textOf(activity), card: cardIn({ activity }) };
}
const offered = (each: Sent) => textOf(each.activity).includes('suggests that you set');
const changed = (id: string, words: string, from: number) =>
  told(
    (each) => each.method === 'PUT' && each.activityId === id && textOf(each.activity).includes(words),
    from,
  );

describe('the offer of a reset', () => {
  it('arrives, and the card of the agent says so then, not before', async () => {
    const { id: userId, name } = await colleague();
    const answer = await answerTo(`offer a reset to ${name}`);
    expect(answer.text).toContain('Offer on its way');
    expect(answer.text).not.toMatch(/reads|has the message/);
    const arrived = await told(offered, answer.from);
    expect(arrived.conversationId).toBe(`a:${userId}`);
    expect(actionData(cardIn(arrived), 'reset')).toEqual({ do: 'reset' });
    await changed(answer.id, `${name} has the message`, answer.from);
    expect((await answerTo(`find ${name}`)).text).toMatch(/offer delivered.*reset offered by the help desk/);
  });

  it('is made by the button of a timeline too', async () => {
    const { name } = await colleague();
    const { id, card, from } = await answerTo(`find ${name}`);
    const button = actionsOf(card).find(({ title }) => title === 'Offer a reset');
    await house.person(agent).execute(id, button?.data as Record<string, unknown>);
    const answer = await told((each) => textOf(each.activity).includes('Offer on its way'), from);
    expect(answer.method).toBe('POST');
    await changed(answer.activityId, `${name} has the message`, from);
  });

  it('is made once in ten minutes, and the second agent is told so', async () => {
    const { name } = await colleague();
    const first = await answerTo(`offer a reset to ${name}`);
    await changed(first.id, 'has the message', first.from);
    const second = await answerTo(`offer a reset to ${name}`);
    expect(second.text).toContain('Offered already');
    expect(house.connector.sent.slice(first.from).filter(offered)).toHaveLength(1);
  });

  it('that Teams does not let through is said to be so, and arrives once the person writes', async () => {
    const { id: userId, name, say } = await colleague();
    sendsTo(userId, { status: 403, code: 'ConversationBlockedByUser' });
    const answer = await answerTo(`offer a reset to ${name}`);
    const blocked = await changed(answer.id, 'Offer not delivered', answer.from);
    expect(textOf(blocked.activity)).toContain('They get it once they write to the bot');
    expect(textOf(blocked.activity)).toContain('https://teams.microsoft.com/l/chat/0/0?users=28%3A');
    expect((await answerTo(`find ${name}`)).text).toContain('offer not delivered: blocked');
    sendsTo(userId, undefined);
    await say('help');
    await told(offered, answer.from);
    await changed(answer.id, 'has the message', answer.from);
  });

  it('that Teams refuses for good is said to be given up', async () => {
    const { id: userId, name } = await colleague();
    sendsTo(userId, 400);
    const answer = await answerTo(`offer a reset to ${name}`);
    const refused = await changed(answer.id, 'Offer not delivered', answer.from);
    expect(textOf(refused.activity)).toContain('It is not tried again');
    expect((await answerTo(`find ${name}`)).text).toContain('offer not delivered: refused');
  });

  it('is kept over a crash, and so is where the agent is told', async () => {
    const { id: userId, name } = await colleague();
    sendsTo(userId, 503);
    const answer = await answerTo(`offer a reset to ${name}`);
    await house.restart('SIGKILL');
    expect(house.connector.sent.slice(answer.from).filter(offered)).toEqual([]);
    sendsTo(userId, undefined);
    await changed(answer.id, `${name} has the message`, answer.from);
  });
});
