import { brokenRules, type CheckedPolicy, type OwnNumbers, type RuleCode } from './policy.ts';

/** The two fields of the form, as a client sends them: some leave an empty field out. */
export interface TypedPin {
  pin?: string | undefined;
  repeat?: string | undefined;
}

export type NewPinCode = RuleCode | 'not_alike' | 'empty';

/** `pin` is what to set: what was typed, without the white space around it. */
export type NewPinCheck = { kind: 'fine'; pin: string } | { kind: 'broken'; codes: NewPinCode[] };

/**
 * Checks the form's two fields against the policy. A field left empty is all that is said then: the person
 * has not finished. Otherwise every broken rule is named, in the policy's order, with `not_alike` last.
 *
 * White space before and after is dropped in both fields: phones' keyboards add it to what is pasted, it
 * is invisible in a masked field, and no PIN can hold it. Inside a PIN it is a broken rule like any other.
 */
export function checkNewPin(typed: TypedPin, policy: CheckedPolicy, own: OwnNumbers): NewPinCheck {
  const pin = typed.pin?.trim() ?? '';
  const repeat = typed.repeat?.trim() ?? '';
  if (pin === '' || repeat === '') return { kind: 'broken', codes: ['empty'] };
  const codes: NewPinCode[] = brokenRules(pin, policy, own);
  if (pin !== repeat) codes.push('not_alike');
  return codes.length === 0 ? { kind: 'fine', pin } : { kind: 'broken', codes };
}
