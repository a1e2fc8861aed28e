import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { SeedPerson } from '../../src/pin-service/embedded/seed-form.ts';
import { cardIn, type Sent, textOf } from '../flow/connector.ts';
import { outcomeOf } from '../flow/outcome.ts';
import { actionData } from '../flow/teams.ts';
import { type GuardedHouse, openGuardedHouse } from './guarded.ts';

/** What a name must not do in a card. */
const hostile: [what: string, name: string][] = [
  ['Markdown', '**Bold** _it_ ~~no~~ `code`'],
  ['a link', '[Sign in](https://evil.example/login)'],
  ['an image', '![x](https://evil.example/x.png)'],
  ['an address', 'https://evil.example/login'],
  ['a bare address', 'www.evil.example'],
  ['a mention', '<at>Everyone</at>'],
  ['HTML', '<img src=x onerror=alert(1)><script>alert(1)</script>'],
  ['entities', '&lt;at&gt;Everyone&lt;/at&gt; &#60;b&#62;'],
  ['a template', '${$root} ${if(true, attempt, 0)} ${json($data)}'],
  ['a function of cards', '{{DATE(2026-01-01T00:00:00Z, SHORT)}}'],
  ['a heading', '# Your PIN is changed'],
  ['lines', 'Robin\r\n\r\n# Your PIN is changed\n- one'],
  ['the other direction', '\u202etset\u202c \u2067x\u2069'],
  ['a message format', "{name, select, other {'#'}} {0} %s"],
  ['prototypes', '__proto__ constructor toString'],
];
const personOf = (nth: number): string => `0d5a6b3e-94c1-4f0a-8a57-${String(nth).padStart(12, '0')}`;

let house: GuardedHouse;
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'names-'));
  const seed: SeedPerson[] = hostile.map(([, displayName], nth) => ({
    id: personOf(nth),
    userPrincipalName: `p${nth}@contoso.example`,
    displayName,
    phoneNumber: '+14103090200',
    extension: '0200',
    deskPhones: [{ model: displayName, location: displayName }],
  }));
  await writeFile(join(folder, 'seed.json'), JSON.stringify(seed));
  house = await openGuardedHouse({ pinService: { PIN_SERVICE_SEED: join(folder, 'seed.json') } });
});
afterAll(async () => {
  await house.close();
  await rm(folder, { recursive: true, force: true });
});

/** Every text that a card shows. */
function textsIn(node: unknown): string[] {
  if (Array.isArray(node)) return node.flatMap(textsIn);
  if (typeof node !== 'object' || node === null) return [];
  return Object.entries(node).flatMap(([key, value]) =>
    typeof value === 'string' &&
    ['text', 'title', 'value', 'label', 'placeholder', 'errorMessage'].includes(key)
      ? [value]
      : textsIn(value),
  );
}

