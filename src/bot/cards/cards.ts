import { latest } from '../../language/latest.ts';
import type { SignIn } from '../../phones/sign-in.ts';
import type { PinAccount } from '../../pin/backend.ts';
import { changedCard } from './changed.ts';
import {
  type PeopleFacts,
  peopleCard,
  type TimelineFacts,
  type TodayFacts,
  timelineCard,
  todayCard,
} from './desk.ts';
import type {
  Card,
  ChangedFacts,
  FormFacts,
  NoFormFacts,
  NotChangedFacts,
  NoticeFacts,
  NotMeOfferFacts,
  Reader,
  ReminderFacts,
  WorkingFacts,
} from './facts.ts';
import { formCard } from './form.ts';
import { noFormCard, notChangedCard } from './not-changed.ts';
import { notMeCard, notMeOfferCard } from './not-me.ts';
import type { NoticeName } from './notice-names.ts';
import { type CardSettings, type Page, pageFor } from './page.ts';
import { phoneTicketCard, type SignInFacts, signInCard } from './phone-sign-in.ts';
import { reminderCard } from './reminder.ts';
import {
  expiryCard,
  type HelpFacts,
  helpCard,
  invitationCard,
  noticeCard,
  rulesCard,
  welcomeCard,
  whatForCard,
} from './short-cards.ts';
import { statusCard } from './status.ts';
import { type TicketFacts, type TicketFormFacts, ticketCard, ticketFormCard } from './ticket.ts';
import { workingCard } from './working.ts';

export type { Card, CardSettings, NoticeFacts, NoticeName, Reader };

/** A card for a reader, made from facts. None carries a PIN. */
type Make<Facts> = (reader: Reader, facts: Facts) => Card;

export interface Cards {
  welcome: Make<object>;
  form: Make<FormFacts>;
  working: Make<WorkingFacts>;
  changed: Make<ChangedFacts>;
  notChanged: Make<NotChangedFacts>;
  noForm: Make<NoFormFacts>;
  notice: Make<NoticeFacts>;
  help: Make<HelpFacts>;
  whatFor: Make<object>;
  rules: Make<object>;
  status: Make<{ account: PinAccount }>;
  reminder: Make<ReminderFacts>;
  signIn: Make<SignInFacts>;
  phoneTicket: Make<{ signIn: SignIn; changedAt?: Date | undefined }>;
  notMe: Make<{ reference: string; hasTicket: boolean }>;
  notMeOffer: Make<NotMeOfferFacts>;
  invitation: Make<{ link: string }>;
  timeline: Make<TimelineFacts>;
  people: Make<PeopleFacts>;
  today: Make<TodayFacts>;
  ticketForm: Make<TicketFormFacts>;
  ticket: Make<TicketFacts>;
  expiry: Make<{ expiresAt: Date; expired: boolean }>;
}

/** Of each kind that is shown again within seconds: as the answer, and in the place of the card before it. */
const mostKept = 24;

/** All that the bot shows. Of the same facts it is the same card. Its templates were read when this file was loaded. */
export function createCards(settings: CardSettings, now: () => Date = () => new Date()): Cards {
  const pages = latest<Page>(500);
  const anew =
    <Facts>(make: (page: Page, facts: Facts) => Card): Make<Facts> =>
    ({ locale, timeZone }, facts) => {
      const pageOf = () => pageFor({ locale, timeZone }, settings);
      return make(pages(`${locale} ${timeZone}`, pageOf), facts);
    };
  const kept = <Facts>(make: (page: Page, facts: Facts) => Card): Make<Facts> => {
    const made = latest<Card>(mostKept);
    const card = anew(make);
    return (reader, facts) =>
      made(JSON.stringify([reader.locale, reader.timeZone, facts]), () => card(reader, facts));
  };
  const form = kept(formCard);
  return {
    welcome: kept(welcomeCard),
    form: (reader, facts) => form(reader, { ...facts, isExpired: isExpired(facts, now()) }),
    working: kept(workingCard),
    changed: kept(changedCard),
    notChanged: kept(notChangedCard),
    noForm: kept(noFormCard),
    notice: kept(noticeCard),
    help: kept(helpCard),
    whatFor: kept(whatForCard),
    rules: kept(rulesCard),
    status: anew(statusCard),
    reminder: anew(reminderCard),
    signIn: anew(signInCard),
    phoneTicket: anew(phoneTicketCard),
    notMe: anew(notMeCard),
    notMeOffer: anew(notMeOfferCard),
    invitation: anew(invitationCard),
    timeline: anew(timelineCard),
    people: anew(peopleCard),
    today: anew(todayCard),
    ticketForm: anew(ticketFormCard),
    ticket: anew(ticketCard),
    expiry: anew(expiryCard),
  };
}

const isExpired = ({ account }: FormFacts, now: Date): boolean =>
  account?.pinExpiresAt ? account.pinExpiresAt < now : false;
