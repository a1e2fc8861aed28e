/** Phones that are signed in on by the same menu. */
export type Family = 'lyncPhoneEdition' | 'poly' | 'yealinkT4' | 'yealinkTouch' | 'other';

/** Models as makers write them, and as they are named on a button. The first that matches counts. */
const families: { family: Exclude<Family, 'other'>; pattern: RegExp; named: string }[] = [
  { family: 'poly', pattern: /\bVVX|\bTrio/i, named: 'Polycom VVX, Poly Trio' },
  {
    family: 'lyncPhoneEdition',
    pattern: /\bCX\s?-?[56]00|\b67[02]\d\s?ip|\bHP\s?-?41[12]0/i,
    named: 'Polycom CX, Aastra, HP',
  },
  { family: 'yealinkT4', pattern: /\bT4[126]/i, named: 'Yealink T41, T42, T46' },
  { family: 'yealinkTouch', pattern: /\bT48|\bCP960/i, named: 'Yealink T48, CP960' },
];

export const allFamilies: readonly Family[] = [...families.map(({ family }) => family), 'other'];

/** The makes and models on a button; undefined for those of which no menu is known. */
export function nameOf(family: Family): string | undefined {
  return families.find((each) => each.family === family)?.named;
}

export function familyOf(model: string): Family {
  return families.find(({ pattern }) => pattern.test(model))?.family ?? 'other';
}
