import type { Browser } from 'playwright-core';

/** A drawing as a PNG of its own size, transparent where nothing is drawn. */
export async function drawn(browser: Browser, svg: string): Promise<Buffer> {
  const [, width, height] = /<svg [^>]*width="(\d+)" height="(\d+)"/.exec(svg) ?? [];
  const page = await browser.newPage({ viewport: { width: Number(width), height: Number(height) } });
  try {
    await page.route('**/*', (route) => route.abort());
    await page.setContent(`<style>body{margin:0;background:none}svg{display:block}</style>${svg}`);
    return await page.screenshot({ omitBackground: true });
  } finally {
    await page.close();
  }
}