/** Live in a TextBlock of Teams: a link, a mention, a tag, an entity, a function of cards, a template. */
const live =
  /\]\(|https?:\/\/|\bwww\.|<\/?\w|&#?\w+;|\{\{|\$\{|`|~~|(^|\s)_\w|[\r\n]|^#+\s|[\u202a-\u202e\u2067]/;

function expectNothingLive(shown: unknown): void {
  for (const text of textsIn(shown)) {
    // The card's own: emphasis around a name as a whole, and the help desk's number.
    const plain = text.replace(/\*\*([^*]*)\*\*/g, '$1').replace('[410-309-0200](tel:4103090200)', '');
    expect(plain).not.toMatch(live);
    expect(plain).not.toContain('**');
  }
}

const from = () => house.connector.sent.length;
const messagesSince = (at: number): Sent[] =>
  house.connector.sent.slice(at).filter((each) => each.activity.type === 'message');

describe('a name that is more than a name', () => {
  it.each(hostile.map(([what], nth) => [what, nth] as const))(
    'is a name and no more in form, status, outcome and phone steps: %s',
    async (_what, nth) => {
      const guest = house.guest(personOf(nth));
      const at = from();
      await guest.say('reset my PIN');
      const form = await house.connector.waitFor((each) => textOf(each.activity).includes('newPin'), at);
      const data: Record<string, unknown> = {
        ...actionData(cardIn(form), 'setPin'),
        newPin: '73914',
        repeatPin: '73914',
      };
      const answer = await guest.execute(form.activityId, data);
      const outcome = await outcomeOf(house.connector, form, answer, 'Your PIN is changed');
      expect(textOf(outcome)).toContain('Your PIN is changed');
      await guest.say('status');
      const { body } = await guest.execute('1', { do: 'phoneHelp', change: data.attempt });
      expect(body.statusCode).toBe(200);
      const shown = messagesSince(at);
      expect(shown.length).toBeGreaterThanOrEqual(3);
      for (const { activity } of shown) {
        expectNothingLive(cardIn({ activity }));
        expect(activity.entities ?? []).toEqual([]);
        expect(activity.text ?? '').toBe('');
        expect(activity.summary).not.toMatch(live);
      }
      expectNothingLive(outcome);
    },
  );
});

describe('the same in the strings of a turn', () => {
  const text = (name: string) => ({
    recipient: { id: `28:${name}`, name },
    locale: name,
    localTimezone: name,
    replyToId: name,
    name,
    text: name,
    summary: name,
    topicName: name,
    entities: [{ type: 'mention', text: name, mentioned: { id: name, name } }],
    attachments: [{ contentType: 'text/html', content: name, name }],
  });
  const cases = hostile.map(([what, name]) => [what, name] as const);

  it.each(cases)('is never said back: %s', async (_what, name) => {
    const guest = house.guest(personOf(0));
    const { from: own, conversation } = guest.activity({});
    const more = { ...text(name), from: { ...own, name }, conversation: { ...conversation, name } };
    const at = from();
    await house.expectAnswered(() => guest.say(name, more));
    await house.expectAnswered(() => guest.say('help', { ...more, text: `${name} help` }));
    const answer = await guest.execute(name, { do: 'whatFor', name }, more);
    // What the card is called decides whether it is one of the bot's; its data do not.
    expect([200, 400]).toContain(answer.status);
    const shown = messagesSince(at);
    expect(shown.length).toBeGreaterThanOrEqual(1);
    for (const { activity } of shown) {
      expectNothingLive(cardIn({ activity }));
      // A turn's names go back as the address of its answer, and nowhere else.
      const { attachments, summary, text: said, entities } = activity;
      expect(textOf({ attachments, summary, said, entities })).not.toContain(
        JSON.stringify(name).slice(1, -1),
      );
    }
  });

  it.each(cases)('is not taken from a group chat: %s', async (_what, name) => {
    const guest = house.guest(personOf(0));
    const conversation = { id: `19:${name}`, name, conversationType: 'groupChat', tenantId: house.tenantId };
    const at = from();
    await house.expectAnswered(() => guest.say(`<at>${name}</at> reset`, { ...text(name), conversation }));
    for (const { activity } of messagesSince(at)) expectNothingLive(cardIn({ activity }));
  });

  it.each(cases)('does no harm in a field of the form: %s', async (_what, name) => {
    const guest = house.guest(personOf(1));
    const at = from();
    await guest.say('reset my PIN');
    // Not the form of the test before, which is put back into the chat when it was refused.
    const isNewForm = (each: Sent) => each.method === 'POST' && textOf(each.activity).includes('newPin');
    const form = await house.connector.waitFor(isNewForm, at);
    const data = { ...actionData(cardIn(form), 'setPin'), newPin: name, repeatPin: name };
    const before = house.changes();
    const answer = await guest.execute(form.activityId, data);
    expect(textOf(answer.body.value)).toContain('newPin');
    expect(textOf(answer.body.value)).not.toContain(JSON.stringify(name).slice(1, -1));
    expectNothingLive(answer.body.value);
    expect(house.changes()).toEqual(before);
  });
});

it('none of this is a fault', () => house.expectNoFault());
