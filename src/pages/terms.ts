import { contact } from './contact.ts';
import type { PageFacts } from './facts.ts';
import { html } from './html.ts';
import { type Page, pageOf } from './page.ts';

/** What the bot is for, what people may do with it, and where they get help. */
export function termsPage(facts: PageFacts): Page {
  return pageOf(
    'Conference PIN: terms of use',
    html`<p>Conference PIN is a bot in Microsoft Teams. With it you set your conferencing PIN for Lync or Skype for Business
yourself, and are told what to do on your desk phone. Your company offers it to its own people; guests cannot set a PIN
here. Your company’s rules for its systems hold for the bot too.</p>
<h2>What you may do</h2>
<ul>
<li>Set your own PIN, in your private chat with the bot. In group chats and channels it shows no form.</li>
<li>Choose a PIN that is hard to guess. The bot and the PIN service refuse those that are easy.</li>
<li>Change it ${facts.changeLimit} at most. A form can be answered for ${facts.formLasts}.</li>
</ul>
<h2>What you should not do</h2>
<ul>
<li>Tell your PIN to anybody. The help desk does not need it, and no card but the form asks for it.</li>
<li>Write a PIN as a message. It stays in the chat until you delete it.</li>
<li>Use the chat of somebody else. If the bot tells you of a change that you did not make, press “This was not me”.</li>
</ul>
<h2>What the bot does not promise</h2>
<ul>
<li>That it can always be reached, or change a PIN for everybody. It says so when it cannot, and leads you to the help desk.</li>
<li>That your desk phone stays signed in. After a change a phone may ask for the new PIN.</li>
</ul>
<p>Microsoft Teams, Lync and Skype for Business are products of Microsoft. This bot is not.</p>
<h2 id="help">Help</h2>
${contact(facts)}
<p>What the bot keeps of you stands on the page about <a href="privacy">privacy</a>.</p>`,
  );
}
