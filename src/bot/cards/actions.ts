import type { TextKey } from '../../language/catalogue.ts';
import type { CardData } from '../card-data.ts';
import type { PlainAction } from './facts.ts';
import type { Page } from './page.ts';

export interface CardAction {
  type: string;
  title: string;
  [property: string]: unknown;
}

interface Sending {
  style?: 'positive';
  /** Sends nothing of what was typed. */
  withoutInputs?: boolean;
  /** `Action.Submit` alone. */
  plain?: boolean;
}

/** Every action that sends something: `Action.Execute`, and for clients without it `Action.Submit` with the same data. */
export function sending(title: string, data: CardData, options: Sending = {}): CardAction {
  const common = {
    title,
    data,
    ...(options.style ? { style: options.style } : {}),
    ...(options.withoutInputs ? { associatedInputs: 'none' } : {}),
  };
  const submit = { type: 'Action.Submit', ...common };
  return options.plain ? submit : { type: 'Action.Execute', verb: data.do, ...common, fallback: submit };
}

/** Whoever did not make a change can say so where they are told of it. */
export function notMeAction({ say }: Page, attempt: string): CardAction {
  return sending(say('action.notMe'), { do: 'notMe', attempt });
}

export function phoneHelpAction({ say }: Page, change: string): CardAction {
  return sending(say('action.phoneHelp'), { do: 'phoneHelp', change });
}

export function opening(title: string, url: string): CardAction {
  return { type: 'Action.OpenUrl', title, url };
}

type Simple = PlainAction | 'phoneHelp';

/** A button that needs nothing but its name. */
export function button(page: Page, name: Simple, options: Sending & { title?: TextKey } = {}): CardAction {
  const { title = `action.${name}` as const, ...sent } = options;
  return sending(page.say(title), { do: name }, sent);
}
