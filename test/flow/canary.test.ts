import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { afterEach, expect, it } from 'vitest';
import { startZendesk } from '../helpdesk/stand-in-zendesk.ts';
import { startIssuer } from '../pin-service/issuer.ts';
import { programEnv, programFile } from '../programs.ts';
import { startIdentityEndpoint } from '../security/login.ts';
import { cardIn, memberOf, textOf } from './connector.ts';
import { type House, openHouse, people } from './house.ts';
import { outcomeOf } from './outcome.ts';
import { registered } from './registered.ts';
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

/** What the bot compiles is kept beside its data, as where it is deployed, and looked into. */
const ownCode = { NODE_COMPILE_CACHE: '' };

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

/** What the export writes beside the bot. */
async function exported({ env, dataDir }: House, format: string): Promise<string> {
  const words = [programFile('main'), 'audit', '--since', '1h', '--format', format];
  const options = { env: { ...programEnv, ...env }, cwd: dataDir };
  const { stdout, stderr } = await promisify(execFile)(process.execPath, words, options);
  return stdout + stderr;
}

/** A person's chat, and all that was answered in it. */
function chatIn(opened: House, robin: ReturnType<House['person']>) {
  const answers: string[] = [];
  return {
    answers,
    async ask() {
      const from = opened.connector.sent.length;
      await robin.say('reset my PIN');
      return opened.connector.waitFor(
        (each) => each.method === 'POST' && textOf(each.activity).includes('newPin'),
        from,
      );
    },
    async send(
      shown: { activityId: string },
      card: unknown,
      pin: string,
      how: 'execute' | 'submit' = 'execute',
    ) {
      const data = { ...actionData(card, 'setPin'), newPin: pin, repeatPin: pin };
      const answer = await robin[how](shown.activityId, data);
      answers.push(answer.text);
      return answer;
    },
  };
}

it('the PIN is nowhere: after success, refusal, fault and a kill', async () => {
  const opened = await openHouse({
    bot: { ...ownCode, LOG_LEVEL: 'trace' },
    pinService: { PIN_SERVICE_DELAY: '300ms' },
  });
  house = opened;
  const robin = opened.person(people.ordinary);
  const { answers, ask, send } = chatIn(opened, robin);
  const shown = await ask();
  const refused = await send(shown, cardIn(shown), pins.refused);
  const wrong = await send(shown, refused.body.value, pins.wrong);
  const done = await send(shown, wrong.body.value, pins.applied);
  expect(textOf(await outcomeOf(house.connector, shown, done, 'Your PIN is changed'))).toContain(
    'Your PIN is changed',
  );
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
  answers.push(await opened.bot().wholeLog());
  await opened.restart('SIGKILL', { LOG_LEVEL: 'trace' });
  expectNowhere(await everythingWritten(opened), answers.join('\n'));
});

it.each([
  ['that is delivered', true],
  ['that is handed over as a mail', false],
])('the PIN is nowhere in a ticket %s, nor in what agents and the export see', async (_what, delivers) => {
  const desk = await startZendesk();
  const agent = 'a96c03d7-51e8-4d2b-a7f4-1c8be2750204';
  const opened = await openHouse({
    bot: {
      ...ownCode,
      ...(delivers ? desk.env : { HELPDESK_EMAIL: 'desk@example.com' }),
      HELPDESK_AGENTS: agent,
      LOG_LEVEL: 'trace',
    },
  });
  house = opened;
  try {
    const robin = opened.person(people.ordinary);
    const { answers, ask, send } = chatIn(opened, robin);
    const shown = await ask();
    await send(shown, cardIn(shown), pins.applied);
    await robin.say('create a ticket');
    const form = await opened.connector.waitFor((each) => textOf(each.activity).includes('sendTicket'));
    const typed = {
      ...actionData(cardIn(form), 'sendTicket'),
      problem: 'newPin',
      line: `my new pin ${pins.applied} or ${[...pins.repeated].join(' ')} is refused, and ${[...pins.wrong].join('-')}`,
    };
    for (const callback of ['my desk', '+1 410 309 0200']) {
      const { text } = await robin.execute(form.activityId, { ...typed, callback });
      answers.push(text);
    }
    if (delivers) await opened.connector.waitFor((each) => textOf(each.activity).includes('is open.'));
    else expect(answers.join()).toContain('mailto:desk@example.com?subject=');
    await opened.person(agent).say(`find ${people.ordinary}`);
    await opened.person(agent).say(`find ${pins.applied}`);
    answers.push(JSON.stringify(desk.made), JSON.stringify(desk.requests));
    for (const format of ['jsonl', 'csv']) answers.push(await exported(opened, format));
    expect(answers.at(-1)).toContain(delivers ? 'ticket_open' : 'ticket_handed');
    await opened.restart('SIGKILL', { LOG_LEVEL: 'trace' });
    expectNowhere(await everythingWritten(opened), answers.join('\n'));
  } finally {
    await desk.stop();
  }
});

it('the PIN is nowhere with a registration: where nobody confirms the person, no identity gives a token, and after', async () => {
  const registration = await registered();
  const issuer = await startIssuer();
  const endpoint = await startIdentityEndpoint(() => issuer.token());
  const opened = await openHouse({
    bot: {
      ...ownCode,
      ...registration.env,
      ...endpoint.env,
      LOG_LEVEL: 'trace',
      ADMIN_PORT: '0',
      PIN_SERVICE_SCOPE: `${issuer.audience}/.default`,
      PIN_SERVICE_IDENTITY: 'managedIdentity',
    },
    pinService: issuer.env,
  });
  house = opened;
  try {
    const authorization = registration.authorization(() => opened.connector.url);
    const robin = opened.person(people.ordinary, authorization);
    const { answers, ask, send } = chatIn(opened, robin);
    opened.connector.roster.answer = () => ({ failure: 503 });
    const shown = await ask();
    const wrong = await send(shown, cardIn(shown), pins.wrong);
    await send(shown, wrong.body.value, pins.killed);
    const back = await opened.connector.waitFor((each) =>
      textOf(each.activity).includes('Teams has not confirmed'),
    );
    opened.connector.roster.answer = memberOf;
    await send(shown, cardIn(back), pins.applied);
    await opened.connector.waitFor((each) => textOf(each.activity).includes('Your PIN is changed'));
    const second = await ask();
    await opened.pinService.kill();
    await send(second, cardIn(second), pins.repeated);
    const port = /"port":(\d+)/.exec(opened.bot().log())?.[1];
    for (const url of [`http://127.0.0.1:${port}/metrics`, `${opened.bot().url}/readyz`])
      answers.push(await (await fetch(url)).text());
    const written = answers.join() + (await opened.bot().wholeLog()) + opened.pinService.logs();
    for (const each of [...issuer.issued, registration.botToken]) expect(written).not.toContain(each);
    expectNowhere(await everythingWritten(opened), answers.join('\n'));
  } finally {
    await endpoint.stop();
    await issuer.stop();
    await registration.stop();
  }
});
