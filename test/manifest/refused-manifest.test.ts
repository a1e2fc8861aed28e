import { describe, expect, it } from 'vitest';
import { commands, type Damage, eachWithACopy, put } from './damaged.ts';
import { icon, png } from './png.ts';

const { folder, run, expectRefused } = eachWithACopy();
const menu = 'bots.0.commandLists.0.commands';
const inMenu = 'manifest.json: bots[0].commandLists[0].commands';
const long = (length: number) => 'x'.repeat(length);
const action = { id: 'sendPinBot', type: 'action', title: 'Again' };

describe('npm run package refuses a manifest', () => {
  it.each<[string, string, unknown, string | RegExp]>([
    ['of another schema', 'manifestVersion', '1.29', 'manifestVersion should be 1.30'],
    ['without an icon', 'icons.outline', undefined, 'icons should have outline'],
    ['with a field that there is not', 'bots.0.scope', ['team'], 'bots[0] should not have scope'],
    [
      'with a scope that there is not',
      'bots.0.scopes.0',
      'private',
      'bots[0].scopes[0] should be one of team, personal, groupChat, copilot',
    ],
    ['with an id that is no GUID', 'bots.0.botId', 'pins', /bots\[0\]\.botId should match pattern/],
    ['with a colour that is none', 'accentColor', 'teal', /accentColor should match pattern/],
    ['with a long name', 'name.short', long(31), 'name.short should have at most 30 characters'],
    [
      'with a long description',
      'description.short',
      long(81),
      'description.short should have at most 80 characters',
    ],
    [
      'with a long action',
      'composeExtensions.0.commands.0.title',
      long(33),
      'composeExtensions[0].commands[0].title should have at most 32 characters',
    ],
    [
      'with one action id twice',
      'composeExtensions.0.commands.+',
      [action],
      'composeExtensions[0].commands should have one sendPinBot alone',
    ],
    [
      'with something that is not filled in',
      'developer.mpnId',
      '${mpnId}',
      'should not have ${mpnId}, which nothing fills in',
    ],
    [
      'whose icon lies elsewhere',
      'icons.color',
      '../secret.png',
      'icons.color should be the name of a PNG file beside the manifest',
    ],
  ])('%s', (_what, path, value, line) =>
    expectRefused(put('manifest.json', path, value), [
      typeof line === 'string' ? `manifest.json: ${line}` : line,
    ]),
  );

  it.each<[string, string, unknown, string]>([
    ['of thirteen commands', '+', commands(8), ' should have at most 12 items'],
    ['of seven commands', '+', commands(2), ' has 7 commands, should have at most 6'],
    ['of one command twice', '4.title', 'Reset my PIN', ' should say "Reset my PIN" once'],
    ['of a slash command', '4.title', '/help', ' should have a title that begins with a letter, not "/help"'],
    ['of a long command', '0.title', long(33), '[0].title has 33 characters in the manifest, at most 32'],
    [
      'of a long word about one',
      '1.description',
      long(129),
      '[1].description has 129 characters in the manifest, at most 128',
    ],
  ])('with a menu %s', (_what, at, value, line) =>
    expectRefused(put('manifest.json', `${menu}.${at}`, value), [`${inMenu}${line}`]),
  );

  it('with a menu of nothing', () =>
    expectRefused(put('manifest.json', menu, []), [`${inMenu} should have a command`]));

  it('that is no JSON', () =>
    expectRefused((of) => of.write('manifest.json', '{'), [/^manifest\.json: should be JSON: /]));

  it('that is not there', () =>
    expectRefused((of) => of.remove('manifest.json'), ['manifest.json: should be there to read: ENOENT']));
});

describe('npm run package refuses an icon', () => {
  const { at } = icon('outline');
  const drawn =
    (file: string, picture: string | Uint8Array): Damage =>
    (of) =>
      of.write(file, picture);
  const red = png(32, 32, (x, y) => (x === 1 && y === 9 ? [255, 0, 0, 255] : at(x, y)));
  const round = png(192, 192, (x, y) => (x + y < 20 ? [0, 0, 0, 0] : [1, 2, 3, 255]));

  it.each<[string, Damage, string]>([
    ['that is not there', (of) => of.remove('color.png'), 'color.png: should be there to read: ENOENT'],
    [
      'of another size',
      drawn(
        'color.png',
        png(96, 96, () => [1, 2, 3, 255]),
      ),
      'color.png: is 96 by 96 pixels, should be 192 by 192',
    ],
    [
      'with round corners',
      drawn('color.png', round),
      'color.png: should have a background of one colour, or none, up to its edges and corners',
    ],
    [
      'with a red pixel',
      drawn('outline.png', red),
      'outline.png: has another colour in 1 of its pixels, should be white on transparent alone',
    ],
    ['that is none', drawn('outline.png', 'GIF89a'), 'outline.png: should be a PNG'],
  ])('%s', (_what, damage, line) => expectRefused(damage, [line]));
});

it('what was made before stays as it is', async () => {
  expect((await run()).code).toBe(0);
  const before = folder().bytes('conference-pin.zip');
  folder().write('manifest.json', '{');
  expect((await run()).code).toBe(1);
  expect(folder().built()).toEqual(['conference-pin.zip']);
  expect(folder().bytes('conference-pin.zip').equals(before)).toBe(true);
});
