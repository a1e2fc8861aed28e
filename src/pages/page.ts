import { createHash } from 'node:crypto';
import { type Html, html } from './html.ts';

/** A page that is the same for everybody who asks. */
export interface Page {
  html: string;
  /** What a browser may do with it: show it, in the one style that is in it. */
  contentSecurityPolicy: string;
}

/** Nothing is loaded, run, sent or framed. */
export const nothingAllowed =
  "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

const style = `
  :root { color-scheme: light dark; }
  body { max-width: 44rem; margin: 2rem auto; padding: 0 1rem; font: 1rem/1.5 "Segoe UI", system-ui, sans-serif; }
  h1 { line-height: 1.2; }
  h2 { margin-top: 2rem; font-size: 1.2rem; }
  table { border-collapse: collapse; width: 100%; }
  th, td { padding: .5rem; border: 1px solid #8886; text-align: left; vertical-align: top; }
`;
const styleHash = createHash('sha256').update(style).digest('base64');
const contentSecurityPolicy = `${nothingAllowed}; style-src 'sha256-${styleHash}'`;

/** A page of its own, in English, without anything from elsewhere. */
export function pageOf(title: string, body: Html): Page {
  const page = html`<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<style>${{ html: style }}</style>
</head>
<body>
<main>
<h1>${title}</h1>
${body}
</main>
</body>
</html>
`;
  return { html: page.html, contentSecurityPolicy };
}
