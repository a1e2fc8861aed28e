/** The settings that a file's zod object reads, apart from those whose only reading is a refusal. */
export function settingsRead(source: string): { taken: string[]; refused: string[] } {
  const object = /^const environment = z\s*\.?\s*object\(\{$([\s\S]*?)^\s*\}\)/m.exec(source)?.[1] ?? '';
  const fields = [...object.matchAll(/^ {2,4}(\w+): z?(.*)$/gm)];
  const refused = fields.filter(([, , type = '']) => type.startsWith('.never(')).map(([, name = '']) => name);
  const names = fields.map(([, name = '']) => name);
  return { taken: names.filter((name) => !refused.includes(name)), refused };
}

/** The lines of a settings file that hold a setting, commented out or not. Prose has a blank after its `#`. */
export function exampleValues(file: string): Map<string, string> {
  return new Map(
    [...file.matchAll(/^#?([A-Za-z_]+)=(.*)$/gm)].map(([, name = '', value = '']) => [name, value]),
  );
}

/** What stands beneath a heading, up to the next one of its level. */
export function section(markdown: string, heading: string): string {
  const [, rest = ''] = markdown.split(`\n## ${heading}\n`);
  return rest.split(/\n## /)[0] ?? '';
}

/** The names in backticks of each table's first column, with the rest of their row. */
export function namesInTables(markdown: string): Map<string, string> {
  const rows = [...markdown.matchAll(/^\| ([^|]*`[^|]*) \|(.*)\|$/gm)];
  return new Map(
    rows.flatMap(([, names = '', rest = '']) =>
      [...names.matchAll(/`([^`]+)`/g)].map(([, name = '']): [string, string] => [name, rest]),
    ),
  );
}

/** The targets of links and pictures that stay within the project. */
export function linksIn(markdown: string): string[] {
  const markdownLinks = [...markdown.matchAll(/\]\(([^)\s]+)\)/g)];
  const htmlPictures = [...markdown.matchAll(/<img [^>]*src="([^"]+)"/g)];
  return [...markdownLinks, ...htmlPictures]
    .map(([, target = '']) => target)
    .filter((target) => !/^[a-z]+:/.test(target));
}

/** A heading's anchor, as GitHub makes it. */
export function anchorOf(heading: string): string {
  return heading
    .toLowerCase()
    .replace(/[^a-z0-9 _-]/g, '')
    .replaceAll(' ', '-');
}
