import type { TextKey } from '../../language/catalogue.ts';
import { escapeMarkdown } from '../../language/escape.ts';
import { allFamilies, type Family, familyOf } from '../../phones/families.ts';
import type { DeskPhone } from '../../pin/backend.ts';
import type { Page } from './page.ts';

const mostPhonesNamed = 4;

/** How to come to the sign-in on each of these phones, or on all common ones where nobody knows which they are. */
export function signInSteps(page: Page, phones: DeskPhone[] | undefined): string[] {
  return familiesOf(phones).map((family) => signInStep(page, family));
}

/** `model`: as the backend names it; without one, all models of the family. */
export function signInStep({ say }: Page, family: Family, model?: string): string {
  const models =
    model === undefined ? say(`phones.${family}.models` satisfies TextKey) : escapeMarkdown(model, 40);
  return say('phones.step', { models, path: say(`phones.${family}.path` satisfies TextKey) });
}

/** Model and place of each phone in one line; empty where none is known. */
export function phonesLine({ say }: Page, phones: DeskPhone[] | undefined): string {
  if (!phones?.length) return '';
  const named = phones.slice(0, mostPhonesNamed).map(({ model, location }) => {
    const shown = escapeMarkdown(model, 40);
    return location ? say('phones.at', { model: shown, location: escapeMarkdown(location, 40) }) : shown;
  });
  if (phones.length > mostPhonesNamed) named.push('…');
  return say('phones.mine', { phones: named.join(', ') });
}

function familiesOf(phones: DeskPhone[] | undefined): Family[] {
  if (!phones) return [...allFamilies];
  const present = new Set(phones.map(({ model }) => familyOf(model)));
  return allFamilies.filter((family) => present.has(family));
}
