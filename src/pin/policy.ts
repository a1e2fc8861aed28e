import { commonPins } from './common-pins.ts';
import { isSimplePattern } from './patterns.ts';

/** What a company asks of a PIN. The names are those of the PIN service's contract. */
export interface PinPolicy {
  /** Fewest digits, 4 at least. */
  minLength: number;
  /** Most digits, 24 at most. */
  maxLength: number;
  /** Lets simple patterns, common PINs and the person's own number through. */
  allowCommonPatterns: boolean;
  /** How many earlier PINs may not be used again; only the backend can check it. */
  historyCount: number;
  /** Days after which a PIN expires; 0: never. */
  lifetimeDays: number;
}

/** The policy of a fresh Lync / Skype for Business Server, and of the contract where it leaves a field out. */
export const defaultPolicy: Readonly<PinPolicy> = {
  minLength: 5,
  maxLength: 24,
  allowCommonPatterns: false,
  historyCount: 0,
  lifetimeDays: 0,
};

/** A rule of the policy that a PIN breaks, as the contract's codes without their `pin_`. */
export type RuleCode = 'not_digits' | 'too_short' | 'too_long' | 'too_simple' | 'matches_number';

/** The rules that can be checked before the backend is asked. */
export type CheckedPolicy = Pick<PinPolicy, 'minLength' | 'maxLength' | 'allowCommonPatterns'>;

/** The numbers a PIN must not be, as the backend writes them: E.164 with its plus, an extension. */
export interface OwnNumbers {
  phoneNumber?: string | null;
  extension?: string | null;
}

/** With fewer digits than this beside it, a number still gives the PIN away. */
const digitsThatHideANumber = 3;

/**
 * Every rule that a PIN breaks, in the order in which the policy is told to people: "5 to 24 digits; no
 * letters, spaces or special characters; not a simple pattern; not your number". An empty list is a fine PIN.
 *
 * Only ASCII 0 to 9 are digits: phones send no others. Length counts characters, whatever they are.
 * `allowCommonPatterns` switches off the pattern and the number; a PIN stays made of digits, because
 * nothing else can be typed on a phone. A PIN that is not digits is not looked at further.
 *
 * The backend stays the authority: this says early and kindly what it would refuse.
 */
export function brokenRules(pin: string, policy: CheckedPolicy, own: OwnNumbers): RuleCode[] {
  const broken: RuleCode[] = [];
  const length = [...pin].length;
  if (length < policy.minLength) broken.push('too_short');
  if (length > policy.maxLength) broken.push('too_long');
  if (!/^[0-9]*$/.test(pin)) return [...broken, 'not_digits'];
  if (policy.allowCommonPatterns) return broken;
  if (isSimplePattern(pin) || commonPins.has(pin)) broken.push('too_simple');
  if (isNearNumber(pin, own.phoneNumber) || isNearNumber(pin, own.extension)) broken.push('matches_number');
  return broken;
}

/** Equal, or one contains the other with fewer than three digits over. */
function isNearNumber(pin: string, number: string | null | undefined): boolean {
  const digits = (number ?? '').replace(/[^0-9]/g, '');
  if (pin === '' || digits === '') return false;
  if (Math.abs(pin.length - digits.length) >= digitsThatHideANumber) return false;
  return pin.includes(digits) || digits.includes(pin);
}
