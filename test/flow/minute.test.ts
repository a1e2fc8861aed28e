import { describe, expect, it } from 'vitest';
import { cardIn, textOf } from './connector.ts';
import { openHouse, people } from './house.ts';
import { actionData } from './teams.ts';

/** With the settings as they come: the change is waited for a minute, so that 70 s are beyond it. */
describe.concurrent('a PIN service that takes as long as the page of today', () => {
  it.for([
    ['55s', false],
    ['70s', true],
  ] as const)(
    '%s: answered at once, and ends with the right outcome',
    { timeout: 180_000 },
    async ([delay, unknown], { onTestFinished }) => {
      const house = await openHouse({ pinService: { PIN_SERVICE_DELAY: delay } });
      onTestFinished(() => house.close());
      const robin = house.person(people.ordinary);
      await robin.say('reset my PIN');
      const shown = await house.connector.waitFor((each) => textOf(each.activity).includes('newPin'));
      const data = { ...actionData(cardIn(shown), 'setPin'), newPin: '73914', repeatPin: '73914' };
      const answer = await robin.execute(shown.activityId, data);
      expect(textOf(answer.body.value)).toContain('Your PIN is being changed');
      const note = await house.connector.waitFor(
        (each) => each.activity.text === 'Your conferencing PIN is changed.',
        0,
        150_000,
      );
      const before = house.connector.sent.slice(0, house.connector.sent.indexOf(note));
      const cards = before.filter((each) => each.method === 'PUT' && each.activityId === shown.activityId);
      expect(textOf(cards.at(-1)?.activity)).toContain('Your PIN is changed');
      expect(cards.some((each) => textOf(each.activity).includes('do not try again now'))).toBe(unknown);
    },
  );
});
