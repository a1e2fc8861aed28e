import { afterEach, expect, it } from 'vitest';
import { cardIn, textOf } from './connector.ts';
import { type House, openHouse, people } from './house.ts';
import { actionData } from './teams.ts';
import { disguises, everythingWritten } from './traces.ts';

/** Long and odd enough to stand nowhere by chance. */
const pins = {
  applied: '860317294517',
  repeated: '860317294518',
  refused: '123456789012',
  wrong: '86031729a519',
  killed: '417306928153',
};

let house: House | undefined;
afterEach(() => house?.close());

function expectNowhere(written: Map<string, Buffer>, answers: string): void {
  written.set('answers', Buffer.from(answers));
  for (const [place, bytes] of written) {
    for (const [name, pin] of Object.entries(pins)) {
      for (const form of disguises(pin))
        expect(`${name} in ${place}: ${bytes.includes(form)}`).toBe(`${name} in ${place}: false`);
    }
  }
}

it('finds what it looks for', () => {
  for (const form of disguises(pins.applied))
    expect(Buffer.concat([Buffer.from('??'), form]).includes(form)).toBe(true);
  const seen = Buffer.from(`ab${pins.applied}cd`).toString('base64');
  expect(disguises(pins.applied).some((form) => seen.includes(form.toString()))).toBe(true);
});

it('the PIN is nowhere: after success, refusal, fault and a kill', async () => {
  const opened = await openHouse({ bot: { LOG_LEVEL: 'trace' }, pinService: { PIN_SERVICE_DELAY: '300ms' } });
  house = opened;
  const robin = opened.person(people.ordinary);
  const answers: string[] = [];
  const ask = async () => {
    const from = opened.connector.sent.length;
    await robin.say('reset my PIN');
    return opened.connector.waitFor(
      (each) => each.method === 'POST' && textOf(each.activity).includes('newPin'),
      from,
    );
  };
  const send = async (
    shown: { activityId: string },
    card: unknown,
    pin: string,
    how: 'execute' | 'submit' = 'execute',
  ) => {
    const answer = await robin[how](shown.activityId, {
      ...actionData(card, 'setPin'),
      newPin: pin,
      repeatPin: pin,
    });
    answers.push(answer.text);
    return answer;
  };
  const shown = await ask();
  const refused = await send(shown, cardIn(shown), pins.refused);
  const wrong = await send(shown, refused.body.value, pins.wrong);
  const done = await send(shown, wrong.body.value, pins.applied);
  expect(textOf(done.body.value)).toContain('Your PIN is changed');
  await robin.say(`my new pin is ${pins.repeated}`);
  await send(shown, cardIn(shown), pins.repeated, 'submit');
  await robin.execute('1', {
    do: 'setPin',
    attempt: pins.wrong,
    round: 1,
    newPin: pins.wrong,
    repeatPin: { deep: pins.wrong },
  });
  const second = await ask();
  await opened.pinService.kill();
  await send(second, cardIn(second), pins.killed);
  answers.push(opened.bot().log());
  await opened.restart('SIGKILL', { LOG_LEVEL: 'trace' });
  expectNowhere(await everythingWritten(opened), answers.join('\n'));
});
