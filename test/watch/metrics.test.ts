import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { cardIn, memberOf, textOf } from '../flow/connector.ts';
import { people } from '../flow/house.ts';
import { actionData } from '../flow/teams.ts';
import { startIdentityEndpoint } from '../security/login.ts';
import { toldValue } from './exposed.ts';
import { openWatchedHouse, type WatchedHouse } from './watched-house.ts';

let house: WatchedHouse;
afterEach(() => house.close());

/** The value of a metric of the bot's once it is this. */
async function becomes(name: string, labels: Record<string, string>, value: number): Promise<void> {
  await house.toldWhen((told) => toldValue(told, `conference_pin_${name}`, labels) === value);
}
async function value(name: string, labels: Record<string, string> = {}): Promise<number | undefined> {
  return toldValue(await house.told(), `conference_pin_${name}`, labels);
}

describe('of turns', () => {
  beforeEach(async () => {
    house = await openWatchedHouse();
  });

  it('is told what was wanted, what it was answered with, and how long it took', async () => {
    const { shown } = await house.submit();
    await house.changed();
    await house.answerTo('status');
    await house.person().execute(shown.activityId, { do: 'whatever' });
    await house.person().post(house.person().activity({ type: 'conversationUpdate' }));
    const told = await house.told();
    const turns = (labels: Record<string, string>) => toldValue(told, 'conference_pin_turns_total', labels);
    expect(turns({ kind: 'words', intent: 'reset', outcome: 'shown' })).toBe(1);
    const sent = ['applied', 'submitted'].map((outcome) =>
      turns({ kind: 'button', intent: 'setPin', outcome }),
    );
    expect(sent).toContain(1);
    expect(turns({ kind: 'words', intent: 'status', outcome: 'status' })).toBe(1);
    expect(turns({ kind: 'button', intent: 'unknown', outcome: 'notice' })).toBe(1);
    expect(turns({ kind: 'event', intent: 'conversationUpdate', outcome: 'nothing' })).toBe(1);
    expect(toldValue(told, 'conference_pin_turns_begun_total')).toBe(5);
    const durations = (labels: Record<string, string>) =>
      toldValue(told, 'conference_pin_turn_duration_seconds_count', labels);
    expect(durations({ kind: 'words', outcome: 'answered' })).toBe(2);
    expect(durations({ kind: 'button', outcome: 'answered' })).toBe(2);
    expect(durations({ kind: 'event', outcome: 'nothing' })).toBe(1);
  });

  it('is told which failed and which came twice; those take no time', async () => {
    await house.fail();
    const activity = house.person().activity({ type: 'message', text: 'help' });
    await house.person().post(activity);
    await house.person().post(activity);
    const told = await house.told();
    const turns = (kind: string, outcome: string) =>
      toldValue(told, 'conference_pin_turns_total', { kind, outcome });
    expect([turns('words', 'failed'), turns('words', 'help')]).toEqual([1, 1]);
    // Nobody has read what it was.
    expect(turns('event', 'repeated')).toBe(1);
    const count = (outcome: string) =>
      toldValue(told, 'conference_pin_turn_duration_seconds_count', { kind: 'words', outcome });
    expect([count('failed'), count('answered')]).toEqual([1, 1]);
  });

  it('is told who was not let in, and why', async () => {
    const refused = (why: string) => value('requests_refused_total', { why });
    const body = JSON.stringify(house.person().activity({ type: 'message', text: 'help' }));
    const headers = { 'content-type': 'application/json' };
    await fetch(`${house.bot().url}/api/messages`, { method: 'POST', headers, body });
    await fetch(`${house.bot().url}/api/messages`, { method: 'POST', headers, body: '{}' });
    expect([await refused('token_missing'), await refused('body')]).toEqual([1, 1]);
    house.registration.setAway(true);
    await house.restart('SIGTERM');
    await house.person().say('help');
    house.registration.setAway(false);
    expect([await refused('keys_away'), await value('turns_begun_total')]).toEqual([1, 0]);
  });
});

