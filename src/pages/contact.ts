import type { PageFacts } from './facts.ts';
import { type Html, html } from './html.ts';

/** How the help desk is reached, as the settings name it. */
export function contact({ helpDesk, hasRegions }: PageFacts): Html {
  const { name, ticketUrl, email, phone, phoneNote } = helpDesk;
  const note = phoneNote === undefined ? '' : ` (${phoneNote})`;
  return html`<p>${name}:</p>
<ul>
${ticketUrl === undefined ? [] : html`<li><a href="${ticketUrl}">${ticketUrl}</a></li>\n`}${
  email === undefined ? [] : html`<li><a href="mailto:${email}">${email}</a></li>\n`
}${
  phone === undefined
    ? []
    : html`<li><a href="tel:${phone.replace(/[^+\d]/g, '')}">${phone}</a>${note}</li>\n`
}<li>in Microsoft Teams: write “help” to the bot</li>
</ul>
${hasRegions ? html`<p>Some countries have help desks of their own. The bot names yours when you write “help”.</p>` : []}`;
}
