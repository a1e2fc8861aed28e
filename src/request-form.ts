import type { IncomingMessage } from 'node:http';
import { isLoopback } from './settings-form.ts';

/**
 * Whether restify can route a request: it parses Host and path as one URL, outside of any try, so that one it cannot
 * parse would end the process.
 */
export function isRoutable({ headers, url = '' }: IncomingMessage): boolean {
  const sound = headers.host && url.startsWith('/') && URL.canParse(`http://${headers.host}${url}`);
  return Boolean(sound) && isDecodable(url);
}

/** Whether a request comes from this machine under its own name: no proxy has passed it on. */
export function isFromThisMachine({ headers, url = '' }: IncomingMessage): boolean {
  const proxied = Object.keys(headers).some(
    (name) => name === 'forwarded' || name.startsWith('x-forwarded-'),
  );
  return !proxied && isLoopback(new URL(`http://${headers.host}${url}`).hostname);
}

function isDecodable(url: string): boolean {
  try {
    decodeURIComponent(url.replace(/\?.*$/s, ''));
    return true;
  } catch {
    return false;
  }
}
