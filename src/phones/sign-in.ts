import { z } from 'zod';
import { allFamilies, familyOf } from './families.ts';

/** What keeps a phone from signing in, in the order in which it is looked at. */
export const causes = ['oldPin', 'extension', 'locked', 'unlockPin'] as const;
export type Cause = (typeof causes)[number];

/** `which`: which phone it is; `steps`: how to sign in on it; then the causes, one by one. */
export const steps = ['which', 'steps', ...causes] as const;
export type Step = (typeof steps)[number];

/** A person who does not answer for this long is asked from the beginning. */
const lastsMs = 86_400_000;
/** More do not fit on a card. */
const mostPhones = 4;

const phone = z.object({ family: z.enum(allFamilies), model: z.string().optional() });
export type Phone = z.infer<typeof phone>;

/** How far a person has come with signing in on a phone; kept between turns, so it must hold no word that was written. */
export const signIn = z.object({
  step: z.enum(steps),
  /** The phones that the backend knows of, with where they stand. */
  phones: z.array(z.object({ model: z.string(), location: z.string().optional() })),
  phone: phone.optional(),
  extension: z.string().optional(),
  /** The change that it came of: an attempt's id, and the reference that the help desk is told. */
  change: z.string().optional(),
  reference: z.string().optional(),
  /** Whether the last text was not understood. */
  unclear: z.boolean(),
  locale: z.string(),
  /** Epoch milliseconds of the last answer. */
  at: z.number(),
});
export type SignIn = z.infer<typeof signIn>;

/** What a person says in it: which phone it is, whether it is signed in now, or something that was not understood. */
export type Said =
  | { kind: 'phone'; phone: string }
  | { kind: 'signed_in'; at?: Step | undefined; yes: boolean }
  /** The same once more. */
  | { kind: 'repeat' }
  | { kind: 'unclear' };

export type Next =
  | { kind: 'show'; signIn: SignIn }
  | { kind: 'signed_in'; signIn: SignIn }
  /** Nothing that is known has helped. */
  | { kind: 'help_desk'; signIn: SignIn }
  /** Not understood twice. */
  | { kind: 'lost'; signIn: SignIn };

export type Facts = Pick<SignIn, 'phones' | 'extension' | 'change' | 'reference' | 'locale'>;

/** Begins; where there is one phone only, nobody is asked which. */
export function begin(facts: Facts, now: Date): SignIn {
  const phones = facts.phones.slice(0, mostPhones);
  const begun: SignIn = { ...facts, phones, step: 'which', unclear: false, at: now.getTime() };
  const [only] = facts.phones;
  return only && facts.phones.length === 1 ? chosen(begun, known(only.model)) : begun;
}

export function isOver({ at }: SignIn, now: Date): boolean {
  return now.getTime() - at > lastsMs;
}

/** What follows on what the person says. Said twice, as by a doubled press, it changes nothing the second time. */
export function next(before: SignIn, said: Said, now: Date): Next {
  const signIn = { ...before, at: now.getTime(), unclear: false };
  switch (said.kind) {
    case 'phone':
      return { kind: 'show', signIn: withPhone(signIn, said.phone) };
    case 'repeat':
      return { kind: 'show', signIn };
    case 'unclear':
      return before.unclear
        ? { kind: 'lost', signIn }
        : { kind: 'show', signIn: { ...signIn, unclear: true } };
    case 'signed_in':
      if (said.yes) return { kind: 'signed_in', signIn };
      if (said.at !== undefined && said.at !== before.step) return { kind: 'show', signIn };
      return afterNo(signIn);
  }
}

function afterNo(signIn: SignIn): Next {
  // Which phone it is comes first, whatever was tried on it.
  if (signIn.step === 'which') return { kind: 'show', signIn };
  const step = steps[steps.indexOf(signIn.step) + 1];
  return step ? { kind: 'show', signIn: { ...signIn, step } } : { kind: 'help_desk', signIn };
}

/** By its place in the list or by its family; anything else asks which, and no more by the list. */
function withPhone(signIn: SignIn, said: string): SignIn {
  const listed = signIn.phones[/^\d$/.test(said) ? Number(said) : -1];
  if (listed) return chosen(signIn, known(listed.model));
  const family = allFamilies.find((each) => each === said);
  if (family) return chosen(signIn, { family });
  const { phone: _before, ...rest } = signIn;
  return { ...rest, phones: [], step: 'which' };
}

const chosen = (signIn: SignIn, phone: Phone): SignIn => ({ ...signIn, phone, step: 'steps' });
const known = (model: string): Phone => ({ family: familyOf(model), model });

/** The causes that were looked at before this step. */
export function tried({ step }: SignIn): Cause[] {
  return causes.slice(0, Math.max(0, steps.indexOf(step) - 1));
}
