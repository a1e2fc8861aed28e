import type { Say, TextKey } from '../../language/catalogue.ts';
import { escapeMarkdown } from '../../language/escape.ts';
import { formatDate } from '../../language/formats.ts';
import { formatPhoneNumber } from '../../language/phone-number.ts';
import type { PinAccount } from '../../pin/backend.ts';
import type { PinPolicy } from '../../pin/policy.ts';
import { joined, type Page } from './page.ts';

/** Codes of the rules and of the backend's contract; several mean the same to a person. */
const brokenTexts = new Map<string, TextKey>(
  Object.entries({
    empty: 'broken.empty',
    not_alike: 'broken.notAlike',
    not_digits: 'broken.notDigits',
    too_short: 'broken.tooShort',
    too_long: 'broken.tooLong',
    too_simple: 'broken.tooSimple',
    matches_number: 'broken.matchesNumber',
    reused: 'broken.reused',
    not_unique: 'broken.notUnique',
  } as const),
);

/** Every broken rule in plain words, each once, in the order in which they are given. */
export function brokenLines(say: Say, codes: string[], policy: PinPolicy): string[] {
  const keys = codes.map((code) => brokenTexts.get(code.replace(/^pin_/, '')) ?? 'broken.other');
  return [...new Set(keys)].map((key) => say(key, { min: policy.minLength, max: policy.maxLength }));
}

export function digitsOf(say: Say, { minLength, maxLength }: PinPolicy): string {
  return minLength === maxLength
    ? say('policy.length', { min: minLength })
    : say('policy.lengths', { min: minLength, max: maxLength });
}

/** The policy in force in one sentence. */
export function policyLine(say: Say, policy: PinPolicy): string {
  const rules = [digitsOf(say, policy), say('policy.digits')];
  if (!policy.allowCommonPatterns) rules.push(say('policy.simple'), say('policy.number'));
  if (policy.historyCount > 0) rules.push(say('policy.history', { count: policy.historyCount }));
  const lifetime = policy.lifetimeDays > 0 ? say('policy.lifetime', { days: policy.lifetimeDays }) : '';
  // Other scripts have other marks between and behind.
  const all = rules.reduce((before, rule) => say('policy.joined', { rules: before, rule }));
  return joined([say('policy.sentence', { rules: all }), lifetime], ' ');
}

/** Whose PIN it is. */
export function personLine(say: Say, account: PinAccount | undefined): string {
  const { displayName, phoneNumber, extension } = account ?? {};
  return joined(
    [
      displayName ? `**${escapeMarkdown(displayName, 64)}**` : '',
      phoneNumber
        ? say('person.phone', { phoneNumber: escapeMarkdown(formatPhoneNumber(phoneNumber), 40) })
        : '',
      extension ? say('person.extension', { extension: escapeMarkdown(extension, 20) }) : '',
    ],
    ' · ',
  );
}

/** Whether a PIN is set, since when and until when. */
export function stateLine(
  { say, reader }: Page,
  account: PinAccount | undefined,
  isExpired: boolean,
): string {
  if (!account) return '';
  const { pinChangedAt, pinExpiresAt } = account;
  if (!account.pinSet) return say('pin.notSet');
  const since = pinChangedAt
    ? say('pin.set', { date: formatDate(pinChangedAt, reader) })
    : say('pin.setUnknown');
  const key = isExpired ? 'pin.expired' : 'pin.expires';
  return joined([since, pinExpiresAt ? say(key, { date: formatDate(pinExpiresAt, reader) }) : ''], ' ');
}

export function lockLine(say: Say, account: PinAccount | undefined): string {
  if (account?.locked === 'temporary') return say('pin.lockTemporary');
  return account?.locked === 'administrator' ? say('pin.lockAdministrator') : '';
}
