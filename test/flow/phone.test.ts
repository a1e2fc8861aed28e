import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { actionsOf, textsOf } from '../cards/card-parts.ts';
import { cardIn, textOf } from './connector.ts';
import { type House, openHouse, people } from './house.ts';
import { outcomeOf } from './outcome.ts';
import { actionData } from './teams.ts';

let house: House;
beforeAll(async () => {
  house = await openHouse({ bot: { REMINDERS: '1h', HELPDESK_EMAIL: 'desk@example.com' } });
});
afterAll(() => house.close());

/** The card that this text is answered with, and its id. */
async function answerTo(userId: string, text: string, more: Record<string, unknown> = {}) {
  const from = house.connector.sent.length;
  await house.person(userId).say(text, more);
  const sent = await house.connector.waitFor(
    (each) => each.method === 'POST' && cardIn(each) !== undefined,
    from,
  );
  return { id: sent.activityId, card: cardIn(sent), text: textOf(sent.activity) };
}

/**
 * The same with the phones that the backend knows. A turn waits a second and a half for them, which a busy machine may
 * miss: they who are asked for their model then leave, and ask again.
 */
async function signInInTime(userId: string, text: string) {
  for (;;) {
    const shown = await answerTo(userId, text);
    if (!titles(shown).includes('Other models')) return shown;
    await answerTo(userId, 'help');
  }
}

/** The card that takes the place of one when this button of it is pressed. */
async function press(userId: string, shown: { id: string; card: any }, title: string) {
  const data = actionsOf(shown.card).find((each) => each.title === title)?.data as Record<string, unknown>;
  expect(data, `${title} on ${JSON.stringify(shown.card)}`).toBeDefined();
  const { body } = await house.person(userId).execute(shown.id, data);
  return { id: shown.id, card: body.value, text: textOf(body.value) };
}

const titles = (shown: { card: any }) => actionsOf(shown.card).map(({ title }) => title);
const owed = () => house.rows<{ key: string }>("select key from due_work where kind = 'reminder'");

