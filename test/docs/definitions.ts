import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { withoutComments } from '../house/imports.ts';

/** What a document names as `name` in `file`: a function, a method, a type or a constant of that file. */
export interface Definition {
  name: string;
  path: string;
}

const named = /((?:`[\w#]+`(?:,| and)? (?:in )?)*`[\w#]+`) in `((?:src|test|scripts)\/[^`]+\.ts)`/g;

/** The definitions that a Markdown text names, each once; several names may stand before one file. */
export function definitionsIn(markdown: string): Definition[] {
  const prose = markdown.replace(/^```.*?^```/gms, '').replace(/\s+/g, ' ');
  const found = [...prose.matchAll(named)].flatMap(([, names = '', path = '']) =>
    [...names.matchAll(/`([\w#]+)`/g)].map(([, name = '']) => ({ name, path })),
  );
  const keys = found.map(({ name, path }) => `${path} ${name}`);
  return found.filter((_, at) => keys.indexOf(keys[at] ?? '') === at);
}

/** Why a definition is not there, or undefined. A call is none. */
export function undefinedIn({ name, path }: Definition, root: string): string | undefined {
  if (!existsSync(join(root, path))) return `${path} is not there`;
  return defines(readFileSync(join(root, path), 'utf8'), name) ? undefined : `${path} defines no ${name}`;
}

export function defines(source: string, name: string): boolean {
  const text = withoutComments(source);
  const declared = new RegExp(`\\b(?:function|class|interface|type|const)\\s+${name}\\b`);
  // A method, of a class, an interface or what is returned: its parameters are followed by a type or a body.
  const words = '(?:(?:async|override|protected|static)\\s+)*';
  const method = new RegExp(`^\\s*${words}${name}(?:<[^>]*>)?\\([^;{]*?\\)(?::\\s|\\s*\\{)`, 'm');
  const property = new RegExp(`^\\s*${name}: (?:async )?\\(`, 'm');
  return [declared, method, property].some((form) => form.test(text));
}
