/**
 * Shapes that a finger draws on the keypad, worked out from its geometry:
 *
 *     1 2 3
 *     4 5 6
 *     7 8 9
 *       0
 *
 * A computer's number pad is the same upside down, so that its shapes are these too; only the lines down
 * to its wide 0 are others (8520, 7410).
 */
const rows = ['123', '456', '789'];
const columns = ['147', '258', '369'];
const diagonals = ['159', '357'];
const linesToZero = ['2580', '8520', '7410'];
const lines = bothWays([...rows, ...columns, ...diagonals, ...linesToZero]);

/** The eight outer keys, clockwise. */
const ring = '12369874';

/** The four corners, the four sides, the X, the plus and the small boxes: keys pressed in any order. */
const figures = new Set(['1379', '2468', '13579', '24568', '1245', '2356', '4578', '5689']);

/** Whether the whole PIN is a keypad shape: 159753, 147258369, 2580, 14789, 1379, 7895123. */
export function isKeypadShape(digits: string): boolean {
  return isMadeOfLines(digits) || isRoundTheRing(digits) || isFigure(digits);
}

/** Whole lines one after another (147258369, 159753), or joined at a shared key (14789, the Z 7895123). */
function isMadeOfLines(digits: string): boolean {
  if (digits === '') return false;
  // reached[n]: the first n digits are whole lines.
  const reached = new Set([0]);
  for (let at = 0; at < digits.length; at += 1) {
    for (const line of lines) {
      if (!digits.startsWith(line, at)) continue;
      const isJoined = at > 0 && reached.has(at + 1);
      if (reached.has(at) || isJoined) reached.add(at + line.length);
    }
  }
  return reached.has(digits.length);
}

/** A walk along the outer keys, which may begin or end in the middle: 1478963, 14789, 123698745. */
function isRoundTheRing(digits: string): boolean {
  const walk = digits.replace(/^5/, '').replace(/5$/, '');
  if (walk.length < 4) return false;
  const places = [...walk].map((digit) => ring.indexOf(digit));
  if (places.includes(-1)) return false;
  const steps = places.slice(1).map((place, index) => (place - (places[index] ?? 0) + 8) % 8);
  return steps.every((step) => step === 1) || steps.every((step) => step === 7);
}

/** Every key of a figure once, in any order, coming back to the first key or not: 1397, 13971, 24685. */
function isFigure(digits: string): boolean {
  const isClosed = digits.length > 4 && digits[0] === digits.at(-1);
  const keys = isClosed ? digits.slice(0, -1) : digits;
  return figures.has([...keys].sort().join(''));
}

function bothWays(shapes: string[]): string[] {
  return shapes.flatMap((shape) => [shape, [...shape].reverse().join('')]);
}
