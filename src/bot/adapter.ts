import {
  type Activity,
  CloudAdapter,
  ConfigurationBotFrameworkAuthentication,
  type ConversationReference,
  INVOKE_RESPONSE_KEY,
  type InvokeResponse,
  type ResourceResponse,
  TurnContext,
} from 'botbuilder';
import type { Connector, Sent } from './connector.ts';

/** A send within a turn that did not arrive. The text of the activity is nowhere in it. */
export class SendFault extends Error {
  readonly code = 'SEND_FAILED';
  readonly sent: Sent['kind'];
  constructor(sent: Sent) {
    super(`A message of the turn was not delivered: ${sent.kind}`);
    this.sent = sent.kind;
  }
}

/**
 * botbuilder's adapter, whose turns come from requests that are checked already and whose sends go through our connector:
 * with a timeout, once, and only to allowed hosts.
 */
export class TeamsAdapter extends CloudAdapter {
  readonly #connector: Connector;

  constructor(connector: Connector) {
    // Its authentication is never asked: tokens are checked before a turn. Given an empty configuration, because by
    // default it would read the process's environment.
    super(new ConfigurationBotFrameworkAuthentication({}));
    this.#connector = connector;
  }

  /** Runs one turn and returns the answer to an invoke, where the turn gave one. */
  async run(
    activity: Activity,
    logic: (context: TurnContext) => Promise<void>,
  ): Promise<InvokeResponse | undefined> {
    const context = new TurnContext(this, activity);
    if (activity.locale) context.locale = activity.locale;
    // Not by `runMiddleware`: there is none, and each look at the context would go through the proxy that it makes.
    await logic(context);
    const answer = context.turnState.get<Activity | undefined>(INVOKE_RESPONSE_KEY);
    return answer?.value as InvokeResponse | undefined;
  }

  override async sendActivities(
    context: TurnContext,
    activities: Partial<Activity>[],
  ): Promise<ResourceResponse[]> {
    const responses: ResourceResponse[] = [];
    for (const activity of activities) {
      if (activity.type === 'invokeResponse') {
        context.turnState.set(INVOKE_RESPONSE_KEY, activity);
        responses.push({ id: '' });
        continue;
      }
      const { serviceUrl, conversation } = context.activity;
      const sent = await this.#connector.send(serviceUrl, conversation.id, activity);
      if (sent.kind !== 'sent') throw new SendFault(sent);
      responses.push({ id: sent.id ?? '' });
    }
    return responses;
  }

  override async updateActivity(
    context: TurnContext,
    activity: Partial<Activity>,
  ): Promise<ResourceResponse | undefined> {
    const { serviceUrl, conversation } = context.activity;
    const sent = await this.#connector.update(serviceUrl, conversation.id, activity.id ?? '', activity);
    if (sent.kind !== 'sent') throw new SendFault(sent);
    return { id: activity.id ?? '' };
  }

  override async deleteActivity(
    context: TurnContext,
    reference: Partial<ConversationReference>,
  ): Promise<void> {
    const { serviceUrl, conversation } = context.activity;
    const sent = await this.#connector.remove(serviceUrl, conversation.id, reference.activityId ?? '');
    if (sent.kind !== 'sent' && sent.kind !== 'gone') throw new SendFault(sent);
  }
}
