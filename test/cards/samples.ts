import type { Card, Cards } from '../../src/bot/cards/cards.ts';
import type { NoFormReason, NoticeFacts, ToldAttempt } from '../../src/bot/cards/facts.ts';
import type { FoundPerson } from '../../src/helpdesk/desk-view.ts';
import { problemsAfter, type Ticket } from '../../src/helpdesk/ticket.ts';
import type { Reader } from '../../src/language/formats.ts';
import { begin, causes, type SignIn } from '../../src/phones/sign-in.ts';
import type { Attempt } from '../../src/pin/attempt.ts';
import type { DeskPhone, PinAccount } from '../../src/pin/backend.ts';
import type { PinPolicy } from '../../src/pin/policy.ts';

export const reader: Reader = { locale: 'en-GB', timeZone: 'Europe/Copenhagen' };

export const helpDesk = {
  name: 'NAM Help Desk',
  ticketUrl: 'https://tickets.example.com/new',
  email: 'help.desk@example.com',
  phone: '410-309-0200',
  phoneNote: 'ask to be transferred to the Help Desk',
};

export const policy: PinPolicy = {
  minLength: 5,
  maxLength: 24,
  allowCommonPatterns: false,
  historyCount: 3,
  lifetimeDays: 0,
};

export const phones: DeskPhone[] = [
  { id: '1', model: 'Polycom VVX 411', location: 'Desk 3.14' },
  { id: '2', model: 'Polycom CX600' },
];

export const account: PinAccount = {
  userId: '6f0e3b0e-5e2f-4a8e-9a77-0d4c7e1f2a10',
  displayName: 'Marta Silva',
  phoneNumber: '+14103090200',
  extension: '0200',
  pinSet: true,
  pinChangedAt: new Date('2026-03-03T09:00:00Z'),
  pinExpiresAt: null,
  locked: 'no',
  deskPhones: phones,
  policy,
};

const attempt = '0f5b8a4e-6f0f-4d3f-8f2e-4a7be7a1c001';
const change = '0f5b8a4e-6f0f-4d3f-8f2e-4a7be7a1c002';
const reference = 'K7QM-2F9D';
const changedAt = new Date('2026-11-24T13:05:00Z');

/** What a form is made from, but for what a test is about. */
export const formFacts = { attempt, round: 1, reference, policy, broken: [], plainSubmit: false };

export const brokenCodes = [
  'empty',
  'not_alike',
  'not_digits',
  'too_short',
  'too_long',
  'too_simple',
  'matches_number',
  'pin_too_short',
  'pin_too_long',
  'pin_not_digits',
  'pin_too_simple',
  'pin_matches_number',
  'pin_reused',
  'pin_not_unique',
  'something_new',
];

export const notChangedCodes = [
  'withdrawn',
  'change_withdrawn',
  'failed',
  'unavailable',
  'not_sent',
  'denied',
  'account_locked',
  'not_enabled',
  'account_disabled',
  'user_not_found',
  'busy',
  'too_many_requests',
  'something_new',
  'exhausted',
  'stranger',
  'unconfirmed',
];

export const noFormReasons: NoFormReason[] = [
  'user_not_found',
  'not_enabled',
  'account_disabled',
  'account_locked',
  'denied',
  'away',
  'store_down',
  'limit',
  'stranger',
  'unconfirmed',
];

/** Every kind of card, with many facts, by a name for each. */
export function sampleCards(cards: Cards, person = account, who = reader): Record<string, Card> {
  return {
    ...formSamples(cards, person, who),
    ...outcomeSamples(cards, person, who),
    ...answerSamples(cards, person, who),
    ...noticeSamples(cards, who),
  };
}

function formSamples(cards: Cards, person: PinAccount, reader: Reader): Record<string, Card> {
  const form = (more: object): Card => cards.form(reader, { ...formFacts, account: person, ...more });
  const soon = { pinExpiresAt: new Date('2026-12-01T09:00:00Z'), locked: 'temporary' as const };
  return {
    form: form({}),
    'form-unknown-account': cards.form(reader, formFacts),
    'form-refused': form({ broken: ['too_short', 'too_simple', 'not_alike'], round: 2 }),
    'form-all-broken': form({ broken: brokenCodes, round: 3 }),
    'form-unconfirmed': form({ broken: ['unconfirmed'], round: 2 }),
    'form-first-pin': form({ account: { ...person, pinSet: false, pinChangedAt: null } }),
    'form-locked': form({ account: { ...person, ...soon } }),
    'form-fixed-length': form({ policy: { ...policy, minLength: 6, maxLength: 6, lifetimeDays: 90 } }),
    'form-plain': form({ plainSubmit: true }),
    'form-expired': form({ again: 'expired' }),
    'form-read-back': form({ again: 'readBack' }),
    'form-replaced': form({ again: 'replaced', broken: ['empty'] }),
  };
}

