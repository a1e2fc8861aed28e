import { isKeypadShape } from './keypad-shapes.ts';

/** How many consecutive digits make a run that is refused. Lync / Skype for Business refuses as many. */
const runLength = 4;

/**
 * Whether a PIN of digits is a pattern that others guess first, by its form alone.
 *
 * Source: Lync / Skype for Business Server with `AllowCommonPatterns` off refuses repeating digits
 * (225577) and four or more consecutive digits (991234); it publishes no algorithm, so these rules are
 * the project's reading of it. The keypad shapes are those of N. Berry, "PIN analysis", DataGenetics 2012.
 */
export function isSimplePattern(digits: string): boolean {
  return isRepeatedGroup(digits) || isDoubled(digits) || hasRun(digits) || isKeypadShape(digits);
}

/** The whole PIN is one digit or one group over and over: 11111, 121212, 123123, 12341234. */
function isRepeatedGroup(digits: string): boolean {
  for (let size = 1; size <= digits.length / 2; size += 1) {
    if (digits.length % size !== 0) continue;
    if (digits.slice(0, size).repeat(digits.length / size) === digits) return true;
  }
  return false;
}

/** Every digit stands twice: 112233, 225577. */
function isDoubled(digits: string): boolean {
  return /^(?:(.)\1)+$/.test(digits);
}

/**
 * Anywhere four or more consecutive digits, up or down: 991234, 54321.
 *
 * 0 counts as the neighbour of 9 and of 1, because it stands after 9 on every row of digits that people
 * type from (7890, 0987) and before 1 when they count (0123). So 8901 is a run as well: it costs sixteen
 * beginnings and spares a person the riddle of why 6789 is refused and 7890 is not.
 */
function hasRun(digits: string): boolean {
  let up = 1;
  let down = 1;
  for (let at = 1; at < digits.length; at += 1) {
    const step = (Number(digits[at]) - Number(digits[at - 1]) + 10) % 10;
    up = step === 1 ? up + 1 : 1;
    down = step === 9 ? down + 1 : 1;
    if (up >= runLength || down >= runLength) return true;
  }
  return false;
}
