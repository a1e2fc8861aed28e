import { existsSync, readFileSync } from 'node:fs';
import { parseEnv } from 'node:util';
import { describe, expect, it } from 'vitest';
import { forWindow } from '../../scripts/start/environment.ts';
import { readSettings } from '../../src/config.ts';
import { readSettings as readPinServiceSettings } from '../../src/pin-service/settings.ts';
import { poolSettings } from '../../src/pin-service/skype-for-business/settings.ts';
import { anchorOf, exampleValues, linksIn, namesInTables, section, settingsRead } from './documents.ts';

const root = new URL('../../', import.meta.url);
const text = (path: string): string => readFileSync(new URL(path, root), 'utf8');

const readme = text('README.md');
const example = exampleValues(text('.env.example'));

const config = settingsRead(text('src/config.ts'));
const pinService = settingsRead(text('src/pin-service/settings.ts'));
/** The chat window's own settings, which `npm start` lets through. */
const window = ['TEAMSAPPTESTER_PORT', 'TEAMSAPPTESTER_BROWSER'];
const readByCode = [...config.taken, ...pinService.taken, ...Object.keys(poolSettings), ...window].sort();

const documented = namesInTables(section(readme, 'Settings'));
const notBuilt = namesInTables(section(readme, 'Not there yet'));

describe('the settings', () => {
  it('are found in the code', () => {
    expect(config.taken).toEqual(expect.arrayContaining(['PORT', 'MicrosoftAppId', 'REMINDERS']));
    expect(pinService.taken).toEqual(expect.arrayContaining(['PIN_SERVICE_PORT', 'PIN_SERVICE_DELAY']));
  });

  it('all stand in the README, and nothing else does', () => {
    expect([...documented.keys()].sort()).toEqual(readByCode);
  });

  it('all stand in .env.example, and nothing else does', () => {
    expect([...example.keys()].sort()).toEqual(readByCode);
  });

  it('of the chat window are let through to it', () => {
    const given = Object.fromEntries(window.map((name) => [name, '1']));
    expect(forWindow({ ...given, MicrosoftAppPassword: 'x' })).toEqual(given);
  });

  it('that are refused are told of as not built', () => {
    expect([...notBuilt.keys()]).toEqual(expect.arrayContaining(config.refused));
    expect(readByCode.filter((name) => notBuilt.has(name))).toEqual([]);
  });

  it('have in .env.example the values that hold without it', () => {
    const given = parseEnv([...example].map(([name, value]) => `${name}=${value}`).join('\n'));
    expect(readSettings(given)).toEqual(readSettings({}));
    expect(readPinServiceSettings(given)).toEqual(readPinServiceSettings({}));
  });

  it('have in the README the defaults of .env.example', () => {
    const others = [...example].filter(
      ([name, value]) => value !== '' && !documented.get(name)?.includes(`\`${value}\``),
    );
    expect(others).toEqual([]);
  });
});

describe('the README', () => {
  const links = linksIn(readme);

  it('leads to files and headings that are there', () => {
    const headings = readme.matchAll(/^#+ (.+)$/gm);
    const anchors = new Set([...headings].map(([, heading = '']) => anchorOf(heading)));
    const lost = links.filter((link) =>
      link.startsWith('#')
        ? !anchors.has(link.slice(1))
        : !existsSync(new URL(link.replace(/#.*/, ''), root)),
    );
    expect(links.length).toBeGreaterThan(3);
    expect(lost).toEqual([]);
  });

  it('shows the form and the outcome', () => {
    expect(links.filter((link) => /^docs\/pictures\/.+\.png$/.test(link)).length).toBeGreaterThanOrEqual(2);
  });

  it('names only commands that npm knows here', () => {
    const { scripts } = JSON.parse(text('package.json')) as { scripts: Record<string, string> };
    const named = [...readme.matchAll(/npm run ([a-z:0-9]+)/g)].map(([, name = '']) => name);
    expect(named).toContain('build');
    expect(named.filter((name) => !(name in scripts))).toEqual([]);
  });
});
