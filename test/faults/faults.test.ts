import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { backendFaults } from './backend-faults.ts';
import { backendCase, connectorCase, isOutcome, type Told } from './cases.ts';
import { certificateCases, certificateFaults } from './certificate-cases.ts';
import { hasNextStep, titles } from './chat.ts';
import { type ConnectorFault, connectorFaults } from './connector-faults.ts';
import { type Ending, endingOf, endWords, standingOf } from './ending.ts';
import { documentOf } from './table.ts';
import { openTown, type Town } from './town.ts';

let town: Town;
const parts = [
  {
    title: 'The PIN backend',
    names: [...backendFaults.map(({ name }) => name), ...Object.values(certificateFaults)],
  },
  { title: "Teams' connector", names: connectorFaults.map(({ name }) => name) },
];
/** Faults with which no request ever comes through. */
const reachNobody = [certificateFaults.never, certificateFaults.forGood, certificateFaults.refused];
/** By part and name: what became of each, or why nothing did. */
const stories = new Map<string, { told: Told; ending: Ending } | { failed: unknown }>();

/** A send that hangs keeps one of the runner's places for ten seconds, which others would miss. */
const hangs = ({ failure }: ConnectorFault) =>
  typeof failure === 'object' && 'breaks' in failure && failure.breaks === 'hang';
const hangingLast = (a: ConnectorFault, b: ConnectorFault) => Number(hangs(a)) - Number(hangs(b));

beforeAll(async () => {
  town = await openTown();
  const [backend, connector] = parts.map(({ title }) => title);
  const told: { key: string; each: Told }[] = [];
  const note = (key: string, work: Promise<Told>) =>
    work.then(
      (each) => void told.push({ key, each }),
      (failed: unknown) => void stories.set(key, { failed }),
    );
  const certificates = certificateCases(town);
  const certificateOf = async (name: string) => (await certificates).find(({ fault }) => fault === name)!;
  await Promise.all([
    ...backendFaults.map((fault) => note(`${backend}: ${fault.name}`, backendCase(town, fault))),
    ...Object.values(certificateFaults).map((name) => note(`${backend}: ${name}`, certificateOf(name))),
    ...[...connectorFaults]
      .sort(hangingLast)
      .map((fault) => note(`${connector}: ${fault.name}`, connectorCase(town, fault))),
  ]);
  if (stories.size === 0) await town.quiet();
  for (const { key, each } of told) stories.set(key, { told: each, ending: await endingOf(town, each) });
}, 120_000);
afterAll(() => town.close());

function storyOf(key: string): { told: Told; ending: Ending } {
  const story = stories.get(key);
  if (!story) throw new Error('the people never came to an end');
  if ('failed' in story) throw story.failed;
  return story;
}

describe.each(parts)('$title fails', ({ title, names }) => {
  it.each(names)('%s', (name) => {
    const { told, ending } = storyOf(`${title}: ${name}`);
    expect(told.hits, 'the fault befell something').toBeGreaterThan(0);
    expectAnswered(told);
    expectTruth(told, ending);
    expectNothingTwice(told, ending);
    const cards = told.person.everyCard();
    expect(cards.length).toBeGreaterThan(0);
    expect(cards.filter((card) => !hasNextStep(card))).toEqual([]);
  });
});

/** Where there is a form, its button is answered with a card that says something of the change. */
function expectAnswered({ answer, formId }: Told): void {
  if (formId === undefined) return;
  expect(answer).toMatchObject({ status: 200, body: { type: 'application/vnd.microsoft.card.adaptive' } });
  const { working, unknown, changed, notChanged } = titles;
  expect([working, unknown, changed, notChanged]).toContain(answer?.body.value.body[0].text);
}

/** The card in the place of the form says what the service did. */
function expectTruth(told: Told, { service }: Ending): void {
  const last = standingOf(told).findLast(({ heading }) => titles.outcomes.includes(heading));
  if (told.formId === undefined) expect([last, service]).toEqual([undefined, undefined]);
  else if (last?.heading === titles.changed) expect(service).toBe('applied');
  else {
    expect(last?.heading).toBe(titles.notChanged);
    expect([undefined, 'rejected', 'change_not_found']).toContain(service);
  }
}

/** One submission is one change, and its outcome stands once in the chat, where the form was. */
function expectNothingTwice(
  { fault, changeIds, formId, cardGone, isEnd, most = 1 }: Told,
  ending: Ending,
): void {
  const { cards, changes, service } = ending;
  expect(cards.length).toBeGreaterThanOrEqual(1);
  expect(cards.length).toBeLessThanOrEqual(most);
  if (isEnd === isOutcome) expect(cards[0]?.activityId === formId).toBe(!cardGone);
  expect(changeIds.length).toBe(reachNobody.includes(fault) ? 0 : 1);
  expect(changes).toBe(service === 'applied' ? 1 : 0);
}

describe('all of them together', () => {
  it('set each PIN once: the service has put no more into force than it has changes', () => {
    const [set] = town.serviceRows<{ seq: number }>("select seq from sqlite_sequence where name = 'pin'");
    const [applied] = town.serviceRows<{ many: number }>(
      "select count(*) as many from change where status = 'applied'",
    );
    expect(applied?.many).toBeGreaterThan(30);
    expect(set?.seq).toBe(applied?.many);
  });

  it('leave no PIN in a log or in a message', () => {
    const written = town.written();
    expect(written).toContain('not delivered');
    expect(town.pins().filter((pin) => written.includes(pin))).toEqual([]);
  });

  it('send the PIN nowhere else: no redirect is followed', () => {
    expect(town.proxy.unforeseen).toEqual([]);
  });

  it('are what docs/faults.md says', async () => {
    const document = documentOf(
      parts.map(({ title, names }) => ({
        title,
        rows: names.map((name) => {
          const { told, ending } = storyOf(`${title}: ${name}`);
          const { fault, until, meanwhile } = told;
          return { fault, until, meanwhile, end: endWords(told, ending), changes: ending.changes };
        }),
      })),
    );
    await expect(document).toMatchFileSnapshot('../../docs/faults.md');
  });
});