function outcomeSamples(cards: Cards, person: PinAccount, reader: Reader): Record<string, Card> {
  const numbers = {
    attempt: change,
    reference,
    changedAt,
    phoneNumber: person.phoneNumber ?? undefined,
    extension: person.extension ?? undefined,
  };
  const list: [string, Card][] = [
    ['working', cards.working(reader, { attempt: change, reference, phase: 'working' })],
    ['unknown', cards.working(reader, { attempt: change, reference, phase: 'unknown' })],
    ['unsettled', cards.working(reader, { attempt: change, reference, phase: 'unsettled' })],
    ['superseded', cards.changed(reader, { ...numbers, superseded: true })],
    ['changed', cards.changed(reader, { ...numbers, phones: person.deskPhones ?? undefined })],
    ['changed-any-phone', cards.changed(reader, { ...numbers, phones: undefined })],
    ['changed-no-phone', cards.changed(reader, { ...numbers, phones: [] })],
    ['changed-little-known', cards.changed(reader, { attempt: change, reference, changedAt })],
    ['not-changed', cards.notChanged(reader, { attempt: change, reference, code: 'not_sent', retry: true })],
    ...notChangedCodes.map((code): [string, Card] => [
      `not-changed-${code}`,
      cards.notChanged(reader, { attempt: change, reference, code, retry: false }),
    ]),
    ...noFormReasons.map((reason): [string, Card] => [
      `no-form-${reason}`,
      cards.noForm(reader, {
        reference,
        reason,
        ...(reason === 'limit' ? { attempt: change, opensAt: changedAt } : {}),
      }),
    ]),
  ];
  return Object.fromEntries(list);
}

function answerSamples(cards: Cards, person: PinAccount, reader: Reader): Record<string, Card> {
  const reminder = { change, reference, changedAt, laterMorning: new Date('2026-11-30T08:00:00Z') };
  return {
    welcome: cards.welcome(reader, {}),
    help: cards.help(reader, {}),
    'help-agent': cards.help(reader, { deskWordsIn: reader.locale }),
    'not-me': cards.notMe(reader, { reference, hasTicket: false }),
    'not-me-ticket': cards.notMe(reader, { reference, hasTicket: true }),
    'not-me-offer': cards.notMeOffer(reader, { told: [told('changed')] }),
    'not-me-offer-tried': cards.notMeOffer(reader, { told: [told('changed'), told('tried')] }),
    'not-me-offer-under-way': cards.notMeOffer(reader, { told: [told('underWay')] }),
    'not-me-offer-nothing': cards.notMeOffer(reader, { told: [] }),
    ...ticketSamples(cards, person, reader),
    ...deskSamples(cards, person, reader),
    'what-for': cards.whatFor(reader, {}),
    rules: cards.rules(reader, {}),
    status: cards.status(reader, { account: person }),
    'status-locked': cards.status(reader, {
      account: { ...person, locked: 'administrator', pinExpiresAt: new Date('2026-12-01T09:00:00Z') },
    }),
    'status-no-pin': cards.status(reader, {
      account: { ...person, pinSet: false, pinChangedAt: null, phoneNumber: null, extension: null },
    }),
    reminder: cards.reminder(reader, { ...reminder, last: false }),
    'reminder-last': cards.reminder(reader, { ...reminder, last: true }),
    ...phoneSamples(cards, person, reader),
    expiry: cards.expiry(reader, { expiresAt: new Date('2026-12-01T09:00:00Z'), expired: false }),
    expired: cards.expiry(reader, { expiresAt: new Date('2026-11-20T09:00:00Z'), expired: true }),
  };
}

const told = (became: ToldAttempt['became']): ToldAttempt => ({
  attempt: change,
  reference,
  became,
  at: changedAt,
});

