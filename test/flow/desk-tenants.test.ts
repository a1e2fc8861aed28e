import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cardIn, textOf } from './connector.ts';
import { type House, openHouse, people } from './house.ts';
import { actionData, type Somebody, somebody, teams } from './teams.ts';

const agent = somebody('a96c03d7-51e8-4d2b-a7f4-1c8be2750204');
const otherAgent: Somebody = {
  ...somebody('b07d14e8-62f9-4e3c-b8a5-2d9cf3860204'),
  tenantId: '11111111-0d2e-4a3c-9b0a-6c1d3f5a7b90',
};
const person = somebody(people.ordinary);
let house: House;
beforeAll(async () => {
  const bot = { HELPDESK_AGENTS: `${agent.userId},${otherAgent.userId}`, RESET_ALERT: '2/1h' };
  house = await openHouse({ bot });
});
afterAll(() => house.close());

const speaking = (who: Somebody) => teams(() => house.bot().url, house.connector.url, who);

async function answerTo(who: Somebody, text: string) {
  const from = house.connector.sent.length;
  await speaking(who).say(text);
  const sent = await house.connector.waitFor(
    (each) => each.conversationId === who.conversationId && cardIn(each) !== undefined,
    from,
  );
  return { id: sent.activityId, card: cardIn(sent) };
}

async function changes(who: Somebody, pin: string) {
  const { id, card } = await answerTo(who, 'reset my PIN');
  const data = { ...actionData(card, 'setPin'), newPin: pin, repeatPin: pin };
  await speaking(who).execute(id, data);
  await house.connector.waitFor(
    (each) => each.activityId === id && textOf(each.activity).includes('Your PIN is changed'),
  );
}

describe('more PINs than usual', () => {
  const alert = 'More PINs are being changed than usual';

  it('are those of the agent’s own tenant alone, and the operators’ of all', async () => {
    const elsewhere = { ...person, tenantId: otherAgent.tenantId, conversationId: `a:${randomUUID()}` };
    await changes(person, '73914680');
    await changes(elsewhere, '80264791');
    for (const each of [agent, otherAgent])
      expect(textOf((await answerTo(each, 'today')).card)).not.toContain(alert);
    await house.bot().logged(/more changes in all than RESET_ALERT/);
    await changes(person, '91357802');
    expect(textOf((await answerTo(agent, 'today')).card)).toContain(alert);
    expect(textOf((await answerTo(otherAgent, 'today')).card)).not.toContain(alert);
  });
});
