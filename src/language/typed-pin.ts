const day = '(?:0?[1-9]|[12]\\d|3[01])';
const year = '(?:19|20)\\d{2}';

/** Digits that are plainly something else than a PIN. Taken out before a PIN is looked for. */
const otherNumbers: RegExp[] = [
  /https?:\/\/\S+/g,
  // A telephone number with its plus sign; the unbroken form first, so that it swallows nothing after it.
  /\+(?:\d{7,15}|(?:\d[\s().-]{0,2}){7,15})/g,
  /\b[\da-f]{8}-(?:[\da-f]{4}-){3}[\da-f]{12}\b/g,
  // A reference such as K7QM-2F9D. Digits alone, or a word and digits, are more likely a PIN.
  /\b(?=[\d-]*[a-z])(?![a-z]{4}-\d{4})[\da-hjkmnp-tv-z]{4}-[\da-hjkmnp-tv-z]{4}\b/g,
  new RegExp(`\\b${year}[-./]${day}[-./]${day}(?:t[\\d:.]+z?)?\\b|\\b${day}[-./]${day}[-./]${year}\\b`, 'g'),
  /\b\d{1,2}:\d{2}(?::\d{2})?/g,
  // A year is a PIN unless the words before it say that it is a year: "to 2019" sets one.
  new RegExp(
    `\\b(?:in|since|from|of|until|till|by|year|before|after|during)\\s${year}(?!\\d)|` +
      `\\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}\\.?\\s(?:${day}(?:st|nd|rd|th)?,?\\s)?${year}(?!\\d)`,
    'g',
  ),
  /\b(?:ext(?:ension)?|room|ticket|case|incident|inc|hp|polycom|vvx|trio|aastra|yealink|cx)(?:\s(?:number|no|is))?[\s.:#]{0,3}\d{2,}/g,
];

/**
 * Whether a plain text holds what looks like a PIN: 4 to 24 digits, with blanks or dashes among them or not, that
 * are not plainly a telephone number, a reference, a date, a time, an extension or a phone's model. The digits go
 * nowhere.
 *
 * @param isOther what the words in front of digits say of them, in the language of the message
 */
export function holdsTypedPin(
  plain: string,
  isOther: (before: string, digits: string) => boolean = () => false,
): boolean {
  if (/^[\p{Nd}\s\p{Pd}]+$/u.test(plain) && countDigits(plain) > 24) return true;
  const rest = otherNumbers
    .reduce((text, other) => text.replace(other, ' | '), plain)
    .replace(
      /\b(pin|code|to|is)(?=\d)|(?<=[\p{Script=Han}\p{Script=Thai}])(?=\d)|(?<=\d)(?=[\p{Script=Han}\p{Script=Thai}])/gu,
      '$& ',
    );
  const runs = rest.matchAll(/(?<![\p{L}\p{Nd}])\p{Nd}(?:[\s\p{Pd}]{0,3}\p{Nd})*(?![\p{L}\p{Nd}])/gu);
  return [...runs].some(({ 0: run, index }) => {
    const parts = run.split(/[\s\p{Pd}]+/u);
    // An extension is one of them at most.
    if (parts.slice(1).some(isPinLong)) return true;
    return (isPinLong(run) || parts.some(isPinLong)) && !isOther(rest.slice(0, index), parts.join(''));
  });
}

function isPinLong(digits: string): boolean {
  const count = countDigits(digits);
  return count >= 4 && count <= 24;
}

function countDigits(text: string): number {
  return text.match(/\p{Nd}/gu)?.length ?? 0;
}
