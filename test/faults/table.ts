import type { Until } from './backend-faults.ts';

export interface Row {
  fault: string;
  until: Until;
  /** The heading that stood in the chat meanwhile. */
  meanwhile: string | undefined;
  end: string;
  changes: number;
}

const untilWords: Record<Until, string> = {
  once: 'it happened once',
  read: 'the person has read that',
  landed: 'it has landed',
  'for good': 'it does not end',
  'person writes again': 'the person writes again',
};

const introduction = `# What people read when something fails

For each fault of the PIN backend and of Teams' connector: what the person in front of it reads meanwhile, what they end
with, and how often their PIN was changed.

\`test/faults\` makes this file. Each row is a person of their own who fills in the form of a running bot; a proxy between
the bot and the reference PIN service, or the connector that the tests play, makes the fault. The words are those of the
cards that arrived. The tests also ask the PIN service, past the proxy, whether the last card tells the truth, and fail
where this file and the bot disagree. \`npx vitest run test/faults -u\` writes it anew.

- **Until** says when the fault ends. *It happened once*: the first request is hit, those after it are not. *The person
  has read that*: every request is hit until the words of the next column stand in the chat. *It has landed*: something
  on the way keeps the request, and brings it to the service after the bot has stopped waiting for it. *It does not end*:
  every try fails, and the bot ends it by itself.
- **The person reads meanwhile**: the heading of the card that stood in the chat when the fault ended. "–" where
  it waits for nobody: the end comes within seconds.
- **The person ends with**: the heading of the card that stands there for good, and what is beneath it unless that tells a
  time.
- **Changes made**: how many changes of this person's PIN the service has made.

The bot ran with \`PIN_SERVICE_TIMEOUT=4s\`, and with its minute where the person reads meanwhile that the PIN is being
changed. It keeps the PIN for a minute to send it again; a \`Retry-After\` of a minute is longer than that.
`;

const cell = (text: string): string => text.replaceAll('|', '\\|');

/** The document. The order of the rows is that of the lists of faults. */
export function documentOf(parts: { title: string; rows: Row[] }[]): string {
  const tables = parts.map(({ title, rows }) => {
    const lines = rows.map(({ fault, until, meanwhile = '–', end, changes }) =>
      [fault, untilWords[until], meanwhile, end, String(changes)].map(cell).join(' | '),
    );
    const head = ['Fault | Until | The person reads meanwhile | The person ends with | Changes made'];
    const ruled = [...head, '--- | --- | --- | --- | ---:', ...lines].map((line) => `| ${line} |`);
    return `## ${title}\n\n${ruled.join('\n')}\n`;
  });
  return [introduction, ...tables].join('\n');
}
