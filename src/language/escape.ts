/**
 * Marks that Teams' Markdown would act upon, each with one that looks alike and does nothing. Backslashes would be
 * the textbook way, but Teams on iOS and Android shows them (microsoft/AdaptiveCards issues 5590 and 5758).
 */
const lookAlikes: Record<string, string> = {
  '*': '∗',
  _: 'ˍ',
  '~': '∼',
  '`': 'ˋ',
  '[': '(',
  ']': ')',
  '<': '‹',
  '>': '›',
  '\\': '⧵',
  '|': '¦',
};

const zeroWidthSpace = '\u200b';
const rightToLeft = /[\p{Script=Hebrew}\p{Script=Arabic}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}]/u;

/**
 * Makes a name or a backend's text safe to stand in a TextBlock: no Markdown, no link, no mention, none of Adaptive
 * Cards' `{{DATE(…)}}` and `${…}`, on one line, of at most `maxLength` characters, and without characters that
 * turn the direction of the text around them.
 */
export function escapeMarkdown(text: string, maxLength = 120): string {
  const line = text
    .toWellFormed()
    .replace(/\s+/gu, ' ')
    // Controls, unassigned and private characters, and all format characters but the joiners within emoji.
    .replace(/(?!\u200d)[\p{Cc}\p{Cf}\p{Co}\p{Cn}]/gu, '')
    .trim();
  return isolated(inert(capped(line, maxLength)));
}

function capped(line: string, maxLength: number): string {
  const characters = [...line];
  return characters.length <= maxLength ? line : `${characters.slice(0, maxLength - 1).join('')}…`;
}

function inert(line: string): string {
  return (
    line
      .replace(/[*_~`[\]<>\\|]/g, (mark) => lookAlikes[mark] ?? '')
      // An entity would be turned back into its mark, and an address into a link.
      .replace(/&(?=#?\w+;)/g, `&${zeroWidthSpace}`)
      .replace(/:(?=\/\/)/g, `:${zeroWidthSpace}`)
      .replace(/\bwww\./gi, (start) => `${start.slice(0, -1)}${zeroWidthSpace}.`)
      .replace(/\{(?=\{)/g, `{${zeroWidthSpace}`)
      .replace(/\$(?=\{)/g, `$${zeroWidthSpace}`)
      // Headings and lists begin with these at the start of a text.
      .replace(/^(#+|[-+]|\d+[.)])(?=\s|$)/, `$1${zeroWidthSpace}`)
  );
}

/** Keeps a name that is written from right to left from reordering the sentence about it. */
function isolated(line: string): string {
  return rightToLeft.test(line) ? `\u2068${line}\u2069` : line;
}
