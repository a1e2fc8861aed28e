import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { findCycle, importsOf, type SourceFile } from './house/imports.ts';
import { breaches } from './house/rules.ts';

const root = new URL('../', import.meta.url);

function sourceFiles(): SourceFile[] {
  return readdirSync(new URL('src', root), { recursive: true, encoding: 'utf8' })
    .map((name) => `src/${name.replaceAll('\\', '/')}`)
    .filter((path) => path.endsWith('.ts'))
    .map((path) => ({ path, text: readFileSync(new URL(path, root), 'utf8') }));
}

describe('the source', () => {
  it('keeps the rules of the house', () => {
    expect(breaches(sourceFiles())).toEqual([]);
  });

  it('is read: its imports lead to files that are there', () => {
    const files = sourceFiles();
    const ours = files.flatMap(importsOf).filter((name) => name.startsWith('src/') && name.endsWith('.ts'));
    const paths = new Set(files.map(({ path }) => path));
    expect(ours.length).toBeGreaterThan(10);
    expect(ours.filter((name) => !paths.has(name))).toEqual([]);
  });
});

/** The breaches of one made-up file that imports a name. */
const importing = (path: string, name: string): string[] =>
  breaches([{ path, text: `import { a } from '${name}';` }]);

describe('the check itself', () => {
  it.each([
    ['src/pin/reset.ts', 'botbuilder'],
    ['src/reminders/schedule.ts', 'botframework-schema'],
    ['src/helpdesk/ticket.ts', 'restify'],
    ['src/phones/sign-in.ts', 'botbuilder-dialogs'],
    ['src/conversations/conversation.ts', '../store/tables.ts'],
    ['src/http/read-body.ts', '../server.ts'],
    ['src/language/intent.ts', '@azure/identity'],
    ['src/pin/reset.ts', '../bot/cards/form.ts'],
    ['src/work/runner.ts', '../store/due-work.ts'],
    ['src/pin/deep/down.ts', '../../server.ts'],
    ['src/reminders/schedule.ts', '../main.ts'],
    ['src/store/attempts.ts', '../bot/bot.ts'],
    ['src/server.ts', 'botbuilder'],
    ['src/config.ts', 'botbuilder-core'],
    ['src/bot/adapter.ts', 'restify'],
    ['src/main.ts', 'restify'],
    ['src/bot/turn.ts', '../store/store.ts'],
  ])('finds that %s imports %s', (path, name) => {
    expect(importing(path, name)).not.toEqual([]);
  });

  it.each([
    ['src/bot/adapter.ts', 'botbuilder'],
    ['src/bot/turn.ts', '../pin/reset.ts'],
    ['src/server.ts', 'restify'],
    ['src/pin-service/routes.ts', 'restify'],
    ['src/store/attempts.ts', '../pin/attempt.ts'],
    ['src/main.ts', './store/store.ts'],
    ['src/main.ts', '@azure/identity'],
    ['src/pin/reset.ts', 'zod'],
    ['src/pin/reset.ts', './storeroom.ts'],
    ['src/pin/reset.ts', '../server-names.ts'],
  ])('lets %s import %s', (path, name) => {
    expect(importing(path, name)).toEqual([]);
  });

  it.each([
    'log.info(activity, "x")',
    'parts.log.error(error, "x")',
    'this.#parts.log.warn({ user, ...context.activity }, "x")',
    'log.error({ error }, "x")',
    'log.error({ user, request }, "x")',
    'log.warn(\n  context.activity,\n  "x")',
  ])('finds a log call of something whole: %s', (text) => {
    expect(breaches([{ path: 'src/a.ts', text }])).toEqual([
      'src/a.ts logs a whole activity, request or error',
    ]);
  });

  it.each([
    'log.error(faultFields(error), "x")',
    'log.info({ type: activity.type }, "x")',
    'log.error({ user, ...faultFields(error) }, "x")',
  ])('lets a log call of fields be: %s', (text) => {
    expect(breaches([{ path: 'src/a.ts', text }])).toEqual([]);
  });

  it.each([
    ['import type', "import type { Activity } from 'botbuilder';"],
    ['a default', "import botbuilder from 'botbuilder';"],
    ['everything', "import * as bot from 'botbuilder';"],
    ['for effect', "import 'botbuilder';"],
    ['in several lines', "import {\n  a,\n  b,\n} from 'botbuilder';"],
    ['with double quotes', 'import { a } from "botbuilder";'],
    ['later', "const bot = await import('botbuilder');"],
    ['as a type expression', "let a: import('botbuilder').Activity;"],
    ['by require', "const bot = require('botbuilder');"],
    ['by passing on', "export * from 'botbuilder';"],
    ['after another', "import { a } from 'zod';\nimport { b } from 'botbuilder';"],
  ])('sees an import written %s', (_, text) => {
    expect(importsOf({ path: 'src/pin/reset.ts', text })).toContain('botbuilder');
  });

  it('does not take a comment for an import', () => {
    const text =
      "// import { a } from 'botbuilder';\n/* import 'restify'; */\nexport const a = 1; // from 'x'";
    expect(importsOf({ path: 'src/pin/reset.ts', text })).toEqual([]);
  });

  it('finds imports that go round, and names the way', () => {
    const files = [
      { path: 'src/main.ts', text: "import './a.ts';" },
      { path: 'src/a.ts', text: "import { b } from './pin/b.ts';" },
      { path: 'src/pin/b.ts', text: "import type { C } from '../c.ts';" },
      { path: 'src/c.ts', text: "export { a } from './a.ts';" },
    ];
    expect(findCycle(files)).toEqual(['src/a.ts', 'src/pin/b.ts', 'src/c.ts', 'src/a.ts']);
    expect(breaches(files)).toEqual(['imports go round: src/a.ts -> src/pin/b.ts -> src/c.ts -> src/a.ts']);
  });

  it('finds a file that imports itself', () => {
    expect(findCycle([{ path: 'src/a.ts', text: "import './a.ts';" }])).toEqual(['src/a.ts', 'src/a.ts']);
  });

  it('does not take two ways to one file for a cycle', () => {
    const files = [
      { path: 'src/a.ts', text: "import './b.ts';\nimport './c.ts';" },
      { path: 'src/b.ts', text: "import './c.ts';" },
      { path: 'src/c.ts', text: '' },
    ];
    expect(findCycle(files)).toBeUndefined();
  });

  it('finds a file of 251 lines, and not one of 250, nor a catalogue', () => {
    const lines = (count: number): string => 'a;\n'.repeat(count);
    expect(breaches([{ path: 'src/pin/a.ts', text: lines(251) }])).toEqual([
      'src/pin/a.ts has more than 250 lines',
    ]);
    expect(breaches([{ path: 'src/pin/a.ts', text: lines(250) }])).toEqual([]);
    expect(breaches([{ path: 'src/language/catalogues/en.ts', text: lines(900) }])).toEqual([]);
  });

  it.each([
    "console.log('x');",
    "console['log']('x');",
    "console?.error('x');",
    'globalThis.console.warn(1);',
  ])('finds what writes to the console: %s', (text) => {
    expect(breaches([{ path: 'src/pin/a.ts', text }])).toHaveLength(1);
  });

  it.each([
    ['src/main.ts', "console.error('x');"],
    ['src/pin-service/main.ts', "console.error('x');"],
    ['src/pin/a.ts', "// console.log('x');"],
    ['src/pin/a.ts', 'const consoles = [];'],
  ])('lets %s hold %s', (path, text) => {
    expect(breaches([{ path, text }])).toEqual([]);
  });
});
