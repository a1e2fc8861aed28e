/** Text that is HTML already. */
export interface Html {
  html: string;
}

/** HTML of a template. What is filled in is escaped, unless it is HTML already. */
export function html(parts: TemplateStringsArray, ...filled: (string | Html | Html[])[]): Html {
  return { html: String.raw({ raw: parts }, ...filled.map(written)) };
}

function written(value: string | Html | Html[]): string {
  if (typeof value === 'string') return value.replace(/[&<>"']/g, (mark) => `&#${mark.charCodeAt(0)};`);
  return Array.isArray(value) ? value.map(written).join('') : value.html;
}
