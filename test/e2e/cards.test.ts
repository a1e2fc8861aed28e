import { fileURLToPath } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createCards } from '../../src/bot/cards/cards.ts';
import { account, formFacts, helpDesk, reader, sampleCards } from '../cards/samples.ts';
import { faint, misfits, openChromium, openPage, sent, show } from './chromium.ts';

const cards = createCards({ helpDesk, trial: true }, () => new Date('2026-11-24T13:05:00Z'));
const samples = sampleCards(cards, {
  ...account,
  deskPhones: [{ model: 'Polycom VVX 411', location: 'Desk 3.14' }],
});
const longNames = sampleCards(cards, {
  ...account,
  displayName: 'Wolfeschlegelsteinhausenbergerdorff-Featherstonehaugh-Cholmondeley de la Torre y Vega',
  phoneNumber: '+1410309020014103090200',
  extension: '02000200020002000200',
  deskPhones: [{ model: 'x'.repeat(80), location: 'y'.repeat(80) }],
});
/** Kept in docs/ for the README, when PICTURES=1. */
const pictured = [
  'welcome',
  'form',
  'form-refused',
  'form-unconfirmed',
  'working',
  'changed',
  'not-changed',
  'no-form-limit',
  'not-me',
  'not-me-offer',
  'reminder',
  'help',
  'help-agent',
  'ticket-form',
  'ticket-open',
  'ticket-late',
  'ticket-handed',
  'desk-timeline',
  'desk-today',
  'desk-people',
  'invitation',
  'notice-offered',
];
const pictures = fileURLToPath(new URL('../../docs/pictures/', import.meta.url));

let browser: Browser;
beforeAll(async () => {
  browser = await openChromium();
});
afterAll(async () => {
  await browser?.close();
});

describe.each([
  ['light', 320],
  ['light', 480],
  ['dark', 320],
  ['dark', 480],
] as const)('in Chromium, %s, %i px wide', (theme, widthPx) => {
  let page: Page;
  beforeAll(async () => {
    page = await openPage(browser, { theme, widthPx });
  });
  afterAll(async () => {
    await page?.close();
  });

  it.each(Object.keys(samples))('%s fits and can be read', async (name) => {
    expect(await show(page, samples[name]!)).toEqual([]);
    expect(await misfits(page)).toEqual([]);
    expect(await faint(page)).toEqual([]);
    expect(await page.locator('#card').innerText()).not.toMatch(/\*\*|\]\(/);
    if (process.env.PICTURES === '1' && pictured.includes(name)) {
      await page.locator('#card').screenshot({ path: `${pictures}${name}-${theme}-${widthPx}.png` });
    }
  });

  it.each(Object.keys(longNames))('%s fits long names', async (name) => {
    expect(await show(page, longNames[name]!)).toEqual([]);
    expect(await misfits(page)).toEqual([]);
  });
});

describe('the form in Chromium', () => {
  const bad = /5 to 24 digits/;
  let page: Page;
  beforeAll(async () => {
    page = await openPage(browser, { theme: 'light', widthPx: 480 });
  });
  afterAll(async () => {
    await page?.close();
  });
  const newPin = () => page.getByLabel('New PIN', { exact: false }).first();
  const repeatPin = () => page.getByLabel('Repeat the new PIN', { exact: false });
  const press = (title: string) => page.getByRole('button', { name: title }).click();

  it('shows fields and buttons without scrolling', async () => {
    for (const name of ['form', 'form-locked', 'form-refused']) {
      await show(page, samples[name]!);
      const box = await page.getByRole('button', { name: 'Cancel' }).boundingBox();
      expect((box?.y ?? 0) + (box?.height ?? 0)).toBeLessThan(640);
    }
  });

  it('masks what is typed', async () => {
    await show(page, samples.form!);
    const inputs = page.locator('#card input');
    expect(await inputs.evaluateAll((all) => all.map((each) => each.getAttribute('type')))).toEqual([
      'password',
      'password',
    ]);
  });

  it.each(['', '5550', '12ab6', '1234567890123456789012345', '73914 '])(
    'refuses %j before it is sent, and says why',
    async (pin) => {
      await show(page, samples.form!);
      await newPin().fill(pin);
      await repeatPin().fill(pin);
      await press('Set PIN');
      expect(await sent(page)).toEqual([]);
      expect(await page.locator('#card').innerText()).toMatch(bad);
      expect(await misfits(page)).toEqual([]);
    },
  );

  it('sends both fields with the attempt and the round', async () => {
    await show(page, samples.form!);
    await newPin().fill('73914');
    await repeatPin().fill('73915');
    await press('Set PIN');
    const { attempt, round } = formFacts;
    expect(await sent(page)).toEqual([
      { type: 'Action.Execute', data: { do: 'setPin', attempt, round, newPin: '73914', repeatPin: '73915' } },
    ]);
  });

  it.each(['form', 'form-plain'])('sends nothing typed on Cancel: %s', async (name) => {
    await show(page, samples[name]!);
    await newPin().fill('73914');
    await press('Cancel');
    expect((await sent(page)).map(({ data }) => data)).toEqual([
      { do: 'cancel', attempt: formFacts.attempt },
    ]);
  });

  it('cancels whatever stands in the fields', async () => {
    await show(page, samples.form!);
    await newPin().fill('x');
    await press('Cancel');
    expect(await sent(page)).toHaveLength(1);
  });

  it('can be used by keyboard alone, in the order in which it is read', async () => {
    await show(page, samples.form!);
    const focused = (): Promise<string> => page.evaluate('document.activeElement.innerText.trim()');
    // The card itself takes the focus first, so that a screen reader begins at its top.
    await page.keyboard.press('Tab');
    expect(await focused()).toMatch(/^Choose a new conferencing PIN/);
    await page.keyboard.press('Tab');
    await page.keyboard.type('73914');
    await page.keyboard.press('Tab');
    await page.keyboard.type('73914');
    await page.keyboard.press('Tab');
    expect(await focused()).toBe('Set PIN');
    await page.keyboard.press('Enter');
    expect(await sent(page)).toMatchObject([{ data: { do: 'setPin', newPin: '73914', repeatPin: '73914' } }]);
  });

  it('has its reasons read before anything else', async () => {
    await show(page, samples['form-refused']!);
    const text = await page.locator('#card').innerText();
    expect(text.trimStart()).toMatch(/^This PIN was not accepted/);
  });

  it('speaks the names of its fields', async () => {
    await show(page, cards.form(reader, formFacts));
    expect(await newPin().count()).toBe(1);
    expect(await repeatPin().count()).toBe(1);
  });
});

describe('the reminder in Chromium', () => {
  it('sends each of its buttons', async () => {
    const page = await openPage(browser, { theme: 'dark', widthPx: 320 });
    await show(page, samples.reminder!);
    for (const button of await page.getByRole('button').all()) await button.click();
    expect((await sent(page)).map(({ data }) => [data.do, data.when])).toEqual([
      ['reminderDone', undefined],
      ['phoneHelp', undefined],
      ['reminderLater', 'hour'],
      ['reminderLater', 'morning'],
      ['reminderLater', 'days'],
    ]);
    await page.close();
  });
});
