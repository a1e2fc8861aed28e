import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { csvLine, ecsOf } from '../../src/helpdesk/audit.ts';
import { cardIn, textOf } from '../flow/connector.ts';
import { type House, openHouse, people } from '../flow/house.ts';
import { actionData } from '../flow/teams.ts';
import { programEnv, programFile } from '../programs.ts';

const main = programFile('main');
const agent = 'a96c03d7-51e8-4d2b-a7f4-1c8be2750204';
let house: House;
beforeAll(async () => {
  house = await openHouse({ bot: { HELPDESK_AGENTS: agent } });
  const robin = house.person(people.ordinary);
  await robin.say('reset my PIN');
  const shown = await house.connector.waitFor((each) => textOf(each.activity).includes('newPin'));
  const data = actionData(cardIn(shown), 'setPin');
  await robin.execute(shown.activityId, { ...data, newPin: '12345', repeatPin: '12345' });
  await robin.execute(shown.activityId, { ...data, round: 2, newPin: '73914680', repeatPin: '73914680' });
  await house.connector.waitFor((each) => textOf(each.activity).includes('Your PIN is changed'));
  // What is written down after that: that the person was told.
  await house.quiet();
  await house.person(agent).say('today');
  await house.person(agent).say(`find ${people.ordinary}`);
});
afterAll(() => house.close());

/** The export, beside the bot that runs. */
function audit(...words: string[]): Promise<{ code: number; out: string; err: string }> {
  const env = { ...programEnv, ...house.env };
  return new Promise((resolve) => {
    execFile(process.execPath, [main, 'audit', ...words], { env, cwd: house.dataDir }, (error, out, err) =>
      resolve({ code: typeof error?.code === 'number' ? error.code : error ? 1 : 0, out, err }),
    );
  });
}

describe('the export of the audit', () => {
  it('is a line of JSON for each event, by the names of ECS, the oldest first', async () => {
    const { code, out, err } = await audit('--since', '1h', '--format', 'jsonl');
    expect({ code, err }).toEqual({ code: 0, err: '' });
    const events = out
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    const actions = events.map((event) => event['event.action']);
    expect(actions.slice(0, 4)).toEqual(['asked', 'refused', 'submitted', 'applied']);
    expect(actions).toEqual(expect.arrayContaining(['looked_today', 'looked_up']));
    const times = events.map((event) => event['@timestamp']);
    expect(times).toEqual([...times].sort());
    expect(events.find((event) => event['event.action'] === 'refused')).toMatchObject({
      'event.outcome': 'failure',
      'event.reason': 'too_simple',
      'user.id': people.ordinary,
      'labels.reference': expect.stringMatching(/^\w{4}-\w{4}$/),
    });
    expect(events.find((event) => event['event.action'] === 'looked_up')).toMatchObject({
      'user.id': agent,
      'user.target.id': people.ordinary,
    });
    expect(new Set(events.map((event) => event['event.id'])).size).toBe(events.length);
    expect(out).not.toMatch(/73914680|12345/);
  });

  it('is a table with a head for a spreadsheet', async () => {
    const { code, out } = await audit('--since', '1h', '--format', 'csv');
    expect(code).toBe(0);
    const [head, ...lines] = out.split('\r\n');
    expect(head).toMatch(/^timestamp,event\.action,/);
    expect(lines.filter((line) => line.includes(',applied,success,'))).toHaveLength(1);
  });

  it('holds what is newer than it was asked for alone', async () => {
    expect((await audit('--since', '1ms')).out).toBe('');
  });

  it.each([
    [[], '--since is missing.'],
    [['--since'], '--since should have a value behind it.'],
    [['--since', '7'], '--since should be a number with ms, s, m, h or d, such as 7d.'],
    [['--since', '7d', '--format', 'xml'], '--format should be jsonl or csv.'],
    [['--since', '7d', '--all'], '--all is not known.'],
    [['7d'], 'Every word should be an option, or the value behind one.'],
  ])('says what is wrong and how it is asked for: %j', async (words, what) => {
    expect(await audit(...words)).toEqual({
      code: 2,
      out: '',
      err: `${what}\nUsage: audit --since 7d [--format jsonl|csv]\n`,
    });
  });

  it('ends quietly where nobody reads on', async () => {
    const env = { ...programEnv, ...house.env };
    const child = spawn(process.execPath, [main, 'audit', '--since', '1h'], { env, cwd: house.dataDir });
    child.stdout.destroy();
    const [code] = (await once(child, 'exit')) as [number];
    expect(code).toBe(0);
  });
});

describe('a field of CSV', () => {
  it.each([
    ['=1+1', "'=1+1"],
    ['+1 410', "'+1 410"],
    ['-2', "'-2"],
    ['@SUM(A1)', "'@SUM(A1)"],
    ['\t=1', "'\t=1"],
    ['＝1', "'＝1"],
    ['=A1,"x"', '"\'=A1,""x"""'],
    ['plain', 'plain'],
    [undefined, ''],
  ])('is no formula: %j', (value, written) => {
    expect(csvLine([value])).toBe(written);
  });

  it('never begins as a formula, and is read again as it was but for an apostrophe in front', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.string().map((text) => text.replaceAll('\0', '')),
          { minLength: 1, maxLength: 5 },
        ),
        (values) => {
          const read = fieldsOf(csvLine(values));
          expect(read.map((each, at) => (each === values[at] ? each : each.slice(1)))).toEqual(values);
          expect(read.filter((each) => /^[=+\-@\t\r\n]/.test(each))).toEqual([]);
        },
      ),
    );
  });
});

/** RFC 4180, one line. */
function fieldsOf(line: string): string[] {
  const fields = [''];
  let isQuoted = false;
  for (const sign of line.replaceAll('""', '\0')) {
    const at = fields.length - 1;
    if (sign === '"') isQuoted = !isQuoted;
    else if (sign === ',' && !isQuoted) fields.push('');
    else fields[at] += sign === '\0' ? '"' : sign;
  }
  return fields;
}

it('names the one who acts, and the one who is acted upon', () => {
  const at = new Date('2026-11-24T13:05:00Z');
  const event = { id: '1', at, event: 'reset_offered', tenantId: 't', userId: 'u', agentId: 'a', detail: {} };
  expect(ecsOf(event)).toMatchObject({
    'user.id': 'a',
    'user.target.id': 'u',
    'event.action': 'reset_offered',
  });
});

it.each([
  ['offer_delivered', {}, { 'event.outcome': 'success' }],
  ['offer_not_delivered', { code: 'blocked' }, { 'event.outcome': 'failure', 'event.reason': 'blocked' }],
])('tells what became of an offer: %s', (event, detail, told) => {
  const at = new Date('2026-11-24T13:05:00Z');
  expect(ecsOf({ id: '1', at, event, tenantId: 't', userId: 'u', detail })).toMatchObject(told);
});
