import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cardIn, textOf } from './connector.ts';
import { type House, openHouse, people } from './house.ts';
import { actionData } from './teams.ts';

let house: House;
beforeAll(async () => {
  house = await openHouse();
});
afterAll(() => house.close());

/** The next card that the person is sent. */
async function answerTo(text: string | null, locale: string, userId: string = people.ordinary) {
  const from = house.connector.sent.length;
  await house.person(userId).say('', { locale, text });
  return house.connector.waitFor((each) => each.method === 'POST' && cardIn(each) !== undefined, from);
}

describe('what a person writes', () => {
  it('is answered in its own language, whatever that of Teams', async () => {
    const form = await answerTo('重置 PIN', 'en-US');
    expect(cardIn(form).lang).toBe('zh');
    expect(textOf(form.activity)).toContain('会议 PIN');
    const data = { ...actionData(cardIn(form), 'setPin'), newPin: '739146', repeatPin: '739146' };
    const answer = await house.person(people.ordinary).execute(form.activityId, data, { locale: 'en-US' });
    expect(answer.body.value.lang).toBe('zh');
  });

  it('is answered in that of Teams where the words are those of several languages', async () => {
    expect(cardIn(await answerTo('status', 'zh-CN', people.pinSet)).lang).toBe('zh');
    expect(cardIn(await answerTo('status', 'en-GB', people.pinSet)).lang).toBe('en');
  });

  it('is not answered in a neighbour’s language, where there are no words of its own', async () => {
    expect(
      cardIn(await answerTo('hvordan nulstiller man sin kode til kantinen', 'nb-NO', people.pinSet)).lang,
    ).toBe('en');
  });

  it('is answered in its own language, also where there are no words of that of Teams', async () => {
    expect(cardIn(await answerTo('Ist meine PIN gesperrt?', 'fi-FI', people.pinSet)).lang).toBe('de');
  });

  it('may be null where nothing was written, and is answered all the same', async () => {
    const answer = await answerTo(null, 'en-US', people.pinSet);
    // As any first word that is no wish: with the welcome, and not with an apology.
    expect(textOf(answer.activity)).toContain('Forgot your conferencing PIN');
  });

  it('is never a way to another person’s PIN', async () => {
    const answer = await answerTo("reset Anna's pin", 'en-US', people.pinSet);
    expect(textOf(answer.activity)).toContain('Everybody resets their own PIN');
    expect(textOf(answer.activity)).not.toContain('setPin');
  });
});
