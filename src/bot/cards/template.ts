import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
// The package's own entry brings in types that are TypeScript sources, which do not compile here.
import type { Template } from 'adaptivecards-templating/lib/template-engine.js';
import { z } from 'zod';
import type { Card } from './facts.ts';

const folder = new URL('../../../cards/', import.meta.url);

/** A template and what it was to be filled with do not belong together. Never carries a value. */
export class CardError extends Error {
  readonly code = 'CARD_INCOMPLETE';
}

/** Loading the library takes as long as all of the bot's own code: a start does not wait for it. */
const require = createRequire(import.meta.url);
type Library = typeof import('adaptivecards-templating/lib/template-engine.js');

const templates: (() => Template)[] = [];

/** Makes the templates that no card has needed yet, one for each step. */
export function* templatesAhead(): Generator<void> {
  for (const template of templates) yield void template();
}

/**
 * Reads `cards/<name>.json` once, at start, and returns what makes a card of a view model. Its Template is made once as
 * well, ahead or with the first card: for each turn it would cost 16 times as much.
 *
 * @throws CardError when the view model lacks a field, or when an expression of the template was left as it is.
 */
export function loadCard<Model>(name: string, model: z.ZodType<Model>): (view: Model) => Card {
  const json: unknown = JSON.parse(readFileSync(new URL(`${name}.json`, folder), 'utf8'));
  let made: Template | undefined;
  const template = () => {
    made ??= new (require('adaptivecards-templating/lib/template-engine.js') as Library).Template(json);
    return made;
  };
  templates.push(template);
  return (view) => {
    const checked = model.safeParse(view);
    if (!checked.success) {
      const fields = checked.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.code}`);
      throw new CardError(`Card ${name} cannot be made: ${fields.join(', ')}`);
    }
    // Text, so that the card shares no object with its data.
    const text = JSON.stringify(template().expand({ $root: checked.data }));
    if (text.includes('${')) throw new CardError(`Card ${name} has an expression left`);
    return frozen(JSON.parse(text) as Card);
  };
}

/** With all within it: what somebody changed would be shown to the next. */
function frozen<Value>(value: Value): Value {
  if (typeof value !== 'object' || value === null) return value;
  Object.values(value).forEach(frozen);
  return Object.freeze(value);
}

/** An action as `actions.ts` makes it. */
const action = z.looseObject({ type: z.string(), title: z.string().min(1).max(40) });

/** What every view model begins with: the language of its texts, and at most six actions, as many as Teams shows. */
export const viewOf = <Shape extends z.ZodRawShape>(shape: Shape) =>
  z.strictObject({
    lang: z.string().min(2),
    title: z.string().min(1),
    actions: z.array(action).max(6),
    ...shape,
  });

/** A heading with lines below it; an empty title leaves the whole part out. */
export const part = z.strictObject({ title: z.string(), lines: z.array(z.string()) });
export type Part = z.infer<typeof part>;
export const noPart: Part = { title: '', lines: [] };
export const fact = z.strictObject({ title: z.string(), value: z.string() });