describe('of changes', () => {
  it('is told what became of them, in what time, and where all attempts stand', async () => {
    house = await openWatchedHouse();
    await house.submit('12345');
    await house.submit();
    await house.changed();
    const accounts = { call: 'account', result: 'account' };
    // One may come after its form.
    const told = await house.toldWhen(
      (now) => toldValue(now, 'conference_pin_backend_calls_total', accounts) === 2,
    );
    const of = (name: string, labels: Record<string, string>) =>
      toldValue(told, `conference_pin_${name}`, labels);
    expect(of('changes_settled_total', { kind: 'apply' })).toBe(1);
    expect(of('change_duration_seconds_count', { kind: 'apply' })).toBe(1);
    expect(of('attempts', { state: 'applied' })).toBe(1);
    expect(of('attempts', { state: 'replaced' })).toBe(1);
    expect(of('attempts', { state: 'shown' })).toBe(0);
    expect(of('backend_calls_total', { call: 'change', result: 'applied' })).toBe(1);
    expect(of('backend_calls_total', accounts)).toBe(2);
    expect(of('backend_call_duration_seconds_count', { call: 'change' })).toBe(1);
  });

  it('is told which are open and for how long, and which work is held meanwhile', async () => {
    house = await openWatchedHouse({ pinService: { PIN_SERVICE_DELAY: '8s' } });
    const { answer } = await house.submit();
    expect(textOf(answer.body.value)).toContain('Your PIN is being changed');
    const told = await house.told();
    const of = (name: string, labels: Record<string, string>) =>
      toldValue(told, `conference_pin_${name}`, labels);
    expect(of('open_changes', { state: 'submitted' })).toBe(1);
    expect(of('open_change_age_seconds', { state: 'submitted' })).toBeGreaterThan(0);
    expect(of('open_change_age_seconds', { state: 'unsettled' })).toBe(0);
    expect(of('due_work', { kind: 'look', state: 'held' })).toBe(1);
    // Its due time is that of the submission, and yet it is not late: somebody is at it.
    expect(of('due_work_late_seconds', { kind: 'look' })).toBe(0);
    await house.changed();
    await becomes('open_changes', { state: 'submitted' }, 0);
  });

  it('is told that the PIN service is away, and of each call that brought nothing', async () => {
    house = await openWatchedHouse();
    const shown = await house.answerTo('reset my PIN');
    expect(await value('backend_up')).toBe(1);
    await house.pinService.kill();
    await becomes('backend_up', {}, 0);
    const data = { ...actionData(cardIn(shown), 'setPin'), newPin: '739146', repeatPin: '739146' };
    await house.person().execute(shown.activityId, data);
    await house.connector.waitFor((each) => textOf(each.activity).includes('Your PIN is not changed'));
    expect(await value('backend_calls_total', { call: 'change', result: 'no_connection' })).toBe(3);
    expect(await value('changes_settled_total', { kind: 'fail' })).toBe(1);
  });

  it('is told that the roster is away, or contradicts somebody, and that somebody was not who changed', async () => {
    house = await openWatchedHouse();
    const { shown } = await house.submit();
    await house.changed();
    const data = actionData(cardIn(await house.changed()), 'notMe');
    await house.person().execute(shown.activityId, data);
    expect(await value('not_me_total')).toBe(1);
    house.connector.roster.answer = () => ({ failure: 503 });
    await house.person(people.pinSet).say('reset my PIN');
    expect(await value('roster_away_total')).toBe(1);
    house.connector.roster.answer = () => memberOf(people.ordinary);
    await house.person(people.lockedForNow).say('reset my PIN');
    expect(await value('strangers_total', { why: 'ids_disagree' })).toBe(1);
    expect(await value('sends_total', { method: 'member', status: '503' })).toBe(1);
  });
});

