import { randomUUID } from 'node:crypto';
import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cardIn, textOf } from './connector.ts';
import { type House, openHouse, people } from './house.ts';
import { actionData, somebody, teams } from './teams.ts';

let house: House;
beforeAll(async () => {
  house = await openHouse();
});
afterAll(() => house.close());

/** What the bot answers to these words, from a person of its own. */
async function answerTo(text: string, userId: string = people.ordinary, more: { locale?: string } = {}) {
  const from = house.connector.sent.length;
  await house.person(userId).say(text, more);
  return house.connector.waitFor(
    (each) => each.activity.type === 'message' && each.conversationId === `a:${userId}`,
    from,
  );
}

describe('first contact', () => {
  it('is welcomed where no install event came, once', async () => {
    const first = await answerTo('hi', 'e5b90f1d-38c6-4720-8f9b-7d14ea630208');
    expect(textOf(first.activity)).toContain('Forgot your conferencing PIN');
    const second = await answerTo('hi', 'e5b90f1d-38c6-4720-8f9b-7d14ea630208');
    expect(textOf(second.activity)).not.toContain('Forgot your conferencing PIN');
  });
});

describe('words', () => {
  beforeAll(async () => {
    for (const who of [people.ordinary, people.lockedForNow]) await answerTo('hi', who);
  });

  it.each([
    ['help', 'Something else?'],
    ['what is the PIN for', 'Dialling in'],
    ['thanks', 'welcome'],
    ['hello', 'Hello'],
    ['cancel', 'nothing to cancel'],
    ['stop reminding me', 'nothing to stop'],
  ])('"%s" is answered, with a next step', async (text, told) => {
    const answer = await answerTo(text);
    expect(textOf(answer.activity)).toContain(told);
    expect(textOf(answer.activity)).toContain('Action.');
    expect(answer.activity.summary).toBeTruthy();
  });

  it('does not say "not understood" twice in a row: the second time it hands over to the help desk', async () => {
    const first = await answerTo('the weather is fine', people.lockedForNow);
    expect(textOf(first.activity)).toContain('not understood');
    const second = await answerTo('and the sea is blue', people.lockedForNow);
    expect(textOf(second.activity)).not.toContain('not understood');
    expect(textOf(second.activity)).toContain('help desk');
  });

  it.each([
    ['yes please', 'en-US', 'asdf', 'en'],
    ['ok', 'en-US', 'asdf', 'en'],
    ['Ja, gerne', 'de-DE', 'asdf', 'de'],
    ['tak', 'pl-PL', 'asdf', 'pl'],
    ['ใช่ค่ะ', 'th-TH', 'ฟหกด', 'th'],
  ])(
    'asks whether to reset the PIN, and takes %s (%s) for the answer',
    async (yes, locale, unclear, lang) => {
      const question = await answerTo(unclear, people.ordinary, { locale });
      expect(textOf(question.activity)).not.toContain('setPin');
      const form = await answerTo(yes, people.ordinary, { locale });
      expect(textOf(form.activity)).toContain('setPin');
      expect(cardIn(form).lang).toBe(lang);
    },
  );

  it('answers two people whose messages have the same id: ids are of a chat', async () => {
    const from = house.connector.sent.length;
    for (const who of [people.ordinary, people.pinSet]) {
      await house.person(who).say('help', { id: '1732400000000' });
      await house.connector.waitFor((each) => each.conversationId === `a:${who}`, from);
    }
  });

  it('shows the status that the backend tells', async () => {
    const answer = await answerTo('status', people.pinSet);
    expect(textOf(answer.activity)).toContain('0131');
    expect(textOf(answer.activity)).toContain('Yes');
  });

  it('answers in the time zone of the person, and escapes names', async () => {
    const answer = await answerTo('status', people.pinSet);
    expect(textOf(answer.activity)).not.toContain('${');
  });
});

