import { z } from 'zod';
import { escapeMarkdown } from '../../language/escape.ts';
import { formatTime } from '../../language/formats.ts';
import { formatPhoneNumber } from '../../language/phone-number.ts';
import { button, notMeAction, phoneHelpAction } from './actions.ts';
import type { Card, ChangedFacts } from './facts.ts';
import { type Page, referenceLine } from './page.ts';
import { phonesLine, signInSteps } from './phones.ts';
import { fact, loadCard, viewOf } from './template.ts';

const phones = z.strictObject({
  title: z.string(),
  why: z.string(),
  mine: z.string(),
  steps: z.array(z.string()),
  enter: z.string(),
  reminder: z.string(),
  none: z.string(),
});

const makeChanged = loadCard(
  'changed',
  viewOf({ text: z.string().min(1), facts: z.array(fact), phones, reference: z.string() }),
);

/** The PIN is changed, and what to do now. */
export function changedCard(page: Page, facts: ChangedFacts): Card {
  const { say, reader } = page;
  if (facts.superseded) return supersededCard(page, facts);
  return makeChanged({
    lang: page.lang,
    title: say('changed.title'),
    text: say('changed.text', { time: formatTime(facts.changedAt, reader) }),
    facts: numbersOf(page, facts),
    phones: phonesOf(page, facts),
    reference: referenceLine(page, facts.reference),
    actions: [
      ...(facts.phones?.length === 0 ? [] : [phoneHelpAction(page, facts.attempt)]),
      button(page, 'help'),
      notMeAction(page, facts.attempt),
    ],
  });
}

/** Known so late that the person has changed the PIN again meanwhile. */
function supersededCard(page: Page, { attempt, changedAt, reference }: ChangedFacts): Card {
  const { say, reader } = page;
  return makeChanged({
    lang: page.lang,
    title: say('superseded.title'),
    text: say('superseded.text', { time: formatTime(changedAt, reader) }),
    facts: [],
    phones: noPhones,
    reference: referenceLine(page, reference),
    actions: [button(page, 'status'), button(page, 'help'), notMeAction(page, attempt)],
  });
}

function numbersOf({ say }: Page, { phoneNumber, extension }: ChangedFacts) {
  const shown = [
    { title: say('changed.phoneNumber'), value: escapeMarkdown(formatPhoneNumber(phoneNumber ?? ''), 40) },
    { title: say('changed.extension'), value: escapeMarkdown(extension ?? '', 20) },
  ];
  return shown.filter(({ value }) => value !== '');
}

const noPhones = { title: '', why: '', mine: '', steps: [], enter: '', reminder: '', none: '' };

function phonesOf(page: Page, { phones: known, extension }: ChangedFacts): z.infer<typeof phones> {
  const { say } = page;
  if (known?.length === 0) {
    const none = say('changed.phones.none');
    return { ...noPhones, none };
  }
  return {
    title: say('changed.phones.title'),
    why: say('changed.phones.why'),
    mine: phonesLine(page, known),
    steps: signInSteps(page, known),
    enter: enterLine(page, extension),
    reminder: say('changed.phones.reminder'),
    none: '',
  };
}

export function enterLine({ say }: Page, extension: string | undefined): string {
  return say('phones.enter', { extension: extension ? escapeMarkdown(extension, 20) : 'none' });
}
