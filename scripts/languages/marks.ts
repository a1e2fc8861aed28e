/** Marks that Teams' Markdown acts upon, beside bold and links. */
const otherMarks = /[_~`<>\\|#]/g;
const link = /\[[^\]]*\]\(([^)]*)\)/g;

/** Whether a text has the bold parts and the links of the English one, and no other Markdown. */
export function markFaults(text: string, english: string): string[] {
  const faults: string[] = [];
  const [bold, boldInEnglish] = [text, english].map((each) => each.split('**').length - 1);
  if (bold !== boldInEnglish)
    faults.push(`has ${bold} marks of bold (**), the English text ${boldInEnglish}`);
  const [targets, targetsInEnglish] = [text, english].map(targetsOf);
  if (targets !== targetsInEnglish)
    faults.push(`links to ${targets || 'nothing'}, the English text to ${targetsInEnglish || 'nothing'}`);
  const rest = text.replace(link, '').replaceAll('**', '');
  if (/[*[\]]/.test(rest)) faults.push('has a * or a bracket that is part of no bold and no link');
  return faults;
}

function targetsOf(text: string): string {
  return [...text.matchAll(link)]
    .map(([, target]) => target)
    .sort()
    .join(' ');
}

/** Whether words that are shown as they are would be taken for Markdown. */
export function strayMarks(words: string, english: string): string[] {
  const known = new Set(english.match(otherMarks));
  const stray = [...new Set(words.match(otherMarks))].filter((mark) => !known.has(mark));
  const faults = stray.map((mark) => `has a ${mark}, which Teams would act upon`);
  const list = /^(?:#+|[-+]|\d+[.)])\s/;
  if (list.test(words) && !list.test(english)) faults.push('begins like a list or a heading');
  return faults;
}

/**
 * Whether each pair of `**` is seen as bold (CommonMark 6.2): at a letter a mark counts only on the side where no
 * punctuation stands. Where a language puts no blank between sentences, `**词。**后` shows its stars.
 */
export function boldFaults(shown: string): string[] {
  const parts = shown.split('**');
  return parts.slice(1).flatMap((after, index) => {
    const [outer, inner] =
      index % 2 === 0 ? [parts[index]?.at(-1), after.at(0)] : [after.at(0), parts[index]?.at(-1)];
    const seen = !isBlank(inner) && (!isMark(inner) || isBlank(outer) || isMark(outer));
    return seen ? [] : [`shows its ** instead of bold: "${parts[index]?.slice(-8)}**${after.slice(0, 8)}"`];
  });
}

const isBlank = (character: string | undefined) => character === undefined || /\s/u.test(character);
const isMark = (character: string | undefined) => character !== undefined && /[\p{P}\p{S}]/u.test(character);
