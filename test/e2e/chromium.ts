import { type Browser, chromium, type Page } from 'playwright-core';
import type { Card } from '../../src/bot/cards/cards.ts';
import { type Theme, teamsPage } from './teams-page.ts';

export function openChromium(): Promise<Browser> {
  return chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-background-networking',
      '--no-first-run',
      '--disable-sync',
      '--disable-component-update',
    ],
  });
}

export interface PageOptions {
  theme: Theme;
  widthPx: number;
  /** The language of the page. */
  lang?: string;
  /** Of the window; a card and its margins without it. */
  windowPx?: number;
  scale?: number;
}

/** A page that shows cards, and reaches nothing beyond this machine. */
export async function openPage(browser: Browser, options: PageOptions): Promise<Page> {
  const { theme, widthPx, lang = 'en', windowPx = widthPx + 24, scale = 1.25 } = options;
  const page = await browser.newPage({
    viewport: { width: windowPx, height: 700 },
    deviceScaleFactor: scale,
    colorScheme: theme,
  });
  await page.route('**/*', (route) => route.abort());
  await page.setContent(teamsPage(theme, widthPx, lang));
  return page;
}

/** What a card sent when a button was pressed. */
export interface Sent {
  type: string;
  data: Record<string, unknown>;
}

// As text: the tests know no browser, and in-page.js is the page's.
export const show = (page: Page, card: Card): Promise<string[]> =>
  page.evaluate(`showCard(${JSON.stringify(card)})`);
export const sent = (page: Page): Promise<Sent[]> => page.evaluate('sent');
export const misfits = (page: Page): Promise<string[]> => page.evaluate('misfits()');
export const faint = (page: Page): Promise<string[]> => page.evaluate('faint()');
/** What is wrong with each of many cards, each shown in the place of the one before it. */
export const faultsOfAll = (page: Page, cards: Record<string, Card>): Promise<string[]> =>
  page.evaluate(`faultsOfAll(${JSON.stringify(cards)})`);
/** Letters for which this machine has no font. */
export const unwritable = (page: Page, text: string): Promise<string[]> =>
  page.evaluate(`unwritable(${JSON.stringify(text)})`);
/** Shows cards side by side. */
export const showSheet = (page: Page, cards: Card[]): Promise<void> =>
  page.evaluate(`showSheet(${JSON.stringify(cards)})`);
