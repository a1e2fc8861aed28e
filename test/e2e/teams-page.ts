import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

export type Theme = 'light' | 'dark';

const require = createRequire(import.meta.url);
const sdk = readFileSync(require.resolve('adaptivecards/dist/adaptivecards.min.js'), 'utf8');
const inPage = readFileSync(new URL('in-page.js', import.meta.url), 'utf8');

/** A page that shows a card much as Teams' chat does, from files of this checkout alone. */
export function teamsPage(theme: Theme, widthPx: number, lang: string): string {
  const hostConfig = JSON.parse(
    readFileSync(new URL(`host-config/microsoft-teams-${theme}.json`, import.meta.url), 'utf8'),
  );
  // Segoe UI is not free to use elsewhere; Liberation Sans runs about as wide, its fallbacks do not. Loma is for Thai,
  // WenQuanYi Micro Hei for Chinese: named, so that a machine with more fonts draws the same.
  const font = "'Segoe UI', 'Liberation Sans', Arial, Loma, 'WenQuanYi Micro Hei', sans-serif";
  hostConfig.fontTypes.default.fontFamily = font;
  return `<!doctype html><html lang="${lang}"><head><meta charset="utf-8"><title>Card</title>
<style>${style(theme, widthPx, font)}</style></head>
<body><main id="card" class="card"></main>
<script>${sdk}</script>
<script>const hostConfig = ${JSON.stringify(hostConfig)};</script>
<script>${inPage}</script></body></html>`;
}

interface Colours {
  chat: string;
  card: string;
  text: string;
  line: string;
  field: string;
  button: string;
  accent: string;
  error: string;
}
const coloursOf: Record<Theme, Colours> = {
  light: {
    chat: '#f5f5f5',
    card: '#ffffff',
    text: '#242424',
    line: '#d1d1d1',
    field: '#f5f5f5',
    button: '#ffffff',
    accent: '#5b5fc7',
    error: '#c4314b',
  },
  dark: {
    chat: '#1f1f1f',
    card: '#2d2c2c',
    text: '#ffffff',
    line: '#616161',
    field: '#1f1f1f',
    button: '#2d2c2c',
    accent: '#5b5fc7',
    error: '#f1707b',
  },
};

function style(theme: Theme, widthPx: number, font: string): string {
  const { chat, card, text, line, field, button, accent, error } = coloursOf[theme];
  return `
body { margin: 0; padding: 12px; background: ${chat}; color: ${text}; font: 14px ${font}; }
#sheet { columns: ${widthPx}px; column-gap: 12px; }
#sheet > * { width: ${widthPx}px; margin-bottom: 12px; break-inside: avoid; }
.card { box-sizing: border-box; width: ${widthPx}px; background: ${card}; border: 1px solid ${line}; border-radius: 6px; overflow: hidden; }
.card p { margin: 0; }
a { color: ${theme === 'light' ? '#4f52b2' : '#a6a7dc'}; }
.ac-input { box-sizing: border-box; width: 100%; height: 32px; padding: 0 10px; border: 1px solid ${line}; border-bottom-color: #8a8a8a; border-radius: 4px; background: ${field}; color: ${text}; font: 14px ${font}; }
.ac-input::placeholder { color: ${theme === 'light' ? '#616161' : '#adadad'}; }
.ac-input-validation-failed { border-color: ${error}; }
.ac-pushButton { box-sizing: border-box; min-height: 32px; padding: 5px 12px; border: 1px solid ${line}; border-radius: 4px; background: ${button}; color: ${text}; font: 600 14px ${font}; cursor: pointer; white-space: normal; }
.ac-pushButton.style-positive { background: ${accent}; border-color: ${accent}; color: #ffffff; }
:focus-visible { outline: 2px solid ${text}; outline-offset: 1px; }
.ac-actionSet { flex-wrap: wrap; row-gap: 8px; }`;
}
