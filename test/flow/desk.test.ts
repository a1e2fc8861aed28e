import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { actionsOf } from '../cards/card-parts.ts';
import { cardIn, textOf } from './connector.ts';
import { type House, openHouse, people } from './house.ts';
import { outcomeOf } from './outcome.ts';
import { actionData } from './teams.ts';

const agent = 'a96c03d7-51e8-4d2b-a7f4-1c8be2750204';
let house: House;
beforeAll(async () => {
  house = await openHouse({
    bot: { HELPDESK_AGENTS: agent.toUpperCase(), HELPDESK_EMAIL: 'desk@example.com' },
  });
});
afterAll(() => house.close());

const names: Record<string, string> = {
  [people.ordinary]: 'Robin Castellan',
  [people.pinSet]: 'Imani Castellan-Okafor',
};
const called = (userId: string) => ({
  from: { id: `29:${userId}`, name: names[userId] ?? 'Some Body', aadObjectId: userId },
});

/** The first card that this is answered with. */
async function answerTo(userId: string, text: string, more: Record<string, unknown> = {}) {
  const from = house.connector.sent.length;
  await house.person(userId).say(text, { ...called(userId), ...more });
  const sent = await house.connector.waitFor(
    (each) => each.method === 'POST' && cardIn(each) !== undefined,
    from,
  );
  return { id: sent.activityId, card: cardIn(sent), text: textOf(cardIn(sent)) };
}

const looks = () =>
  house.rows<{ event: string; agent_id: string; user_id: string | null }>(
    'select event, agent_id, user_id from desk_events where agent_id is not null order by at, event',
  );

/** A person with a change, and the reference of it. */
async function changedBy(userId: string): Promise<string> {
  const { id, card } = await answerTo(userId, 'reset my PIN');
  const { attempt, ...data } = actionData(card, 'setPin');
  const person = house.person(userId);
  await person.execute(id, { ...data, attempt, newPin: '12345', repeatPin: '12345' }, called(userId));
  const answer = await person.execute(
    id,
    { ...data, attempt, round: 2, newPin: '73914680', repeatPin: '73914680' },
    called(userId),
  );
  await outcomeOf(house.connector, { activityId: id }, answer, 'Your PIN is changed');
  const [row] = await house.rows<{ reference: string }>(
    `select reference from attempts where id = '${attempt}'`,
  );
  return row?.reference ?? '';
}

