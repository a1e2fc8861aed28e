import { readFileSync } from 'node:fs';
import { strToU8, type Zippable } from 'fflate';

export const template = (): string =>
  readFileSync(new URL('../../manifest/manifest.json', import.meta.url), 'utf8');

/** The project's manifest, filled in for a bot at a host. */
export function manifestOf(appId: string, domain: string): Record<string, any> {
  const told: Record<string, string> = {
    appId,
    botId: appId,
    domain,
    developerName: 'Contoso',
    websiteUrl: `https://${domain}/`,
    version: '1.0.0',
  };
  return JSON.parse(template().replace(/\$\{(\w+)\}/g, (all, name: string) => told[name] ?? all));
}

/** The files of an app package. */
export const packed = (manifest: object): Zippable => ({
  'manifest.json': strToU8(JSON.stringify(manifest)),
  ...icons,
});

export const icons = { 'color.png': new Uint8Array([1]), 'outline.png': new Uint8Array([1]) };
