import { describe, expect, it } from 'vitest';
import { createCards } from '../../src/bot/cards/cards.ts';
import { actionsOf, inputsOf, readingOf, textsOf } from './card-parts.ts';
import { account, brokenCodes, formFacts, helpDesk, policy, reader } from './samples.ts';

const cards = createCards({ helpDesk, trial: false }, () => new Date('2026-11-24T13:05:00Z'));
const form = (more: object = {}) => cards.form(reader, { ...formFacts, account, ...more });

describe('the form', () => {
  it('says whose PIN it is and since when it is set', () => {
    const texts = textsOf(form());
    expect(texts).toContain('**Marta Silva** · phone +1 410 309 0200 · extension 0200');
    expect(texts).toContain('Your PIN was last changed on 3 March 2026.');
  });

  it('says that no PIN is set', () => {
    const nobody = { ...account, pinSet: false, pinChangedAt: null };
    expect(textsOf(form({ account: nobody }))).toContain('You have no PIN yet.');
  });

  it('says when the PIN expires, and that it did', () => {
    const soon = { ...account, pinExpiresAt: new Date('2026-12-01T09:00:00Z') };
    expect(readingOf(form({ account: soon }))).toContain('It expires on 1 December 2026.');
    const past = { ...account, pinExpiresAt: new Date('2026-11-01T09:00:00Z') };
    expect(readingOf(form({ account: past }))).toContain('It expired on 1 November 2026.');
  });

  it('comes without a person where the account is not known', () => {
    const texts = textsOf(cards.form(reader, formFacts));
    expect(texts.join()).not.toMatch(/Marta|extension 0200/);
    expect(texts[0]).toBe('Choose a new conferencing PIN');
  });

  it('tells the policy in force in words', () => {
    expect(textsOf(form())).toContain(
      '5 to 24 digits; no letters, spaces or special characters; no simple pattern (12345, 11111, 121212); not your phone number or extension; not one of your last 3 PINs.',
    );
    const open = {
      ...policy,
      minLength: 6,
      maxLength: 6,
      allowCommonPatterns: true,
      historyCount: 0,
      lifetimeDays: 90,
    };
    expect(textsOf(form({ policy: open }))).toContain(
      '6 digits; no letters, spaces or special characters. It is valid for 90 days.',
    );
  });

  it('says that the change lifts a temporary lock', () => {
    expect(readingOf(form({ account: { ...account, locked: 'temporary' } }))).toContain(
      'A new PIN lifts the lock.',
    );
  });

  it('says which PIN it is and which it is not', () => {
    expect(readingOf(form())).toMatch(
      /conferencing PIN[\s\S]*voice mail, Windows Hello or unlocking a phone/,
    );
  });

  it('masks two inputs, the new PIN first, with the policy as an anchored rule', () => {
    const inputs = inputsOf(form({ policy: { ...policy, minLength: 6, maxLength: 8 } }));
    expect(inputs.map(({ id }) => id)).toEqual(['newPin', 'repeatPin']);
    for (const input of inputs) {
      expect(input).toMatchObject({ style: 'password', isRequired: true, regex: '^[0-9]{6,8}$' });
      // A paste that is cut in both fields would go through unseen.
      expect(input).not.toHaveProperty('maxLength');
      expect(input.errorMessage).toMatch(/6 to 8 digits.*no letters, spaces or special characters/);
    }
  });

  it.each(['5550', '12ab6', '12345678901234567890123456', '12 345', '１２３４５', ''])(
    'refuses %j by that rule',
    (pin) => {
      expect(String(inputsOf(form())[0]?.regex)).toBe('^[0-9]{5,24}$');
      expect(new RegExp(String(inputsOf(form())[0]?.regex)).test(pin)).toBe(false);
    },
  );

  it('names every broken rule first, once, in the order given', () => {
    const texts = textsOf(form({ broken: ['too_short', 'pin_too_short', 'not_alike'] }));
    expect(texts.slice(0, 4)).toEqual([
      'This PIN was not accepted. Your PIN is not changed.',
      'Too short: use 5 digits or more.',
      'The two PINs are different. Type the same PIN twice.',
      'Choose a new conferencing PIN',
    ]);
  });

  it.each(brokenCodes)('has words for %s', (code) => {
    const [title, line] = textsOf(form({ broken: [code] }));
    expect(title).toBe('This PIN was not accepted. Your PIN is not changed.');
    expect(line).not.toContain(code);
    const general = line === 'The PIN service did not accept this PIN. Choose a different one.';
    expect(general).toBe(code === 'something_new');
  });

  it('takes a code for no more than a code, whatever it is', () => {
    const [, line] = textsOf(form({ broken: ['constructor'] }));
    expect(line).toBe('The PIN service did not accept this PIN. Choose a different one.');
  });

  it.each([
    ['expired', /too old.*fresh one/],
    ['replaced', /replaced.*fresh one/],
  ])('says why it is a fresh form: %s', (again, words) => {
    expect(textsOf(form({ again }))[0]).toMatch(words);
  });

  it('sends the attempt and the round, and nothing typed on Cancel', () => {
    const [set, cancel] = actionsOf(form({ round: 2 }));
    expect(set).toMatchObject({
      type: 'Action.Execute',
      data: { do: 'setPin', attempt: formFacts.attempt, round: 2 },
    });
    expect(set).not.toHaveProperty('associatedInputs');
    expect(cancel).toMatchObject({
      data: { do: 'cancel', attempt: formFacts.attempt },
      associatedInputs: 'none',
      fallback: { associatedInputs: 'none' },
    });
  });

  it('submits plainly where a client does not send Execute', () => {
    const actions = actionsOf(form({ plainSubmit: true }));
    expect(actions.map(({ type }) => type)).toEqual(['Action.Submit', 'Action.Submit']);
    expect(actions[0]).not.toHaveProperty('fallback');
  });
});
