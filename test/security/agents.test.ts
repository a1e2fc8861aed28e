import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { cardIn, memberOf, textOf } from '../flow/connector.ts';
import { type GuardedHouse, openGuardedHouse } from './guarded.ts';

/** A person of the help desk for each test: what the roster has said of one is kept for a while. */
const agents = Array.from({ length: 6 }, (_, at) => `a96c03d7-51e8-4d2b-a7f4-1c8be275020${at}`);
let house: GuardedHouse;
beforeAll(async () => {
  house = await openGuardedHouse({ bot: { HELPDESK_AGENTS: agents.join() } });
});
afterAll(() => house.close());
afterEach(() => {
  house.connector.roster.answer = memberOf;
});

async function answerTo(text: string) {
  const agent = agents.pop() ?? '';
  const from = house.connector.sent.length;
  await house.guest(agent).say(text);
  const answer = await house.connector.waitFor((each) => cardIn(each) !== undefined, from);
  const typed = house.connector.sent.slice(from).some(({ activity }) => activity.type === 'typing');
  return { text: textOf(cardIn(answer)), typed };
}

const guest = (accountId: string) => ({ member: { ...memberOf(accountId).member, userRole: 'guest' } });

describe('somebody whom the settings name as an agent', () => {
  it('is told the words of the help desk where the roster confirms them', async () => {
    expect((await answerTo('help')).text).toContain('**find …**');
  });

  it.each([
    ['calls them a guest', guest],
    ['is away', () => ({ failure: 503 })],
  ])('gets the help of everybody where it %s', async (_how, answer) => {
    house.connector.roster.answer = answer;
    const { text } = await answerTo('help');
    expect(text).toContain('Press a button, or write');
    expect(text).not.toContain('**find …**');
  });

  it('finds nobody where it calls them a guest', async () => {
    house.connector.roster.answer = guest;
    expect((await answerTo('find robin')).text).toContain('That button did not work');
  });

  it.each([
    ['help', 'Press a button, or write'],
    ['today', 'It could not be confirmed who you are'],
  ])('does not stand in front of silence where it does not answer: "%s"', async (words, told) => {
    house.connector.roster.answer = () => undefined;
    const { text, typed } = await answerTo(words);
    expect(text).toContain(told);
    expect(typed).toBe(true);
  });
});
