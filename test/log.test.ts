import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createLog, type LogFields } from '../src/log.ts';
import { faultFields } from '../src/log-fields.ts';
import { somebody, teams } from './flow/teams.ts';

function logged(write: (log: ReturnType<typeof createLog>) => void): string {
  const lines: string[] = [];
  write(createLog('info', { write: (line) => void lines.push(line) }));
  return lines.join('');
}
const fieldsOf = (line: string): Record<string, unknown> => JSON.parse(line);

/** Control characters of both sets, line ends of Unicode, and marks of direction. */
const marksIn = (text: string): string[] =>
  [...text].filter((mark) => /^[\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}]$|^\ufeff$/u.test(mark));

describe('the log', () => {
  it('holds what is on its list, as one JSON object a line', () => {
    const line = logged((log) =>
      log.info({ type: 'message', reference: 'K7QM-2F9D', durationMs: 12 }, 'turn'),
    );
    expect(fieldsOf(line)).toMatchObject({
      level: 30,
      type: 'message',
      reference: 'K7QM-2F9D',
      durationMs: 12,
      msg: 'turn',
    });
    expect(line.trim().split('\n')).toHaveLength(1);
  });

  it('takes a whole activity for its type alone', () => {
    const person = teams(() => '', 'https://connector.example', somebody(randomUUID()));
    const activity = person.activity({
      type: 'message',
      text: 'a-secret-text',
      value: { newPin: '73914' },
    });
    const line = logged((log) => log.warn(activity as LogFields, 'x'));
    const { level, time, msg, ...rest } = fieldsOf(line);
    expect(rest).toEqual({ type: 'message' });
  });

  it('takes nothing of a connector’s error but its name, code and frames', () => {
    const error = Object.assign(new Error('73914 was refused'), {
      code: 'ServiceError',
      statusCode: 502,
      request: {
        body: JSON.stringify({ text: 'a-secret-text', newPin: '73914' }),
        headers: { authorization: 'Bearer x' },
      },
    });
    const line = logged((log) => log.error(faultFields(error), 'turn failed'));
    expect(line).toContain('ServiceError');
    for (const secret of ['73914', 'a-secret-text', 'Bearer', 'request']) expect(line).not.toContain(secret);
    const whole = logged((log) => log.error({ cause: error as unknown as LogFields }, 'x'));
    for (const secret of ['73914', 'a-secret-text', 'Bearer', 'request']) expect(whole).not.toContain(secret);
  });

  it('takes no line of a message for a frame', () => {
    const error = new Error('X\n    at Robin typed 482913 yesterday\n    at noon');
    const line = logged((log) => log.error(faultFields(error), 'x'));
    for (const text of ['Robin', '482913', 'noon']) expect(line).not.toContain(text);
    expect(line).toContain('log.test.ts');
  });

  it.each([
    ['digits like a PIN', '73914', '[digits]'],
    ['a token', 'Bearer eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJ4In0.c2ln', '[token]'],
  ])('shows no %s, wherever they come from', (_what, text, shown) => {
    expect(fieldsOf(logged((log) => log.info({ why: text }, 'x'))).why).toBe(shown);
  });

  it('escapes what would move a terminal, a line or the direction of reading', () => {
    const controls = fc.constantFrom(
      '\n',
      '\r',
      '\u0000',
      '\u001b[2K',
      '\u0085',
      '\u009b',
      '\u2028',
      '\u202e',
      '\u2066',
      '\ufeff',
    );
    const texts = fc.array(fc.oneof(fc.string({ maxLength: 5 }), controls), { maxLength: 10 });
    fc.assert(
      fc.property(texts, (parts) => {
        const line = logged((log) => log.info({ why: parts.join('') }, 'x'));
        expect(marksIn(String(fieldsOf(line).why))).toEqual([]);
        expect(line.match(/\n/g)).toHaveLength(1);
      }),
    );
  });
});