function phoneSamples(cards: Cards, person: PinAccount, reader: Reader): Record<string, Card> {
  const facts = { reference, locale: reader.locale, extension: person.extension ?? '' };
  const many = begin({ ...facts, phones: phonesOf(person) }, changedAt);
  const any = begin({ ...facts, phones: [] }, changedAt);
  const steps: SignIn = { ...many, step: 'steps', phone: { family: 'poly', model: 'Polycom VVX 411' } };
  const list: [string, Card][] = [
    ['phone-which', cards.signIn(reader, { signIn: many })],
    ['phone-which-any', cards.signIn(reader, { signIn: any, note: 'again' })],
    ['phone-steps', cards.signIn(reader, { signIn: steps })],
    ['phone-steps-general', cards.signIn(reader, { signIn: { ...steps, phone: { family: 'other' } } })],
    ['phone-steps-unclear', cards.signIn(reader, { signIn: steps, note: 'unclear' })],
    ...causes.map((step): [string, Card] => [
      `phone-${step}`,
      cards.signIn(reader, { signIn: { ...steps, step } }),
    ]),
    ['phone-ticket', cards.phoneTicket(reader, { signIn: { ...steps, step: 'unlockPin' }, changedAt })],
  ];
  return Object.fromEntries(list);
}

/** What agents see. */
function deskSamples(cards: Cards, person: PinAccount, reader: Reader): Record<string, Card> {
  const { displayName } = person;
  const who: FoundPerson = {
    person: { tenantId: 't', userId: person.userId },
    ...(displayName ? { name: displayName } : {}),
    address: 'marta.silva@contoso.example',
    reachable: true,
  };
  const at = (minutes: number) => new Date(changedAt.getTime() - minutes * 60_000);
  const names = ['ticket_open', 'ticket_written', 'told', 'applied', 'submitted', 'refused', 'asked'];
  const events = names.map((event, minutes) => ({
    at: at(minutes),
    event,
    reference,
    codes: event === 'refused' ? ['too_simple'] : event === 'ticket_open' ? ['35436'] : [],
  }));
  const kinds = ['unsettled', 'unknown', 'ticketFailed', 'ticketLate', 'notMe'] as const;
  const concerns = kinds.map((kind, minutes) => ({ kind, at: at(minutes), reference, who }));
  const other: FoundPerson = {
    person: { tenantId: 't', userId: change },
    name: 'Silvan Marti',
    reachable: false,
  };
  return {
    invitation: cards.invitation(reader, { link: 'https://teams.microsoft.com/l/chat/0/0?users=28%3Abot' }),
    'desk-timeline': cards.timeline(reader, { who, events, page: 1, more: true }),
    'desk-timeline-empty': cards.timeline(reader, { who: other, events: [], page: 0, more: false }),
    'desk-people': cards.people(reader, { who: [who, other], more: false, view: 'timeline' }),
    'desk-people-many': cards.people(reader, { who: [who, other], more: true, view: 'offer' }),
    'desk-today': cards.today(reader, { concerns, more: true, page: 1, alert: true }),
    'desk-today-nothing': cards.today(reader, { concerns: [], more: false, page: 0, alert: false }),
  };
}

/** After a change, and where nothing has happened; what became of it, in each way. */
function ticketSamples(cards: Cards, person: PinAccount, reader: Reader): Record<string, Card> {
  const attempt: Attempt = {
    id: change,
    reference,
    person: { tenantId: 't', userId: person.userId },
    conversationId: 'a:1',
    state: 'applied',
    round: 1,
    plainSubmit: false,
    refusals: [],
    account: person,
    locale: reader.locale,
    timeZone: reader.timeZone,
    createdAt: new Date('2026-11-24T13:03:00Z'),
    expiresAt: new Date('2026-11-24T13:18:00Z'),
    submittedAt: new Date('2026-11-24T13:04:00Z'),
    settledAt: changedAt,
    changedAt,
  };
  const phone = { model: 'Polycom VVX 411', tried: [...causes] };
  const callback = '+14103090200';
  const form = { ticket: change, reference, callback };
  const ticket: Ticket = {
    id: change,
    reference,
    person: attempt.person,
    requester: { name: 'Marta Silva' },
    conversationId: 'a:1',
    problem: 'phone',
    urgent: false,
    subject: 'Conferencing PIN: My desk phone does not sign in (K7QM-2F9D)',
    body: 'My desk phone does not sign in',
    state: 'owed',
    locale: reader.locale,
    timeZone: reader.timeZone,
    createdAt: changedAt,
  };
  const failed: Attempt = { ...attempt, state: 'failed', code: 'not_enabled' };
  const told = (more: Partial<Ticket>, how: object = {}) =>
    cards.ticket(reader, { ticket: { ...ticket, ...more }, ...how });
  return {
    'ticket-form': cards.ticketForm(reader, {
      ...form,
      attempt,
      phone,
      problems: ['phone', 'newPin', 'other'],
    }),
    'ticket-form-failed': cards.ticketForm(reader, {
      ...form,
      attempt: failed,
      problems: problemsAfter(failed, changedAt),
      callback: 'my desk',
      again: { problem: 'account', line: 'The new PIN •••• is refused.' },
    }),
    'ticket-form-plain': cards.ticketForm(reader, {
      ticket: change,
      reference: undefined,
      callback: '',
      problems: problemsAfter(undefined, changedAt),
    }),
    'ticket-owed': told({}),
    'ticket-masked': told({ body: 'My desk phone does not sign in: •••• is refused' }),
    'ticket-late': told({}, { isLate: true }),
    'ticket-open': told(
      { state: 'open', number: '35436' },
      { url: 'https://desk.example.com/hc/requests/35436' },
    ),
    'ticket-failed': told({ state: 'failed' }),
    'ticket-handed': told({ state: 'handed' }),
  };
}

