import { fileURLToPath } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Card, createCards } from '../../src/bot/cards/cards.ts';
import { languages } from '../../src/language/catalogue.ts';
import { readingOf } from '../cards/card-parts.ts';
import { account, helpDesk, reader, sampleCards } from '../cards/samples.ts';
import { faultsOfAll, misfits, openChromium, openPage, show, showSheet, unwritable } from './chromium.ts';

const widthPx = 320;
const cards = createCards({ helpDesk, trial: true }, () => new Date('2026-11-24T13:05:00Z'));
const samplesIn = (locale: string, phones = [{ model: 'Polycom VVX 411', location: 'Desk 3.14' }]) =>
  sampleCards(cards, { ...account, deskPhones: phones }, { locale, timeZone: reader.timeZone });
/** Kept in docs/ for whoever reads a language, when PICTURES=1. */
const pictured = [
  ...['welcome', 'form', 'form-refused', 'working', 'changed'],
  ...['not-changed', 'no-form-limit', 'status', 'what-for', 'rules'],
  ...['notice-which', 'notice-someoneElse', 'notice-otherPin', 'notice-leader', 'notice-unclear'],
  ...['reminder', 'expiry', 'phone-which-any', 'phone-steps', 'phone-oldPin'],
  ...['phone-ticket', 'help', 'not-me', 'ticket-form', 'ticket-form-failed'],
  ...['ticket-owed', 'ticket-open', 'ticket-late', 'ticket-handed', 'not-me-ticket'],
  ...['invitation', 'notice-offered', 'desk-people-many', 'desk-timeline', 'desk-today'],
];
const columns = 5;
const pictures = fileURLToPath(new URL('../../docs/languages/', import.meta.url));

let browser: Browser;
beforeAll(async () => {
  browser = await openChromium();
});
afterAll(async () => {
  await browser?.close();
});

describe.each(languages)(`in Chromium, ${widthPx} px wide, in %s`, (language) => {
  const samples = samplesIn(language);
  let page: Page;
  beforeAll(async () => {
    page = await openPage(browser, { theme: 'light', widthPx, lang: language });
  });
  afterAll(async () => {
    await page?.close();
  });

  it('every letter has a font: apt-get install fonts-tlwg-loma-otf fonts-wqy-microhei', async () => {
    expect(await unwritable(page, Object.values(samples).map(readingOf).join(''))).toEqual([]);
  });

  it('every card fits', async () => {
    expect(await faultsOfAll(page, samples)).toEqual([]);
  });

  it('every card fits with phones of every kind', async () => {
    const models = ['Polycom CX600', 'Polycom VVX 411', 'Yealink T46', 'Yealink T48', 'AudioCodes 405HD'];
    const many = models.map((model) => ({ model, location: 'Copenhagen, building 3, desk 3.14' }));
    expect(await faultsOfAll(page, samplesIn(language, many))).toEqual([]);
  });

  it('the form fits with its complaints about what was typed', async () => {
    await show(page, samples.form as Card);
    await page.locator('.ac-pushButton.style-positive').click();
    const form = await page.locator('#card').innerText();
    expect(form).toContain(samples.form && errorOf(samples.form));
    expect(await misfits(page)).toEqual([]);
  });

  it.runIf(process.env.PICTURES === '1')('has its picture taken', async () => {
    const sheet = await openPage(browser, {
      theme: 'light',
      widthPx,
      lang: language,
      windowPx: columns * widthPx + (columns + 1) * 12,
      scale: 1,
    });
    await showSheet(
      sheet,
      pictured.map((name) => samples[name] as Card),
    );
    await sheet.screenshot({ path: `${pictures}${language}.png`, fullPage: true });
    await sheet.close();
  });
});

describe('what looks at the cards', () => {
  let page: Page;
  beforeAll(async () => {
    page = await openPage(browser, { theme: 'light', widthPx });
  });
  afterAll(async () => {
    await page?.close();
  });
  const cardOf = (element: object): Card => ({ type: 'AdaptiveCard', version: '1.5', body: [element] });

  it('finds a placeholder that is cut', async () => {
    const input = { type: 'Input.Text', id: 'a', label: 'A' };
    expect(await faultsOfAll(page, { a: cardOf({ ...input, placeholder: 'x '.repeat(10) }) })).toEqual([]);
    const placeholder = 'x '.repeat(80);
    expect(await faultsOfAll(page, { a: cardOf({ ...input, placeholder }) })).toContain(
      `a: placeholder "${placeholder}" is cut`,
    );
  });

  it('finds a text that does not wrap', async () => {
    const card = cardOf({ type: 'TextBlock', text: 'word '.repeat(40), wrap: false });
    expect((await faultsOfAll(page, { a: card })).join()).toMatch(/is cut/);
  });

  it('finds a letter without a font', async () => {
    expect(await unwritable(page, 'Aa ę\u{f8d7}')).toEqual(['\u{f8d7}']);
  });
});

/** What the form says of its first field. */
function errorOf(form: Card): string {
  const [input] = (form.body as { errorMessage?: string }[]).filter(({ errorMessage }) => errorMessage);
  return input?.errorMessage ?? '';
}
