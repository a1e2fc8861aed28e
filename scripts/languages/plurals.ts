import { type Ast, argumentOf, branchesOf, elementsOf, isPlural, isSelect } from './message.ts';

/** Enough whole numbers to meet every category that whole numbers have. */
const someIntegers = [...Array(201).keys(), 1_000, 1_000_000, 2_000_000];

/** Plurals without a form that the language has, or with one that it has not; a number without its plural. */
export function pluralFaults(ast: Ast, english: Ast, language: string): string[] {
  const plurals = elementsOf(ast).filter(isPlural);
  const counted = new Set(plurals.map(argumentOf));
  const missing = elementsOf(english)
    .filter((element) => isPlural(element) && !counted.has(argumentOf(element)))
    .filter(() => categoriesOf(language).length > 1);
  return [
    ...missing.map((element) => `has no plural of {${argumentOf(element)}}`),
    ...plurals.flatMap((element) => formFaults(element, language)),
  ];
}

function formFaults(element: Ast[number], language: string): string[] {
  const type = 'pluralType' in element ? element.pluralType : 'cardinal';
  const categories = categoriesOf(language, type);
  const forms = branchesOf(element).map(([form]) => form);
  const unmet = categories.filter(
    (category) => !forms.includes(category) && !isMet(category, forms, language),
  );
  const strange = forms.filter((form) => !form.startsWith('=') && !categories.includes(form));
  const name = `{${argumentOf(element)}}`;
  return [
    ...unmet.map((category) => `has no form "${category}" of ${name}`),
    ...strange.map((form) => `has a form "${form}" of ${name}, which the language does not have`),
  ];
}

/** `=1` stands for a category that has no other whole number, as in English. */
function isMet(category: string, forms: string[], language: string): boolean {
  const rules = new Intl.PluralRules(language);
  const numbers = someIntegers.filter((number) => rules.select(number) === category);
  return numbers.length > 0 && numbers.every((number) => forms.includes(`=${number}`));
}

function categoriesOf(language: string, type?: Intl.PluralRuleType): string[] {
  return new Intl.PluralRules(language, type ? { type } : {}).resolvedOptions().pluralCategories;
}

/** The choices of a select are codes of the bot: each must be there, and no other. */
export function selectFaults(ast: Ast, english: Ast): string[] {
  const [ours, theirs] = [ast, english].map(choicesOf);
  return ours === theirs
    ? []
    : [`chooses among ${ours || 'nothing'}, the English text among ${theirs || 'nothing'}`];
}

function choicesOf(ast: Ast): string {
  const selects = elementsOf(ast).filter(isSelect);
  const choices = selects.flatMap((select) =>
    branchesOf(select).map(([choice]) => `${argumentOf(select)}=${choice}`),
  );
  return [...new Set(choices)].sort().join(', ');
}