describe('a group chat or channel', () => {
  const inGroup = {
    conversation: {
      id: '19:group@thread.v2',
      conversationType: 'groupChat',
      tenantId: somebody('x').tenantId,
    },
  };

  it('gets no form and nothing personal, but a link to the private chat', async () => {
    const from = house.connector.sent.length;
    await house.person(people.pinSet).say('<at>PIN bot</at> reset my PIN', inGroup);
    const answer = await house.connector.waitFor(
      (each) => each.conversationId === '19:group@thread.v2',
      from,
    );
    expect(textOf(answer.activity)).not.toContain('newPin');
    expect(textOf(answer.activity)).not.toContain('Imani');
    expect(textOf(answer.activity)).toContain('https://teams.microsoft.com/l/');
  });

  it('warns of a PIN that was written there', async () => {
    const from = house.connector.sent.length;
    const conversation = {
      id: '19:team',
      conversationType: 'channel',
      tenantId: somebody(people.ordinary).tenantId,
    };
    await house.person(people.ordinary).say('<at>PIN</at> reset my pin to 739143', { conversation });
    const there = house.connector.sent.slice(from).filter((each) => each.conversationId === conversation.id);
    const [first, next] = there;
    expect(textOf(first?.activity)).toContain('Please delete that message');
    expect(textOf(next?.activity)).toContain('private chat');
  });

  it('is where a form cannot be submitted either', async () => {
    const data = { do: 'setPin', attempt: randomUUID(), round: 1, newPin: '73914', repeatPin: '73914' };
    const answer = await house.person(people.pinSet).execute('1', data, inGroup);
    expect(answer.body.type).toBe('application/vnd.microsoft.card.adaptive');
    expect(textOf(answer.body.value)).toContain('private chat');
  });
});

describe('buttons', () => {
  it('that Teams garbles are answered with a card, not with an error', async () => {
    const person = house.person(people.ordinary);
    const malformed = [
      {},
      { action: {} },
      { action: { data: { do: 'format' } } },
      { action: { data: { do: 'setPin', attempt: 'x' } } },
      'text',
      null,
    ];
    for (const value of malformed) {
      const activity = person.activity({ type: 'invoke', name: 'adaptiveCard/action', value });
      const answer = await person.post(activity);
      expect(answer.status).toBe(200);
      expect(textOf(answer.body.value)).toContain('Nothing is changed');
    }
  });

  it('send a new message where they ask for something else', async () => {
    const from = house.connector.sent.length;
    const answer = await house.person(people.ordinary).execute('1', { do: 'whatFor' });
    expect(answer.body.statusCode).toBe(200);
    await house.connector.waitFor(
      (each) => each.method === 'POST' && textOf(each.activity).includes('Dialling in'),
      from,
    );
  });

  it('of a cancelled form start nothing', async () => {
    const robin = house.person(people.ordinary);
    const from = house.connector.sent.length;
    await robin.say('reset my PIN');
    const shown = await house.connector.waitFor((each) => textOf(each.activity).includes('newPin'), from);
    await robin.say('cancel');
    const closed = await house.connector.waitFor(
      (each) => each.method === 'PUT' && each.activityId === shown.activityId,
      from,
    );
    expect(textOf(cardIn(closed))).not.toContain('newPin');
    const data = { ...actionData(cardIn(shown), 'setPin'), newPin: '73914', repeatPin: '73914' };
    const answer = await robin.execute(shown.activityId, data);
    expect(textOf(answer.body.value)).not.toContain('Your PIN is changed');
  });
});

