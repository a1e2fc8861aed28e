import { z } from 'zod';
import type { Say, TextKey } from '../../language/catalogue.ts';
import { escapeMarkdown } from '../../language/escape.ts';
import { formatTime } from '../../language/formats.ts';
import { allFamilies, nameOf } from '../../phones/families.ts';
import { type Cause, causes, type SignIn, tried } from '../../phones/sign-in.ts';
import { button, type CardAction, sending } from './actions.ts';
import { enterLine } from './changed.ts';
import type { Card } from './facts.ts';
import { aboutAttempt, helpDeskPart, ticketActions } from './help-desk.ts';
import { type Page, referenceLine } from './page.ts';
import { signInStep } from './phones.ts';
import { loadCard, noPart, part, viewOf } from './template.ts';

export interface SignInFacts {
  signIn: SignIn;
  /** What is said before it: that it begins again, or that the last text was not understood. */
  note?: 'again' | 'unclear' | undefined;
}

const makePhone = loadCard(
  'phone',
  viewOf({
    note: z.string(),
    lines: z.array(z.string().min(1)),
    question: z.string(),
    helpDesk: part,
    reference: z.string(),
  }),
);

/** Where the person stands with signing in on a phone: which phone, the steps, or the cause to look at. */
export function signInCard(page: Page, { signIn, note }: SignInFacts): Card {
  const said = note ? page.say(`phoneHelp.${note}`) : '';
  const common = { lang: page.lang, title: page.say('phoneHelp.title'), note: said, helpDesk: noPart };
  switch (signIn.step) {
    case 'which':
      return makePhone({ ...common, ...whichPhone(page, signIn), reference: '' });
    case 'steps':
      return makePhone({ ...common, ...stepsOf(page, signIn), reference: '' });
    default:
      return makePhone({ ...common, ...causeOf(page, signIn, signIn.step), reference: '' });
  }
}

function whichPhone(page: Page, { phones }: SignIn) {
  const { say } = page;
  const names = phones.map(({ model, location }) =>
    location ? say('phones.at', { model, location }) : model,
  );
  const listed = names.map((name, at) => sending(buttonTitle(name), { do: 'phone', phone: `${at}` }));
  const families = allFamilies.map((family) =>
    sending(nameOf(family) ?? say('phones.other.models'), { do: 'phone', phone: family }),
  );
  const actions = listed.length > 0 ? [...listed, otherPhone(page)] : families;
  // A sixth button is hidden on some clients.
  const help = actions.length < 5 ? [button(page, 'help')] : [];
  const cut = names.filter((name) => buttonTitle(name).endsWith('…'));
  const whole = cut.map((name) => escapeMarkdown(name, 200)).filter((name) => name !== '');
  return { lines: [say('phoneHelp.which'), ...whole], question: '', actions: [...actions, ...help] };
}

/** So much fits on a button of a narrow chat. */
const buttonLength = 30;

/** A backend's text as a title: what makes it safe also makes it longer. */
function buttonTitle(text: string): string {
  for (let length = buttonLength; length > 1; length -= 1) {
    const title = escapeMarkdown(text, length);
    if (title.length <= buttonLength && title !== '') return title;
  }
  return '…';
}

const otherPhone = ({ say }: Page): CardAction =>
  sending(say('action.otherPhone'), { do: 'phone', phone: 'another' });

function stepsOf(page: Page, signIn: SignIn) {
  const { phone, extension } = signIn;
  const { say } = page;
  const { family, model } = phone ?? { family: 'other' as const };
  return {
    lines: [
      ...(family === 'other' ? [say('phoneHelp.general')] : []),
      signInStep(page, family, model),
      enterLine(page, extension),
    ],
    question: say('phoneHelp.question'),
    actions: [...answers(page, signIn), otherPhone(page), button(page, 'help')],
  };
}

function causeOf(page: Page, signIn: SignIn, cause: Cause) {
  const { say } = page;
  const number = causes.indexOf(cause) + 1;
  return {
    lines: [
      say('phoneHelp.cause', { number, total: causes.length }),
      say(`phoneHelp.${cause}` satisfies TextKey),
    ],
    question: say('phoneHelp.question'),
    actions: [...answers(page, signIn), ...waysOn(page, cause), button(page, 'help')],
  };
}

/** What the text of a cause speaks of. */
function waysOn(page: Page, cause: Cause): CardAction[] {
  if (cause === 'extension') return [button(page, 'status')];
  return cause === 'locked' ? [button(page, 'status'), button(page, 'reset')] : [];
}

/** The buttons say how far the person was, for when the dialog has been left meanwhile. */
function answers({ say }: Page, signIn: SignIn): CardAction[] {
  const at = { at: signIn.step, phone: signIn.phone?.family ?? 'other', asked: signIn.at };
  return [
    sending(say('action.signedIn'), { do: 'signedIn', yes: true, ...at }, { style: 'positive' }),
    sending(say('action.notSignedIn'), { do: 'signedIn', yes: false, ...at }),
  ];
}

/** Nothing that is known has helped: what to tell the help desk, ready to be sent. */
export function phoneTicketCard(
  page: Page,
  { signIn, changedAt }: { signIn: SignIn; changedAt?: Date | undefined },
): Card {
  const { say, lang } = page;
  const told = toldLines(page, signIn, changedAt);
  return makePhone({
    lang,
    title: say('phoneHelp.tell.title'),
    note: say('phoneHelp.tell'),
    lines: [...told.map((line) => escapeMarkdown(line, 400)), say('phoneHelp.stolen')],
    question: '',
    helpDesk: helpDeskPart(page, signIn.reference, { body: told.join('\n') }),
    reference: referenceLine(page, signIn.reference),
    actions: [...phoneTicketActions(page, signIn), button(page, 'status'), button(page, 'reset')],
  });
}

/** With all of it filled in. */
function phoneTicketActions(page: Page, signIn: SignIn): CardAction[] {
  const phone = modelOf(page.say, signIn).slice(0, 80);
  return ticketActions(page, { phone, tried: tried(signIn), ...aboutAttempt(signIn.change) });
}

const modelOf = (say: Say, { phone }: SignIn): string =>
  phone?.model ?? nameOf(phone?.family ?? 'other') ?? say('phones.other.models');

function toldLines({ say, reader }: Page, signIn: SignIn, changedAt: Date | undefined): string[] {
  const { extension, reference } = signIn;
  const names = tried(signIn).map((cause) => say(`phoneHelp.tried.${cause}` satisfies TextKey));
  return [
    say('phoneHelp.told.phone', { phone: modelOf(say, signIn) }),
    extension ? say('phoneHelp.told.extension', { extension }) : '',
    changedAt ? say('phoneHelp.told.changed', { time: formatTime(changedAt, reader) }) : '',
    names.length > 0 ? say('phoneHelp.told.tried', { tried: names.join('; ') }) : '',
    reference ? say('reference', { reference }) : '',
  ].filter((line) => line !== '');
}
