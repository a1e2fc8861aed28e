import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { ErrorObject, ValidateFunction } from 'ajv';
import type { Problem } from './problem.ts';

const require = createRequire(import.meta.url);
// Draft 4 is the only one that Microsoft's schemas are written in.
const { default: Ajv } = require('ajv-draft-04') as typeof import('ajv-draft-04');
const { default: addFormats } = require('ajv-formats') as typeof import('ajv-formats');

export const schemaVersion = '1.30';
const folder = new URL(
  `json-schemas/teams/v${schemaVersion}/`,
  import.meta.resolve('@microsoft/app-manifest'),
);

function checkBy(name: string): ValidateFunction {
  // One of Microsoft’s patterns is no regular expression with the flag u.
  const ajv = new Ajv({ strict: false, allErrors: true, unicodeRegExp: false });
  addFormats(ajv);
  return ajv.compile(JSON.parse(readFileSync(new URL(name, folder), 'utf8')) as object);
}

let manifest: ValidateFunction | undefined;
let localization: ValidateFunction | undefined;

/** What Microsoft's schema says against a manifest that is filled in. */
export function manifestProblems(file: string, value: unknown): Problem[] {
  manifest ??= checkBy('MicrosoftTeams.schema.json');
  return problemsBy(manifest, file, value);
}

/** What Microsoft's schema says against the file of a language. */
export function localizationProblems(file: string, value: unknown): Problem[] {
  localization ??= checkBy('MicrosoftTeams.Localization.schema.json');
  return problemsBy(localization, file, value);
}

function problemsBy(check: ValidateFunction, file: string, value: unknown): Problem[] {
  if (check(value)) return [];
  return (check.errors ?? []).map((error) => ({ file, field: fieldOf(error), what: whatOf(error) }));
}

/** `/bots/0/botId` as `bots[0].botId`. */
function fieldOf({ instancePath }: ErrorObject): string {
  const names = instancePath
    .split('/')
    .slice(1)
    .map((name) => name.replaceAll('~1', '/').replaceAll('~0', '~'));
  return names.map((name, at) => (/^\d+$/.test(name) ? `[${name}]` : at === 0 ? name : `.${name}`)).join('');
}

function whatOf({ keyword, params, message = '' }: ErrorObject): string {
  const named = params as Record<string, unknown>;
  switch (keyword) {
    case 'required':
      return `should have ${named.missingProperty}`;
    case 'additionalProperties':
      return `should not have ${named.additionalProperty}`;
    case 'maxLength':
      return `should have at most ${named.limit} characters`;
    case 'maxItems':
      return `should have at most ${named.limit} items`;
    case 'enum':
      return `should be one of ${(named.allowedValues as unknown[]).join(', ')}`;
    case 'const':
      return `should be ${named.allowedValue}`;
    default:
      return message.replace(/^must/, 'should');
  }
}
