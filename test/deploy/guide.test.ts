import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parseEnv } from 'node:util';
import { describe, expect, it } from 'vitest';
import { readSettings } from '../../src/config.ts';
import { citationsIn, lost } from '../docs/citations.ts';
import { exampleValues, linksIn, section } from '../docs/documents.ts';
import { root, seconds, text } from './files.ts';

const guide = text('docs/deployment.md');
const stopTimeoutS = readSettings({}).stopTimeoutMs / 1000;

/** Names of the hosts, of Node, of the Dockerfile and of a fault, which the bot reads none of. */
const ofOthers = [
  'HTTPS_PROXY',
  'NODE_EXTRA_CA_CERTS',
  'NODE_IMAGE',
  'NODE_USE_ENV_PROXY',
  'NO_PROXY',
  'SCM_DO_BUILD_DURING_DEPLOYMENT',
  'STORE_MIGRATION',
  'WEBSITES_CONTAINER_STOP_TIME_LIMIT',
  'WEBSITES_ENABLE_APP_SERVICE_STORAGE',
  'WEBSITES_PORT',
];

/** The first block of code beneath a heading. */
const firstBlock = (heading: string): string =>
  /```\w*\n([\s\S]*?)```/.exec(section(guide, heading))?.[1] ?? '';

describe('the settings that the guide names', () => {
  it('are there', () => {
    const known = new Set([...exampleValues(text('.env.example')).keys(), ...ofOthers]);
    const named: string[] = guide.match(/\b(?:[A-Z][A-Z0-9]+(?:_[A-Z0-9]+)+|MicrosoftApp\w+)\b/g) ?? [];
    expect(new Set(named).size).toBeGreaterThan(20);
    expect([...new Set(named)].filter((name) => !known.has(name))).toEqual([]);
    expect(ofOthers.filter((name) => !named.includes(name))).toEqual([]);
  });

  it('as the least that there has to be are enough, and of a real deployment', () => {
    const least = parseEnv(firstBlock('3. Settings'));
    const { registration, production, pinService } = readSettings(least);
    expect([registration?.type, production]).toEqual(['UserAssignedMSI', true]);
    expect(pinService.identity?.kind).toBe('managedIdentity');
    for (const name of Object.keys(least).filter((each) => !/^(NODE_ENV|PIN_SERVICE_SCOPE)$/.test(each)))
      expect(() => readSettings({ ...least, [name]: '' }), name).toThrow();
    const secret = { ...least, MicrosoftAppType: 'SingleTenant', MicrosoftAppPassword: 'x' };
    expect(readSettings(secret).pinService.identity?.kind).toBe('clientSecret');
  });
});

describe('the guide', () => {
  it('says of each step whether it was tried, and how or why not', () => {
    const rows = [...guide.split('\n## ')[0]!.matchAll(/^\| (.+?) \| (.+?) \| (.*) \|$/gm)].slice(2);
    expect(rows.length).toBeGreaterThan(12);
    for (const [, step, tried, how] of rows) {
      expect(['yes', 'in part', 'no'], step).toContain(tried);
      expect(how, step).not.toBe('');
    }
  });

  it('has every part that was not tried say so', () => {
    for (const heading of ['Azure App Service', 'Azure Container Apps', 'A Windows server'])
      expect(section(guide, heading).trim(), heading).toMatch(/^Not tried\./);
  });

  it.each([
    ['Docker', /--stop-timeout (\d+) \\/],
    ['compose', /`stop_grace_period: (\d+s)`/],
    ['Kubernetes', /Kubernetes\s+`terminationGracePeriodSeconds: (\d+)`/],
    ['Container Apps', /- `terminationGracePeriodSeconds: (\d+)`/],
    ['App Service', /`WEBSITES_CONTAINER_STOP_TIME_LIMIT=(\d+)`/],
    ['WinSW', /<stoptimeout>(\d+ sec)<\/stoptimeout>/],
  ])('has %s wait longer than the bot takes to stop', (_host, told) => {
    const given = seconds(told.exec(guide)?.[1] ?? '');
    expect(given).toBeGreaterThanOrEqual(stopTimeoutS + 5);
    // More than App Service grants.
    expect(given).toBeLessThanOrEqual(120);
  });

  it('builds by commands that npm knows, of folders that are there', () => {
    const { scripts } = JSON.parse(text('package.json')) as { scripts: Record<string, string> };
    const named = [...guide.matchAll(/npm run ([a-z:0-9]+)/g)].map(([, name = '']) => name);
    expect(named).toEqual(expect.arrayContaining(['build', 'doctor']));
    expect(named.filter((name) => !(name in scripts))).toEqual([]);
    const [, copied = ''] = /^cp -r (.*) build\/release\/$/m.exec(guide) ?? [];
    const parts = copied.split(' ');
    expect(parts).toEqual(expect.arrayContaining(['dist', 'cards', 'package.json', 'package-lock.json']));
    expect(parts.filter((part) => part !== 'dist' && !existsSync(join(root, part)))).toEqual([]);
  });

  it('cites what is there', () => {
    const citations = citationsIn(guide);
    expect(citations).not.toEqual([]);
    expect(citations.map((citation) => lost(citation, root)).filter(Boolean)).toEqual([]);
  });

  it('leads to files and headings that are there', () => {
    const links = linksIn(guide);
    expect(links.length).toBeGreaterThan(20);
    expect(links.filter((link) => !leads(link))).toEqual([]);
  });
});

/** Whether a link of the guide leads to a file, and to a heading of it where it names one. */
function leads(link: string): boolean {
  const [path = '', anchor] = link.split('#');
  const file = path === '' ? 'docs/deployment.md' : join(dirname('docs/deployment.md'), path);
  if (!existsSync(join(root, file))) return false;
  if (anchor === undefined) return true;
  const headings = [...text(file).matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) => heading);
  const anchors = headings.map((heading) =>
    heading
      .toLowerCase()
      .replace(/[^a-z0-9 _-]/g, '')
      .replaceAll(' ', '-'),
  );
  return anchors.includes(anchor);
}
