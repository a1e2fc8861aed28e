import { IntlMessageFormat } from 'intl-messageformat';

export type Ast = ReturnType<IntlMessageFormat['getAst']>;
type Element = Ast[number];

/** What is filled in where it matters: every choice of a select, and numbers of every plural category. */
const counts = [0, 1, 2, 3, 5, 11, 22, 1_000_000];

/** A text as the bot compiles it. Throws where it is no ICU message. */
export function compile(text: string, language: string): IntlMessageFormat {
  return new IntlMessageFormat(text, language, undefined, { ignoreTag: true });
}

/** Every element of a message, those within its choices too. */
export function elementsOf(ast: Ast): Element[] {
  return ast.flatMap((element) => [
    element,
    ...branchesOf(element).flatMap(([, branch]) => elementsOf(branch)),
  ]);
}

/** Each choice of a plural or a select by its name; none of anything else. */
export function branchesOf(element: Element): [string, Ast][] {
  if (!('options' in element)) return [];
  return Object.entries(element.options).map(([name, { value }]) => [name, value]);
}

export const isPlural = (element: Element) => 'pluralType' in element;
export const isSelect = (element: Element) => 'options' in element && !isPlural(element);

/** The name of what is filled in; undefined for words, and for the `#` of a plural. */
export function argumentOf(element: Element): string | undefined {
  return isWords(element) || !('value' in element) ? undefined : element.value;
}

export function argumentsOf(ast: Ast): string[] {
  const names = elementsOf(ast).map(argumentOf);
  return [...new Set(names.filter((name) => name !== undefined))].sort();
}

/** The words alone, without what is filled in. */
export function wordsOf(ast: Ast): string {
  return elementsOf(ast)
    .map((element) => (isWords(element) && 'value' in element ? element.value : ' '))
    .join('');
}

/** The parser's own number for words that stand for themselves. */
const isWords = (element: Element) => element.type === 0;

/** The message with every combination of samples; `given` are better samples of some arguments. */
export function formatted(message: IntlMessageFormat, given: Record<string, string[]> = {}): string[] {
  const elements = elementsOf(message.getAst());
  const combinations = argumentsOf(message.getAst()).reduce<Record<string, string | number>[]>(
    (made, name) => {
      const samples = given[name] ?? samplesOf(elements.filter((element) => argumentOf(element) === name));
      return made.flatMap((each) => samples.map((sample) => ({ ...each, [name]: sample })));
    },
    [{}],
  );
  return [...new Set(combinations.map((args) => String(message.format(args))))];
}

function samplesOf(uses: Element[]): (string | number)[] {
  if (uses.some(isPlural)) return counts;
  const choices = uses.filter(isSelect).flatMap((use) => branchesOf(use).map(([name]) => name));
  return choices.length > 0 ? [...new Set(choices)] : ['Abc'];
}