describe('requests that are not from Teams', () => {
  const raw = (init: RequestInit) => fetch(`${house.bot().url}/api/messages`, { method: 'POST', ...init });
  const json = { 'content-type': 'application/json' };
  const { tenantId, conversationId } = somebody(people.ordinary);
  const conversation = { id: conversationId, conversationType: 'personal', tenantId };

  it.each<[string, RequestInit, number]>([
    [
      'another content type',
      { body: 'a=b', headers: { 'content-type': 'application/x-www-form-urlencoded' } },
      415,
    ],
    ['multipart', { body: new FormData() }, 415],
    ['a compressed body', { body: 'x', headers: { ...json, 'content-encoding': 'gzip' } }, 415],
    ['malformed JSON', { body: '{', headers: json }, 400],
    ['a body over 256 kB', { body: JSON.stringify({ text: 'x'.repeat(300_000) }), headers: json }, 413],
    ['no activity', { body: '{}', headers: json }, 400],
    ['a list', { body: '[]', headers: json }, 400],
    ['a forwarded request', { body: '{}', headers: { ...json, 'x-forwarded-for': '10.0.0.1' } }, 403],
  ])('%s is refused without a word', async (_what, init, status) => {
    const answer = await raw(init);
    expect(answer.status).toBe(status);
    expect(await answer.text()).toBe('');
  });

  it.each([
    ['a bot', { from: { id: '28:another', aadObjectId: people.ordinary } }],
    [
      'a person whom the activity calls a bot',
      { from: { id: '29:x', aadObjectId: people.ordinary, role: 'bot' } },
    ],
    ['no person', { from: { id: 'x' } }],
    ['tenants that differ', { channelData: { tenant: { id: randomUUID() } } }],
    ['a host that is not the connector', { serviceUrl: 'https://example.com/' }],
    ['a host that only looks like loopback', { serviceUrl: 'http://127.0.0.1.example.com/' }],
  ])('%s is refused, and nothing is sent', async (_what, more) => {
    // The cards of the buttons above: what comes now would come of this.
    await house.quiet();
    const from = house.connector.sent.length;
    const answer = await house.person(people.ordinary).say('help', more);
    expect(answer).toMatchObject({ status: 403, text: '' });
    expect(house.connector.sent.length).toBe(from);
  });

  it('of a channel other than Teams are taken in a trial', async () => {
    const from = house.connector.sent.length;
    expect((await house.person(people.ordinary).say('help', { channelId: 'emulator' })).status).toBe(200);
    await house.connector.waitFor((each) => cardIn(each) !== undefined, from);
  });

  it.each([
    ['conversation', (id: string) => ({ conversation: { ...conversation, id } })],
    ['card', (id: string) => ({ replyToId: id })],
  ])('a %s id that is no text is refused, and the bot lives on', async (_what, more) => {
    const data = { do: 'cancel', attempt: randomUUID() };
    const answer = await house.person(people.ordinary).execute('1', data, more('1:\ud800'));
    expect(answer).toMatchObject({ status: 400, text: '' });
    expect((await fetch(`${house.bot().url}/healthz`)).status).toBe(200);
  });

  it('that ask for an upgrade and are reset do not end the process', async () => {
    const { port } = new URL(house.bot().url);
    for (let nth = 0; nth < 300; nth += 1) await upgradeAndReset(Number(port));
    expect((await fetch(`${house.bot().url}/healthz`)).status).toBe(200);
  });

  it('answers its endpoints', async () => {
    const { url } = house.bot();
    expect((await fetch(`${url}/healthz`)).status).toBe(200);
    const ready = await fetch(`${url}/readyz`);
    expect([ready.status, await ready.json()]).toEqual([200, { store: 'up', pinService: 'up' }]);
    const reset = await fetch(`${url}/reset`, { redirect: 'manual' });
    expect(reset.status).toBe(302);
    expect(reset.headers.get('location')).toContain('https://teams.microsoft.com/');
    expect((await fetch(`${url}/nowhere`)).status).toBe(404);
  });
});

describe('a reply that cannot be sent', () => {
  it('does not hang the turn or show an error text', async () => {
    house.connector.script.answer = () => 500;
    const answer = await teams(() => house.bot().url, house.connector.url, somebody(people.pinSet)).say(
      'help',
    );
    house.connector.script.answer = () => undefined;
    expect(answer).toMatchObject({ status: 200, text: '' });
  });
});

/** Asks for a WebSocket and takes the connection away. */
function upgradeAndReset(port: number): Promise<void> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => {
      socket.write(
        'GET / HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n',
        () => socket.resetAndDestroy(),
      );
    });
    socket.on('error', () => undefined);
    socket.on('close', () => resolve());
  });
}
