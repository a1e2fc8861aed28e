import { contact } from './contact.ts';
import type { PageFacts } from './facts.ts';
import { type Html, html } from './html.ts';
import { type Page, pageOf } from './page.ts';

/** What the bot keeps of people, for how long, and who sees it. It must be true of the code: SECURITY.md has the tables. */
export function privacyPage(facts: PageFacts): Page {
  return pageOf(
    'Conference PIN: privacy',
    html`<p>Conference PIN is a bot in Microsoft Teams. With it you set your conferencing PIN for Lync or Skype for Business
yourself. Your company runs it. This page says what the bot keeps of you, for how long, and who sees it; the times are
those that this bot is set to.</p>
${facts.isTrial ? trial : []}
<h2>Your PIN</h2>
<ul>
<li>The bot keeps no PIN, neither the new one nor an old one. It cannot show you one.</li>
<li>What you type into the form goes through Microsoft Teams to the bot, and from the bot to the PIN service of your company.
The bot holds it in memory until the PIN service has answered, for about ${facts.pinHeld} at most. It writes it into no file,
no database, no log and no message.</li>
<li>Never write a PIN as a message. The bot does not use it, but it stays in the chat until you delete it.</li>
</ul>
<h2>What is kept, and for how long</h2>
${keptTable(facts)}
<p>Nothing is deleted while something is still to be done for you. Backups are kept by those who run the bot.</p>
<h2>Who sees it</h2>
${readers(facts)}
<h2>How it is protected</h2>
${facts.isTrial ? html`<p>Only the machine that it runs on can reach this trial.</p>` : protection}
<h2>Delete it, and ask</h2>
<p>When you remove the bot from your Teams, it deletes at once where it can write to you, and your reminders. What else it
keeps goes at the times above. To ask what is kept of you, or to have it deleted, ask the help desk.</p>
${contact(facts)}
<p>These pages set no cookies and load nothing from elsewhere. See also the <a href="terms">terms of use</a>.</p>`,
  );
}

const trial = html`<p><strong>This is a trial. People, numbers and PINs in it are invented: do not type a real PIN. Nobody is
authenticated.</strong></p>`;

const protection = html`<ul>
<li>The bot takes messages from Microsoft Teams alone, and from the organisations that it is set up for alone. Before it sets a
PIN, it asks Teams who you are. You can set your own PIN, nobody else’s.</li>
<li>Beyond its own machine it calls https addresses alone.</li>
<li>What it keeps lies in files that other accounts of its machine cannot read, or in a database that those who run it have
chosen.</li>
</ul>`;

function keptTable(facts: PageFacts): Html {
  const { auditKept, referenceKept, formLasts } = facts;
  const rows: [string, string][] = [
    [
      'Each time you ask for a PIN: your ids in Microsoft Entra and Teams, the chat, your language and time zone, the times, what became of it, why a PIN was refused, and the reference.',
      auditKept,
    ],
    [
      'What the PIN service told of your account then: name, phone number, extension, desk phones, the rules for PINs, and whether a PIN is set, locked or expires.',
      `${auditKept}. Where you cancel the form or ask for another one, until then; where you do not send it, until it is closed, within an hour after its ${formLasts}`,
    ],
    [
      'Where the bot can write to you: your ids and your chat in Teams, your language and time zone. With it your name, and your mail address once you have asked for a PIN or a ticket.',
      `${referenceKept} after you last wrote. When you remove the bot, where it can write to you goes at once; your ids, name and address stay as long as said`,
    ],
    [
      'Tickets: what you chose, your words, the number to call you back, your name and mail address, and what happened to your PIN. Four or more digits in a row in your words are taken out first: they may be a PIN.',
      auditKept,
    ],
    [
      'What the help desk did in the bot: who looked you up, or suggested a new PIN to you, and when.',
      auditKept,
    ],
    [
      'What is still to be done for you: reminders, cards to bring up to date.',
      `Until it is done; what cannot be delivered, ${auditKept}`,
    ],
    [
      'In the steps for a desk phone: your phones and extension, and how far you are. Otherwise that your last message was not understood. Not your words.',
      '1 day after your last step',
    ],
    [
      'The log: your id in Microsoft Entra, times, what was asked and answered in the bot’s own words, references. No names, and nothing that you wrote.',
      'As long as those who run the bot keep their logs',
    ],
  ];
  return html`<table>
<thead><tr><th scope="col">What</th><th scope="col">How long</th></tr></thead>
<tbody>
${rows.map(([what, howLong]) => html`<tr><td>${what}</td><td>${howLong}.</td></tr>\n`)}</tbody>
</table>`;
}

function readers({ hasAgents, ticketHost }: PageFacts): Html {
  const rows = [
    'Those who run the bot: its database and its log.',
    'Your company’s PIN service: your id, your language, the reference of your change, and the new PIN.',
    'Microsoft Teams, through which you talk to the bot. It keeps messages and cards by your company’s rules.',
    ...(hasAgents
      ? [
          'People of the help desk who are named in the bot’s settings: they can find you by name, address or reference, and see what happened to your PIN and when, never the PIN. Each look is written down.',
        ]
      : []),
    ticketHost === undefined
      ? 'The help desk, where you send it a ticket: the bot writes the text, and you send it.'
      : `The help desk, where you send it a ticket: the bot puts it into ${ticketHost}, which keeps it by your company’s rules.`,
    'Nobody else. There is no advertising, no analysis of how you use it, and nothing that reports to the makers.',
  ];
  return html`<ul>\n${rows.map((row) => html`<li>${row}</li>\n`)}</ul>`;
}