describe('the help desk’s view', () => {
  let reference: string;
  beforeAll(async () => {
    reference = await changedBy(people.ordinary);
    await changedBy(people.pinSet);
  });

  it.each([
    ['the reference', () => reference],
    ['the reference as it is read out', () => reference.toLowerCase().replace('-', ' ')],
    ['the name', () => 'robin castellan'],
    ['a part of it, accents and capitals aside', () => 'RÓBIN'],
    ['the object id', () => people.ordinary],
  ])('finds a person by %s', async (_by, what) => {
    const { text } = await answerTo(agent, `find ${what()}`, { localTimezone: 'Europe/Copenhagen' });
    expect(text).toContain('Robin Castellan');
    expect(text).toMatch(/\*\*[^*]+\(GMT\+1\)\*\* PIN changed · /);
    expect(text).toMatch(/PIN refused: too.simple/);
    expect(text).toContain('sent a new PIN');
    expect(text).not.toContain('73914680');
  });

  it('asks which of several is meant, and shows who is chosen', async () => {
    const { id, card } = await answerTo(agent, 'find castellan');
    const titles = actionsOf(card).map(({ title }) => title);
    expect(titles).toEqual(['Imani Castellan-Okafor', 'Robin Castellan']);
    const { body } = await house
      .person(agent)
      .execute(id, actionsOf(card)[1]?.data as Record<string, unknown>);
    expect(textOf(body.value)).toContain(reference);
  });

  it.each([
    'find nobody of this name',
    'find zz\0qq',
    'find &#0;x',
    'find %',
    'find a',
    'find _____',
    'find 8888-8888',
  ])('finds nobody for "%s", and gives the link', async (text) => {
    const answer = await answerTo(agent, text);
    expect(answer.text).toContain('Nobody found');
    expect(answer.text).toContain('https://teams.microsoft.com/l/chat/0/0?users=28%3A');
  });

  it('pages through a long timeline', async () => {
    for (let many = 0; many < 6; many += 1) await answerTo(people.ordinary, 'reset my PIN');
    const { id, card, text } = await answerTo(agent, `find ${reference}`);
    expect(text).not.toContain('PIN changed');
    const older = actionsOf(card).find(({ title }) => title === 'Older')?.data as Record<string, unknown>;
    const { body } = await house.person(agent).execute(id, older);
    expect(textOf(body.value)).toContain('PIN changed');
    expect(actionsOf(body.value).map(({ title }) => title)).toContain('Newer');
  });

  it('shows what needs a person today', async () => {
    const { id, card } = await answerTo(people.ordinary, 'reset my PIN');
    const quiet = (await answerTo(agent, 'today')).text;
    expect(quiet).toContain('Nothing. No change has been unsettled for more than ten minutes');
    // No desk takes tickets from this bot: of what becomes of them it knows nothing.
    expect(quiet).toContain('people bring them to the help desk themselves');
    expect(quiet).not.toMatch(/deliver|on its way/);
    const { attempt } = actionData(card, 'setPin');
    await house.person(people.ordinary).execute(id, { do: 'notMe', attempt }, called(people.ordinary));
    const { text } = await answerTo(agent, 'Today');
    expect(text).toContain('“This was not me”: Robin Castellan');
  });

  it('understands the agent’s own language', async () => {
    expect((await answerTo(agent, 'find robin', { locale: 'de-DE' })).text).toContain('Castellan');
  });

  it.each([
    ['en-US', 'help', ['As the help desk', 'find …', 'today', 'offer a reset to …']],
    ['de-DE', 'Hilfe', ['Als Helpdesk', 'suche …', 'heute', 'zurücksetzen anbieten für …']],
    // The words of one's own Teams work, and English ones: of a third language the text alone.
    ['en-US', 'Ich brauche bitte Hilfe', ['Als Helpdesk', 'find …', 'today', 'offer a reset to …']],
  ])('names its words in the help of an agent (%s, "%s")', async (locale, text, [title, ...words]) => {
    const help = (await answerTo(agent, text, { locale })).text;
    expect(help).toContain(title);
    for (const word of words) expect(help).toContain(`**${word}**`);
    const theirs = (await answerTo(people.pinSet, text, { locale })).text;
    for (const word of [title, ...words]) expect(theirs).not.toContain(word);
  });

  it('names them where an agent presses Help, and to nobody else', async () => {
    for (const [who, isTold] of [
      [agent, true],
      [people.pinSet, false],
    ] as const) {
      const from = house.connector.sent.length;
      await house.person(who).submit('c', { do: 'help' }, called(who));
      const { activity } = await house.connector.waitFor(
        (each) => textOf(each.activity).includes('Press a button, or write'),
        from,
      );
      expect(textOf(activity).includes('As the help desk')).toBe(isTold);
    }
  });

  it('names in the audit who has looked, and at whom', async () => {
    const before = (await looks()).length;
    await answerTo(agent, `find ${reference}`);
    await answerTo(agent, 'find castellan');
    await answerTo(agent, 'today');
    const made = (await looks()).slice(before);
    expect(made.map(({ event }) => event).sort()).toEqual(['looked_for', 'looked_today', 'looked_up']);
    expect(made.every(({ agent_id: id }) => id === agent)).toBe(true);
    expect(made.find(({ event }) => event === 'looked_up')?.user_id).toBe(people.ordinary);
  });

  it.each(['find robin castellan', 'today', 'offer a reset to robin'])(
    'tells nobody else more than any employee: "%s"',
    async (text) => {
      const before = (await looks()).length;
      const answer = await answerTo(people.pinSet, text);
      expect(answer.text).not.toContain(reference);
      expect(answer.text).not.toContain('Castellan');
      expect(await looks()).toHaveLength(before);
    },
  );

  it.each([
    { view: 'timeline', user: people.ordinary, page: 0 },
    { view: 'offer', user: people.ordinary },
    { view: 'today' },
  ])('gives nobody else its buttons: %j', async (data) => {
    const before = (await looks()).length;
    for (const how of ['execute', 'submit'] as const) {
      const from = house.connector.sent.length;
      const { text } = await house.person(people.pinSet)[how]('c', { do: 'desk', ...data });
      const told =
        text +
        house.connector.sent
          .slice(from)
          .map((each) => textOf(each.activity))
          .join();
      expect(told).toContain('That button did not work');
      expect(told).not.toContain(reference);
    }
    expect(await looks()).toHaveLength(before);
  });

  it('shows people of the agent’s own tenant alone', async () => {
    const tenantId = '11111111-0d2e-4a3c-9b0a-6c1d3f5a7b90';
    const elsewhere = {
      conversation: { id: 'a:elsewhere', conversationType: 'personal', tenantId },
      channelData: { tenant: { id: tenantId } },
    };
    for (const text of [`find ${reference}`, 'find castellan', `find ${people.ordinary}`])
      expect((await answerTo(agent, text, elsewhere)).text).toContain('Nobody found');
  });
});
