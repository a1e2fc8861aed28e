import { describe, it } from 'vitest';
import { commands, type Damage, eachWithACopy, put } from './damaged.ts';

const { expectRefused } = eachWithACopy();
const languages = ['da', 'de', 'es', 'fr', 'it', 'nl', 'pl', 'pt-BR', 'sv', 'th', 'zh-CN'];
const files = languages.map((language) => `languages/${language}.json`);
const title = 'bots[0].commandLists[0].commands[0].title';
const strange = 'bots[0].commandLists[0].commands[7].title';
const long = (length: number) => 'x'.repeat(length);

/** The keys of these files hold full stops of their own. */
const say =
  (file: string, key: string, text: unknown): Damage =>
  (of) =>
    of.edit(file, (texts) => {
      if (text === undefined) delete texts[key];
      else texts[key] = text;
    });

describe('npm run package refuses, in every language', () => {
  it.each<[string, string, unknown, string]>([
    ['a name that is too long', 'name.short', long(31), 'name.short should have at most 30 characters'],
    [
      'a description that is too long',
      'description.full',
      long(4_001),
      'description.full should have at most 4000 characters',
    ],
    ['a command that is too long', title, long(33), `${title} has 33 characters in the manifest, at most 32`],
    ['a command that is missing', title, undefined, `${title} is missing in the manifest: "Reset my PIN"`],
    ['a description that is missing', 'description.short', undefined, 'should have description.short'],
    ['a command that there is not', strange, 'x', `${strange} is no text of the manifest`],
    ['a field that there is not', 'title', 'x', 'should not have title'],
    ['a number', title, 1, `${title} should be string`],
  ])('%s', (_what, key, text, line) =>
    expectRefused(
      (of) => {
        for (const file of files) say(file, key, text)(of);
      },
      files.map((file) => `${file}: ${line}`),
    ),
  );
});

describe('npm run package refuses a language', () => {
  it.each<[string, Damage, string | RegExp]>([
    [
      'that has no file',
      (of) => of.remove('languages/th.json'),
      'languages/th.json: should be there: the bot speaks the language',
    ],
    [
      'that is no JSON',
      (of) => of.write('languages/fr.json', 'non'),
      /^languages\/fr\.json: should be JSON: /,
    ],
    ['that is empty', (of) => of.write('languages/fr.json', ''), /^languages\/fr\.json: should be JSON: /],
  ])('%s', (_what, damage, line) => expectRefused(damage, [line]));

  it('and says all that is wrong at once', () =>
    expectRefused(
      (of) => {
        put('manifest.json', 'bots.0.commandLists.0.commands.+', commands(2))(of);
        say('languages/sv.json', 'name.full', long(101))(of);
        of.write('languages/da.json', '');
      },
      [
        'manifest.json: bots[0].commandLists[0].commands has 7 commands, should have at most 6',
        /^languages\/da\.json: should be JSON: /,
        'languages/sv.json: name.full should have at most 100 characters',
      ],
    ));
});
