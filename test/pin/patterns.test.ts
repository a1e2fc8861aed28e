import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isKeypadShape } from '../../src/pin/keypad-shapes.ts';
import { isSimplePattern } from '../../src/pin/patterns.ts';

describe('patterns of form', () => {
  test.each([
    ['one digit', '11111', '0000', '999999999'],
    ['one group repeated', '121212', '123123', '12341234', '7391473914'],
    ['every digit doubled', '112233', '225577', '00994411'],
    ['a run up', '991234', '12345', '5678', '73456'],
    ['a run down', '54321', '98760', '4321097'],
    ['a run past 9 or 0', '7890', '0987', '8901', '2109'],
  ])('%s', (_name, ...pins) => {
    for (const pin of pins) expect(isSimplePattern(pin), pin).toBe(true);
  });

  test.each(['73914', '12312', '1232', '11223', '112234', '1357', '890', '12399', '73914739'])(
    '%s is none',
    (pin) => {
      expect(isSimplePattern(pin)).toBe(false);
    },
  );
});

describe('keypad shapes', () => {
  test.each([
    ['lines', '2580', '0852', '8520', '7410', '147258369', '789456123', '741852963', '123654', '456852'],
    ['crosses', '159753', '753951', '159357', '258456', '13579', '24568', '51379'],
    ['corners and boxes', '1379', '1397', '13971', '2486', '1254', '12541', '5689'],
    ['round the outer keys', '14789', '1236', '12369874', '1478963', '41236', '698741'],
    ['into the middle', '147896325', '123698745', '51236'],
    ['strokes joined at a key', '14789', '7895123', '3214789', '35789'],
  ])('%s', (_name, ...pins) => {
    for (const pin of pins) expect(isKeypadShape(pin), pin).toBe(true);
  });

  test.each(['', '25', '73914', '1597', '14752', '25801', '90210', '55555', '14702'])(
    '"%s" is none',
    (pin) => {
      expect(isKeypadShape(pin)).toBe(false);
    },
  );

  test('a shape drawn backwards is one too', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom(...'1234567890'), minLength: 4, maxLength: 9 }),
        (pin) => {
          expect(isKeypadShape([...pin].reverse().join(''))).toBe(isKeypadShape(pin));
        },
      ),
    );
  });

  test('lines in any order and direction are a shape', () => {
    const line = fc.constantFrom('123', '654', '789', '147', '852', '369', '159', '753', '0852', '2580');
    fc.assert(
      fc.property(fc.array(line, { minLength: 1, maxLength: 6 }), (lines) => {
        expect(isKeypadShape(lines.join(''))).toBe(true);
      }),
    );
  });

  test('a shape turned upside down, as on a computer, is one too', () => {
    const upsideDown: Record<string, string> = { 1: '7', 2: '8', 3: '9', 7: '1', 8: '2', 9: '3' };
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'123456789'), minLength: 4, maxLength: 9 }), (pin) => {
        const turned = [...pin].map((key) => upsideDown[key] ?? key).join('');
        expect(isKeypadShape(turned)).toBe(isKeypadShape(pin));
      }),
    );
  });
});
