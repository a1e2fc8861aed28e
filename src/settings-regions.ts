import { readFileSync } from 'node:fs';
import { z } from 'zod';
import type { HelpDesk } from './helpdesk/desks.ts';
import { languages } from './language/catalogue.ts';
import { baseOf, canonicalTag, nearestLanguage } from './language/fallback.ts';
import { pageUrl } from './settings-form.ts';

const spoken = new Intl.ListFormat('en-GB');

/** A tag that leads to a catalogue of its own language. Any other would quietly be English. */
function isSpoken(tag: string): boolean {
  if (canonicalTag(tag) !== tag) return false;
  return baseOf(nearestLanguage(tag, languages)) === baseOf(tag);
}

const languageShape = `should be one of ${spoken.format(languages)}, or one of these for another region, such as de-AT`;

const placeShape = 'should be a country such as DE, a language such as de or a locale such as de-CH';

/** A country, language or locale that there is, as people's tags write it: any other would quietly match nobody. */
function isPlace(key: string): boolean {
  const isCountry = /^[A-Z]{2}$/.test(key);
  const tag = isCountry ? `en-${key}` : key;
  if (canonicalTag(tag) !== tag) return false;
  const { language, script, region } = new Intl.Locale(tag);
  return exists('language', language) && exists('script', script) && exists('region', region);
}

function exists(type: Intl.DisplayNamesType, code: string | undefined): boolean {
  return code === undefined || new Intl.DisplayNames('en', { type, fallback: 'none' }).of(code) !== undefined;
}

/** The shapes of what is said of a help desk. */
export const deskForm = {
  name: z
    .string({ error: ({ input }) => (input === undefined ? 'should be set' : 'should be a name') })
    .min(1, 'should be a name')
    .max(80, 'should be at most 80 characters'),
  email: z.email('should be a mail address'),
  phone: z.string('should be a phone number').regex(/^\+?[0-9][0-9 ().-]{2,30}$/, 'should be a phone number'),
  phoneNote: z.string('should be a text').max(200, 'should be at most 200 characters'),
  language: z.string(languageShape).refine(isSpoken, languageShape),
};

const desk = z.strictObject(
  {
    name: deskForm.name,
    ticketUrl: pageUrl.optional(),
    email: deskForm.email.optional(),
    phone: deskForm.phone.optional(),
    phoneNote: deskForm.phoneNote.optional(),
    language: deskForm.language.optional(),
  },
  'should be a desk, such as {"name": "Service desk"}',
);
const words = spoken.format(Object.keys(desk.shape));

const regionsForm = z.record(
  z.string(),
  desk,
  'should name a file of desks by their country, language or locale',
);

/** The desks of a text, or all that is wrong with it, which holds no value of it. */
export function readRegions(text: string): { regions: Map<string, HelpDesk> } | { problems: string[] } {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return { problems: ['should name a file of JSON'] };
  }
  const parsed = regionsForm.safeParse(json);
  const keys = Object.keys(Object(json));
  const issues = parsed.error?.issues ?? [];
  const whole = issues.filter(({ path }) => path.length === 0);
  if (whole.length > 0) return { problems: whole.map(({ message }) => message) };
  const problems = keys.flatMap((key) => [
    ...(isPlace(key) ? [] : [`${key || 'an empty key'} ${placeShape}`]),
    ...issues.filter(({ path }) => path[0] === key).flatMap(faultsOf),
  ]);
  if (!parsed.success || problems.length > 0)
    return { problems: problems.map((each) => `names a file in which ${each}`) };
  return { regions: new Map(Object.entries(parsed.data)) };
}

/** A word that is none of a desk's would be a misspelt one. */
function faultsOf(issue: z.core.$ZodIssue): string[] {
  const at = issue.path.join('.');
  if (issue.code !== 'unrecognized_keys') return [`${at} ${issue.message}`];
  return issue.keys.map((key) => `${at}.${key} should be one of ${words}`);
}

/** The desks of a JSON file that a setting names. */
export const regionsFile = z.string().transform((path, context) => {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch {
    context.addIssue('should name a file that is there');
    return z.NEVER;
  }
  const read = readRegions(text);
  if ('regions' in read) return read.regions;
  for (const problem of read.problems) context.addIssue(problem);
  return z.NEVER;
});
