import { randomUUID } from 'node:crypto';
import { afterEach, describe, expect, it } from 'vitest';
import { person } from '../pin-service/seed-file.ts';
import { type Pool, startPool } from '../pin-service/skype-for-business/stand-in-pool.ts';
import { cardIn, textOf } from './connector.ts';
import { type House, openHouse } from './house.ts';
import { askedInTime } from './in-time.ts';
import { actionData } from './teams.ts';
import { disguises, everythingWritten } from './traces.ts';

let house: House;
let pool: Pool;
afterEach(async () => {
  await house.close();
  await pool.stop();
});

const id = randomUUID();
/** As the roster of these tests calls people. */
const upn = `${id}@contoso.example`;
const pin = '860317294517';

async function openChain(bot: Record<string, string> = {}, pinService: Record<string, string> = {}) {
  pool = await startPool([person({ id, userPrincipalName: upn, initialPin: '80264' })]);
  house = await openHouse({
    bot: { PIN_SERVICE_USER_KEY: 'userPrincipalName', LOG_LEVEL: 'trace', ...bot },
    pinService: { ...pool.env, SFB_SESSION_IDLE: '1s', SFB_CALL_TIMEOUT: '3s', ...pinService },
  });
}

async function ask() {
  const from = house.connector.sent.length;
  await house.person(id).say('reset my PIN');
  return house.connector.waitFor((each) => textOf(each.activity).includes('newPin'), from);
}

async function submit(asking = ask, text = pin) {
  const robin = house.person(id);
  const shown = await asking();
  const data = { ...actionData(cardIn(shown), 'setPin'), newPin: text, repeatPin: text };
  return { shown, answer: await robin.execute(shown.activityId, data) };
}

const cardSaying = (words: string) =>
  house.connector.waitFor((each) => each.method === 'PUT' && textOf(each.activity).includes(words));

describe('from the chat to the pool and back', () => {
  it('the form names the person as the pool knows them, and the PIN is set there', async () => {
    // The session stays, so that who asks again does not wait for its start again.
    await openChain({}, { SFB_SESSION_IDLE: '1m' });
    const { shown } = await submit(() => askedInTime(house.person(id), ask));
    expect(textOf(cardIn(shown))).toContain('Test Person');
    expect(textOf(cardIn(shown))).toContain('0131');
    await cardSaying('Your PIN is changed');
    expect(pool.pinOf(upn)).toBe(pin);
  });

  it('a host that dies in mid-call is found out about: the person reads what the pool did', async () => {
    await openChain();
    pool.weather.push({ do: 'set', kind: 'dies', when: 'late', ms: 300 });
    await submit();
    await cardSaying('Your PIN is changed');
    expect(pool.applied.map((each) => each.pin)).toEqual([pin]);
  });

  it('what the pool never did is told as not changed', async () => {
    await openChain();
    pool.weather.push({ do: 'set', kind: 'dies', when: 'before' });
    await submit();
    await cardSaying('Your PIN is not changed');
    expect(pool.pinOf(upn)).toBe('80264');
  });

  it('the PIN is nowhere, whatever became of the call', async () => {
    await openChain({ PIN_SERVICE_TIMEOUT: '2s' });
    pool.weather.push(
      { do: 'set', kind: 'error', type: 'Some.Exception', errorId: 'Some' },
      { do: 'set', kind: 'garbage', as: 'not-json' },
    );
    const { shown } = await submit();
    await house.connector.waitFor((each) => textOf(each.activity).includes('not changed'));
    const from = house.connector.sent.length;
    await submit();
    await house.connector.waitFor(
      (each) => each.method === 'PUT' && textOf(each.activity).includes('Your PIN is changed'),
      from,
    );
    const written = await everythingWritten(house);
    written.set('the hosts’ arguments', Buffer.from(JSON.stringify(pool.sessions)));
    expect([...written.keys()].join()).toContain('pin-service.db');
    for (const [place, bytes] of written)
      for (const form of disguises(pin))
        expect(`a PIN in ${place}: ${bytes.includes(form)}`).toBe(`a PIN in ${place}: false`);
    expect(shown.activityId).toBeDefined();
  });
});
