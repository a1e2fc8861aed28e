import { z } from 'zod';
import { baseOf, canonicalTag } from '../language/fallback.ts';
import { pageUrl } from '../settings-form.ts';

/** One help desk: how it is called and reached. What is absent is left out of every card. */
export interface HelpDesk {
  name: string;
  ticketUrl?: string | undefined;
  email?: string | undefined;
  phone?: string | undefined;
  /** What to say or press on the phone. */
  phoneNote?: string | undefined;
  /** The language that its people read tickets in, a BCP 47 tag. */
  language?: string | undefined;
}

/** The desk of everybody, and those of regions, by country (`DE`), locale (`de-CH`) or language (`de`). */
export interface Desks {
  helpDesk: HelpDesk;
  regions?: ReadonlyMap<string, HelpDesk> | undefined;
}

/** The desk for whoever reads this locale: that of the very locale, of its country, of its language, or the general one. */
export function deskFor({ helpDesk, regions }: Desks, locale: string): HelpDesk {
  const tag = regions && canonicalTag(locale);
  if (!regions || tag === undefined) return helpDesk;
  const { region } = new Intl.Locale(tag);
  const own = regions.get(tag) ?? (region ? regions.get(region) : undefined) ?? regions.get(baseOf(tag));
  return own ?? helpDesk;
}

export const deskForm = {
  name: z.string().min(1, 'should be a name').max(80, 'should be at most 80 characters'),
  email: z.email('should be a mail address'),
  phone: z.string().regex(/^\+?[0-9][0-9 ().-]{2,30}$/, 'should be a phone number'),
  phoneNote: z.string().max(200, 'should be at most 200 characters'),
  language: z.string().refine((tag) => canonicalTag(tag) === tag, 'should be a language such as en or pt-BR'),
};

const placeForm = z
  .string()
  .refine(
    (key) => /^[A-Z]{2}$/.test(key) || canonicalTag(key) === key,
    'should be a country such as DE or a locale such as de-CH',
  );

/** What HELPDESK_REGIONS names. A word that is none of these is refused: it would be a misspelt one. */
export const regionsForm = z.record(
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

/** The desks of a file's text; undefined with what is wrong, which holds no value of it. */
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
