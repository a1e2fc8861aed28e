import { z } from 'zod';
import { sending } from './actions.ts';
import type { Card, FormFacts } from './facts.ts';
import { brokenLines, digitsOf, lockLine, personLine, policyLine, stateLine } from './form-texts.ts';
import { type Page, referenceLine } from './page.ts';
import { loadCard, noPart, type Part, part, viewOf } from './template.ts';

const input = z.strictObject({ label: z.string().min(1), error: z.string().min(1) });

const makeForm = loadCard(
  'form',
  viewOf({
    refusal: part,
    again: z.string(),
    person: z.string(),
    state: z.string(),
    lock: z.string(),
    policy: z.string().min(1),
    /** Anchored: the renderer's test is not. */
    regex: z.string().regex(/^\^.+\$$/),
    placeholder: z.string(),
    newPin: input,
    repeatPin: input,
    whichPin: z.string().min(1),
    reference: z.string(),
  }),
);

/** The form for a new PIN. `isExpired`: the old one has. */
export function formCard(page: Page, facts: FormFacts & { isExpired: boolean }): Card {
  const { say } = page;
  const { account, policy } = facts;
  const digits = digitsOf(say, policy);
  const broken = refusalOf(page, facts);
  return makeForm({
    lang: page.lang,
    title: say('form.title'),
    refusal: broken,
    again: facts.again ? say(`form.again.${facts.again}`) : '',
    person: personLine(say, account),
    // Whoever gets the form back has read it, and needs the reasons and the fields on one screen.
    state: broken !== noPart ? '' : stateLine(page, account, facts.isExpired),
    lock: lockLine(say, account),
    policy: policyLine(say, policy),
    regex: `^[0-9]{${policy.minLength},${policy.maxLength}}$`,
    placeholder: say('form.placeholder', { digits }),
    newPin: { label: say('form.newPin'), error: say('form.newPinError', { digits }) },
    repeatPin: { label: say('form.repeatPin'), error: say('form.repeatPinError', { digits }) },
    whichPin: say('form.whichPin'),
    reference: referenceLine(page, facts.reference),
    actions: formActions(page, facts),
  });
}

/** Why the form has come back: rules that the PIN breaks, or nobody who could confirm the person. */
function refusalOf({ say }: Page, { broken, policy }: FormFacts): Part {
  if (broken.length === 0) return noPart;
  const rules = broken.filter((code) => code !== 'unconfirmed');
  if (rules.length > 0) return { title: say('form.broken'), lines: brokenLines(say, rules, policy) };
  return { title: say('form.unconfirmed'), lines: [say('form.unconfirmed.next')] };
}

function formActions({ say }: Page, { attempt, round, plainSubmit: plain }: FormFacts) {
  return [
    sending(say('action.setPin'), { do: 'setPin', attempt, round }, { style: 'positive', plain }),
    sending(say('action.cancel'), { do: 'cancel', attempt }, { withoutInputs: true, plain }),
  ];
}
