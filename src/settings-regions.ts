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

/** The shapes of what is said of a help desk. */
export const deskForm = {
  name: z.string().min(1, 'should be a name').max(80, 'should be at most 80 characters'),
  email: z.email('should be a mail address'),
  phone: z.string().regex(/^\+?[0-9][0-9 ().-]{2,30}$/, 'should be a phone number'),
  phoneNote: z.string().max(200, 'should be at most 200 characters'),
  language: z
    .string()
    .refine(
      isSpoken,
      `should be one of ${spoken.format(languages)}, or one of these for another region, such as de-AT`,
    ),
};

const placeForm = z
  .string()
  .refine(
    (key) => /^[A-Z]{2}$/.test(key) || canonicalTag(key) === key,
    'should be a country such as DE or a locale such as de-CH',
  );

/** What HELPDESK_REGIONS names. A word that is none of these is refused: it would be a misspelt one. */
const regionsForm = z.record(
  placeForm,
  z.strictObject({
    name: deskForm.name,
    ticketUrl: pageUrl.optional(),
    email: deskForm.email.optional(),
    phone: deskForm.phone.optional(),
    phoneNote: deskForm.phoneNote.optional(),
    language: deskForm.language.optional(),
  }),
);

/** The desks of a text, or what is wrong with it, which holds no value of it. */
export function readRegions(text: string): { regions: Map<string, HelpDesk> } | { problem: string } {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return { problem: 'should name a file of JSON' };
  }
  const parsed = regionsForm.safeParse(json);
  if (parsed.success) return { regions: new Map(Object.entries(parsed.data)) };
  const first = parsed.error.issues[0];
  const message = first?.code === 'invalid_key' ? first.issues[0]?.message : first?.message;
  return { problem: `names a file in which ${first?.path.join('.') || 'all'} ${message}` };
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
  context.addIssue(read.problem);
  return z.NEVER;
});
