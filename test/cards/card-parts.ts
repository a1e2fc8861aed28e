import { AdaptiveCard, CardElement, SerializationContext } from 'adaptivecards';
import type { Card } from '../../src/bot/cards/cards.ts';

export type Node = Record<string, unknown>;

/** Every object within a card, the card first. An action's data is the bot's own and is not looked into. */
export function nodesOf(value: unknown): Node[] {
  if (Array.isArray(value)) return value.flatMap(nodesOf);
  if (typeof value !== 'object' || value === null) return [];
  const node = value as Node;
  return [node, ...Object.entries(node).flatMap(([key, each]) => (key === 'data' ? [] : nodesOf(each)))];
}

export function inputsOf(card: Card): Node[] {
  return nodesOf(card).filter(({ type }) => String(type).startsWith('Input.'));
}

/** The buttons that a person sees; what one falls back to is not another. */
export function actionsOf(card: Card): Node[] {
  const fallbacks = new Set(nodesOf(card).map(({ fallback }) => fallback));
  return nodesOf(card).filter((node) => String(node.type).startsWith('Action.') && !fallbacks.has(node));
}

/** All that a person reads on the card, in its order. */
export function textsOf(card: Card): string[] {
  const reading = ['text', 'title', 'value', 'label', 'placeholder', 'errorMessage'];
  return nodesOf(card).flatMap((node) =>
    reading.map((key) => node[key]).filter((each): each is string => typeof each === 'string'),
  );
}

export function readingOf(card: Card): string {
  return textsOf(card).join('\n');
}

/** What the renderer has to say against a card. */
export function renderersComplaints(card: Card): string[] {
  // The renderer keeps one global regex for `lang`, which remembers where it ended and refuses every second card.
  if (CardElement.langProperty.regEx) CardElement.langProperty.regEx.lastIndex = 0;
  const parsed = new AdaptiveCard();
  const context = new SerializationContext();
  parsed.parse(card, context);
  const events = Array.from({ length: context.eventCount }, (_, index) => context.getEventAt(index).message);
  return [...events, ...parsed.validateProperties().validationEvents.map(({ message }) => message)];
}

const common = ['$schema', 'type', 'spacing', 'separator'];
const action = ['title', 'style', 'fallback'];
/** The elements that the cards use, with properties of Adaptive Cards 1.5 alone (adaptivecards.io/explorer). */
const known: Record<string, string[]> = {
  AdaptiveCard: ['version', 'lang', 'body', 'actions'],
  TextBlock: ['text', 'wrap', 'size', 'weight', 'style', 'isSubtle', 'color'],
  Container: ['items', 'style'],
  FactSet: ['facts'],
  ActionSet: ['actions'],
  'Input.Text': [
    ...['id', 'label', 'style', 'placeholder', 'isRequired', 'regex', 'errorMessage'],
    ...['value', 'isMultiline', 'maxLength'],
  ],
  'Input.ChoiceSet': ['id', 'label', 'style', 'isRequired', 'errorMessage', 'value', 'choices'],
  'Action.Execute': [...action, 'verb', 'data', 'associatedInputs'],
  'Action.Submit': [...action, 'data', 'associatedInputs'],
  'Action.OpenUrl': [...action, 'url'],
};

/** Elements and properties that Teams, at version 1.5, is not known to have. */
export function unknownProperties(card: Card): string[] {
  return nodesOf(card).flatMap((node) => {
    if (node.type === undefined) return Object.keys(node).filter((key) => key !== 'title' && key !== 'value');
    const allowed = [...common, ...(known[String(node.type)] ?? [])];
    return Object.keys(node)
      .filter((key) => !allowed.includes(key) || !(String(node.type) in known))
      .map((key) => `${node.type}.${key}`);
  });
}
