import { baseOf, canonicalTag } from '../language/fallback.ts';

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
