import { randomUUID } from 'node:crypto';
import { zendesk } from '../helpdesk/zendesk.ts';
import { fine, type Look, unsure, wrong } from './finding.ts';

const about = 'help desk';

/** Looks for a ticket that nobody has made, where tickets go to Zendesk: that shows whether it lets the bot in. */
export const lookAtHelpDesk: Look = async ({ settings }) => {
  if (!settings.zendesk) return [];
  const { host } = new URL(settings.zendesk.url);
  const nobodys = {
    id: randomUUID(),
    reference: randomUUID(),
    subject: '',
    body: '',
    urgent: false,
    requester: {},
  };
  const found = await zendesk(settings.zendesk).find(nobodys);
  switch (found.kind) {
    case 'none':
      return [fine(about, `Zendesk at ${host} lets the bot in`)];
    case 'denied':
    case 'refused':
      return [
        wrong(
          about,
          `Zendesk at ${host} does not let the bot in (${found.status}): no ticket can be made`,
          'Set ZENDESK_URL, ZENDESK_EMAIL and ZENDESK_API_TOKEN as its admin center shows them (Apps and integrations > Zendesk API), with token access on.',
        ),
      ];
    default:
      return [
        unsure(about, `Zendesk at ${host} gave no answer that counts; tickets wait and are tried again`),
      ];
  }
};