const phonesOf = ({ deskPhones }: PinAccount) =>
  (deskPhones ?? []).map(({ model, location }) => ({ model, ...(location ? { location } : {}) }));

const toTheBot = 'https://teams.microsoft.com/l/chat/0/0?users=28:bot';
const later = { time: new Date('2026-11-30T08:00:00Z') };
/** Every short card, with what its text needs. */
export const notices: NoticeFacts[] = [
  { name: 'hello', actions: ['reset', 'whatFor', 'help'] },
  { name: 'thanks', actions: ['phoneSteps', 'help'] },
  { name: 'unclear', actions: ['reset', 'status', 'help'] },
  { name: 'which', actions: ['reset', 'status', 'whatFor'] },
  { name: 'leader', actions: ['reset', 'status', 'whatFor'] },
  { name: 'someoneElse', actions: ['help', 'reset'] },
  { name: 'otherPin', actions: ['help', 'ticket', 'reset'] },
  { name: 'otherSecret', actions: ['help', 'ticket', 'reset'] },
  { name: 'nothingToCancel', actions: ['reset'] },
  { name: 'cancelled', actions: ['reset', 'help'] },
  { name: 'foreign', actions: ['reset', 'help'] },
  { name: 'replaced', actions: ['reset'] },
  { name: 'expired', actions: ['reset'] },
  { name: 'busy', args: { reference }, actions: ['help'] },
  { name: 'stillUnknown', args: { reference }, actions: ['help'] },
  { name: 'otherForm', args: { reference }, actions: ['help'] },
  { name: 'pinInChat', actions: [] },
  { name: 'remindersStopped', actions: ['phoneSteps'] },
  { name: 'noReminders', actions: ['phoneSteps', 'help'] },
  { name: 'done', actions: ['phoneSteps'] },
  { name: 'later', args: later, actions: ['phoneSteps'] },
  { name: 'badAction', actions: ['reset', 'help'] },
  { name: 'fault', args: { reference }, actions: ['reset', 'help'] },
  { name: 'ticketLimit', actions: ['help'] },
  { name: 'deskHelp', actions: [] },
  { name: 'deskUnconfirmed', actions: [] },
  { name: 'notFound', link: toTheBot, actions: [] },
  { name: 'offerSent', args: { who: 'Marta Silva' }, link: toTheBot, actions: [] },
  { name: 'offerDelivered', args: { who: 'Marta Silva' }, actions: [] },
  { name: 'offerBlocked', args: { who: 'Marta Silva' }, link: toTheBot, actions: [] },
  { name: 'offerFailed', args: { who: 'Marta Silva' }, link: toTheBot, actions: [] },
  { name: 'offerRepeated', args: { who: 'Marta Silva' }, actions: [] },
  { name: 'offered', actions: ['reset', 'whatFor', 'help'] },
  { name: 'groupChat', actions: [], url: toTheBot },
];

function noticeSamples(cards: Cards, reader: Reader): Record<string, Card> {
  return Object.fromEntries(notices.map((facts) => [`notice-${facts.name}`, cards.notice(reader, facts)]));
}