describe('signing in on a desk phone', () => {
  it('asks which of the phones that the backend knows, and shows the steps of that one', async () => {
    const which = await signInInTime(people.ordinary, 'how do I sign in on my desk phone?');
    expect(titles(which)).toEqual(['Polycom VVX 411 (Desk 3.14)', 'Polycom CX600', 'Another phone', 'Help']);
    const steps = await press(people.ordinary, which, 'Polycom CX600');
    expect(steps.text).toContain('Menu › Switch User');
    expect(steps.text).not.toContain('PIN Authentication');
    expect(steps.text).toContain('extension 0200');
  });

  it('goes through the causes to a ticket with all of it, over a restart', async () => {
    let shown = await signInInTime(people.lockedForNow, 'my desk phone is logged out');
    expect(shown.text).toContain('Polycom CX600');
    shown = await press(people.lockedForNow, shown, 'No, not yet');
    expect(shown.text).toContain('keeps the old PIN');
    await house.restart('SIGKILL');
    shown = await press(people.lockedForNow, shown, 'No, not yet');
    expect(shown.text).toContain('Wrong extension');
    shown = await press(people.lockedForNow, shown, 'No, not yet');
    expect(titles(shown)).toEqual(['Yes, signed in', 'No, not yet', 'My PIN status', 'Reset my PIN', 'Help']);
    shown = await press(people.lockedForNow, shown, 'No, not yet');
    expect(shown.text).toContain('the phone’s own PIN');
    shown = await press(people.lockedForNow, shown, 'No, not yet');
    expect(shown.text).toContain('Phone: Polycom CX600');
    expect(shown.text).toContain('Extension: 0142');
    const [, mail = ''] = /\(mailto:([^)]+)\)/.exec(shown.text) ?? [];
    const body = new URL(`mailto:${mail}`).searchParams.get('body');
    expect(body).toContain('Tried: signed out and in again; extension checked');
  });

  it('takes what is written for an answer, and a doubled press for one', async () => {
    const steps = await signInInTime(people.pinSet, 'phone sign in steps please');
    expect(steps.text).toContain('Yealink T46');
    const once = await press(people.pinSet, steps, 'No, not yet');
    const twice = await press(people.pinSet, steps, 'No, not yet');
    expect(textsOf(twice.card)).toEqual(textsOf(once.card));
    expect((await answerTo(people.pinSet, 'no')).text).toContain('Wrong extension');
    expect((await answerTo(people.pinSet, 'still not working on the phone')).text).toContain('Locked');
    expect((await answerTo(people.pinSet, 'asdf qwer')).text).toContain('That was not understood.');
    expect((await answerTo(people.pinSet, 'zxcv')).text).toContain('or write');
  });

  it('goes on in the language of a sentence, with its buttons too, and stays in it for single words', async () => {
    const danish = await answerTo(people.pinSet, 'hvordan logger jeg på min telefon', { locale: 'da-DK' });
    expect(danish.card.lang).toBe('da');
    const inGerman = await answerTo(people.pinSet, 'mein Telefon meldet sich nicht an', { locale: 'da-DK' });
    expect(inGerman.card.lang).toBe('de');
    expect((await press(people.pinSet, inGerman, 'Nein, noch nicht')).card.lang).toBe('de');
    expect((await answerTo(people.pinSet, 'Yealink T46', { locale: 'da-DK' })).card.lang).toBe('de');
    expect((await answerTo(people.pinSet, 'โทรศัพท์เข้าสู่ระบบไม่ได้', { locale: 'da-DK' })).card.lang).toBe('th');
  });

  it('is left by asking for something else, and goes on from its card', async () => {
    await answerTo(people.pinSet, 'hello');
    const steps = await answerTo(people.pinSet, 'how do I sign in on the yealink t46');
    expect((await answerTo(people.pinSet, 'what is the pin for?')).text).toContain(
      'What the conferencing PIN is for',
    );
    expect((await answerTo(people.pinSet, 'asdf qwer')).text).toContain('Do you want to reset it?');
    expect((await press(people.pinSet, steps, 'No, not yet')).text).toContain('keeps the old PIN');
  });

  it('begins anew on a card of the day before', async () => {
    const steps = await signInInTime(people.pinSet, 'how do I sign in on my phone');
    await answerTo(people.pinSet, 'status');
    const data = { ...actionData(steps.card, 'signedIn'), yes: false };
    const { body } = await house
      .person(people.pinSet)
      .execute(steps.id, { ...data, asked: Date.now() - 86_500_000 });
    expect(textOf(body.value)).toContain('this begins again');
  });

  it('ends the reminders when the person is signed in', async () => {
    const form = await answerTo(people.ordinary, 'reset my PIN');
    const typed = { ...actionData(form.card, 'setPin'), newPin: '739146', repeatPin: '739146' };
    const changed = await house.person(people.ordinary).execute(form.id, typed);
    const outcome = await outcomeOf(house.connector, { activityId: form.id }, changed, 'Your PIN is changed');
    expect(textOf(outcome)).toContain('Your PIN is changed');
    expect(await owed()).toHaveLength(1);
    const from = house.connector.sent.length;
    await house.person(people.ordinary).execute(form.id, actionData(outcome, 'phoneHelp'));
    const which = await house.connector.waitFor(
      (each) => textOf(each.activity).includes('Which phone'),
      from,
    );
    const shown = { id: which.activityId, card: cardIn(which) };
    const steps = await press(people.ordinary, shown, 'Another phone');
    expect(titles(steps)).toContain('Yealink T41, T42, T46');
    const general = await press(people.ordinary, steps, 'Other models');
    expect(general.text).toContain('these steps are general');
    expect((await press(people.ordinary, general, 'Yes, signed in')).text).toContain('Good, that is done');
    expect(await owed()).toEqual([]);
    const noted = await house.rows("select event from attempt_events where event = 'signed_in'");
    expect(noted).toHaveLength(1);
  });
});

describe('answers with a next step', () => {
  it.each([
    [
      'everybody is stuck until the leader joins',
      'until the leader joins',
      ['Reset my PIN', 'My PIN status', 'What is this PIN for?'],
    ],
    ['how long must the pin be', '5 to 24 digits', ['Reset my PIN', 'Help']],
    ['i forgot my windows password', 'For a password', ['Help', 'Create a ticket', 'Reset my PIN']],
    ['reset my voicemail pin', 'That is another PIN', ['Help', 'Create a ticket', 'Reset my PIN']],
  ])('%s', async (text, words, buttons) => {
    const answer = await answerTo(people.pinSet, text);
    expect(answer.text).toContain(words);
    expect(titles(answer)).toEqual(buttons);
  });

  it('say that a PIN cannot be read back, with the form', async () => {
    const form = await answerTo(people.lockedForNow, "what's my pin?");
    expect(form.text).toContain('Nobody can read a PIN back');
    expect(titles(form)).toContain('Set PIN');
  });

  it('give the times to choose from where there is something to be reminded of', async () => {
    expect((await answerTo(people.ordinary, 'remind me later')).text).toContain('Remind me later:');
    expect((await answerTo(people.pinSet, 'remind me later')).text).toContain('There are no reminders');
  });
});
