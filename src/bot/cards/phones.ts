import type { TextKey } from '../../language/catalogue.ts';
import { escapeMarkdown } from '../../language/escape.ts';
import type { DeskPhone } from '../../pin/backend.ts';
import type { Page } from './page.ts';

type Family = 'lyncPhoneEdition' | 'poly' | 'yealinkT4' | 'yealinkTouch' | 'other';

/** Models as makers write them, by the sign-in menu that they have. The first that matches counts. */
const families: [Family, RegExp][] = [
  ['poly', /\bVVX|\bTrio/i],
  ['lyncPhoneEdition', /\bCX\s?-?[56]00|\b67[02]\d\s?ip|\bHP\s?-?41[12]0/i],
  ['yealinkT4', /\bT4[126]/i],
  ['yealinkTouch', /\bT48|\bCP960/i],
];
const mostPhonesNamed = 4;

/** How to come to the sign-in on each of these phones, or on all common ones where nobody knows which they are. */
export function signInSteps({ say }: Page, phones: DeskPhone[] | undefined): string[] {
  return familiesOf(phones).map((family) =>
    say('phones.step', {
      models: say(`phones.${family}.models` satisfies TextKey),
      path: say(`phones.${family}.path` satisfies TextKey),
    }),
  );
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
  const all: Family[] = [...families.map(([family]) => family), 'other'];
  if (!phones) return all;
  const present = new Set(phones.map(({ model }) => familyOf(model)));
  return all.filter((family) => present.has(family));
}

function familyOf(model: string): Family {
  return families.find(([, pattern]) => pattern.test(model))?.[0] ?? 'other';
}