describe('of messages and work', () => {
  beforeEach(async () => {
    house = await openWatchedHouse();
  });

  it('is told what Teams answered, and how long that took', async () => {
    house.connector.script.answer = () => ({ status: 418, bare: true });
    await house.person().say('help');
    house.connector.script.answer = () => ({ breaks: 'reset', taken: false });
    await house.person().say('help');
    house.connector.script.answer = () => undefined;
    await house.person().say('help');
    const sends = (status: string) => value('sends_total', { method: 'send', status });
    // An apology is tried after each that failed.
    expect([await sends('4xx'), await sends('none'), await sends('200')]).toEqual([2, 2, 1]);
    expect(await value('send_duration_seconds_count', { method: 'send' })).toBe(5);
  });

  it('is told what was done, and what is parked until its person writes again', async () => {
    await house.submit();
    await house.changed();
    const done = { kind: 'card', result: 'done' };
    await house.toldWhen((told) => toldValue(told, 'conference_pin_work_total', done) !== 0);
    house.connector.script.answer = () => ({ status: 403, code: 'BotNotInConversationRoster' });
    await house.person().install('add');
    await house.bot().logged(/"msg":"not delivered"/);
    await becomes('due_work', { kind: 'welcome', state: 'blocked' }, 1);
    expect(await value('work_total', { kind: 'welcome', result: 'parked' })).toBe(1);
    expect(await value('sends_total', { method: 'send', status: '403' })).toBe(1);
    house.connector.script.answer = () => undefined;
    await house.person().say('help');
    await becomes('due_work', { kind: 'welcome', state: 'blocked' }, 0);
  });

  it('is told of tickets: those that wait, and what came of each try', async () => {
    const form = await house.answerTo('create a ticket');
    house.desk.weather.push({ status: 401 }, { status: 401 });
    const data = { ...actionData(cardIn(form), 'sendTicket'), problem: 'other', line: '', callback: '' };
    await house.person().execute(form.activityId, data);
    const denied = { result: 'denied' };
    const told = await house.toldWhen(
      (now) => toldValue(now, 'conference_pin_ticket_tries_total', denied) !== 0,
    );
    expect(toldValue(told, 'conference_pin_tickets', { state: 'owed' })).toBe(1);
    expect(toldValue(told, 'conference_pin_ticket_age_seconds', { state: 'owed' })).toBeGreaterThan(0);
    await house.connector.waitFor((each) => textOf(each.activity).includes('is open.'));
    await becomes('tickets', { state: 'open' }, 1);
    expect(await value('ticket_tries_total', { result: 'open' })).toBe(1);
    expect(await value('ticket_age_seconds', { state: 'owed' })).toBe(0);
  });
});

describe('of the process', () => {
  it('is told its event loop, its memory and its start, and that its parts are there', async () => {
    house = await openWatchedHouse();
    const told = await house.told();
    for (const name of [
      'nodejs_eventloop_lag_p99_seconds',
      'process_resident_memory_bytes',
      'process_start_time_seconds',
    ])
      expect(toldValue(told, `conference_pin_${name}`), name).toBeGreaterThan(0);
    expect(toldValue(told, 'conference_pin_store_up')).toBe(1);
    expect(toldValue(told, 'conference_pin_identity_up', { to: 'channel' })).toBe(1);
  });

  it('is told that an identity gives no token, and that it does again', async () => {
    const endpoint = await startIdentityEndpoint(async () => 'a token made for this run');
    endpoint.become('away');
    const bot = {
      ...endpoint.env,
      PIN_SERVICE_SCOPE: 'api://pins/.default',
      PIN_SERVICE_IDENTITY: 'managedIdentity',
    };
    house = await openWatchedHouse({ bot });
    await becomes('identity_up', { to: 'PIN service' }, 0);
    expect(await value('identity_up', { to: 'channel' })).toBe(1);
    endpoint.become('there');
    await becomes('identity_up', { to: 'PIN service' }, 1);
    await endpoint.stop();
  });
});

it('nothing that is told names a person, a reference, or what somebody wrote', async () => {
  house = await openWatchedHouse();
  await house.submit();
  await house.changed();
  await house.person().say('please reset the PIN of my colleague Xanthippe');
  const [row] = await house.rows<{ reference: string; tenant_id: string }>('select * from attempts');
  const told = JSON.stringify([...(await house.told())]);
  for (const each of [row?.reference, row?.tenant_id, people.ordinary, 'Some Body', 'Xanthippe', '739146'])
    expect(told).not.toContain(each);
});
