import { existsSync, readFileSync } from 'node:fs';
import { SourceMap } from 'node:module';
import { fileURLToPath } from 'node:url';

/** Lines and columns from 0. */
interface Frame {
  functionName: string;
  url: string;
  lineNumber: number;
  columnNumber: number;
}

interface CpuProfile {
  nodes: { id: number; callFrame: Frame; children?: number[] }[];
  samples: number[];
  timeDeltas: number[];
}

const root = fileURLToPath(new URL('..', import.meta.url));

/** The functions of a CPU profile that took most time themselves, a line each with their share. */
export const topFunctions = (file: string, many = 15): string =>
  top(file, ([frame]) => (frame ? nameOf(frame) : ''), many);

/** The same by package and by folder of the bot's own code, each with what it calls of Node. */
export const topParts = (file: string, many = 20): string => top(file, partOf, many);

/** Without the time in which nothing ran, and without the profiler's own. */
function top(file: string, labelOf: (stack: Frame[]) => string, many: number): string {
  const { nodes, samples, timeDeltas } = JSON.parse(readFileSync(file, 'utf8')) as CpuProfile;
  const sourceOf = sources();
  const byId = new Map(nodes.map((node) => [node.id, { ...node, callFrame: sourceOf(node.callFrame) }]));
  const callers = new Map(nodes.flatMap(({ id, children = [] }) => children.map((child) => [child, id])));
  const selfUs = new Map<string, number>();
  let allUs = 0;
  for (const [nth, id] of samples.entries()) {
    const stack = stackOf(id);
    if (stack.some(({ functionName, url }) => functionName === '(idle)' || url === 'node:inspector'))
      continue;
    const us = timeDeltas[nth] ?? 0;
    allUs += us;
    selfUs.set(labelOf(stack), (selfUs.get(labelOf(stack)) ?? 0) + us);
  }
  const most = [...selfUs].sort(([, a], [, b]) => b - a).slice(0, many);
  return most.map(([name, us]) => `${((100 * us) / allUs).toFixed(1).padStart(6)} %      ${name}\n`).join('');

  /** The innermost first. */
  function stackOf(id: number | undefined): Frame[] {
    const node = id === undefined ? undefined : byId.get(id);
    return node ? [node.callFrame, ...stackOf(callers.get(node.id))] : [];
  }
}

/** Frames as they stand in the source, where a build has put maps beside its files. */
function sources(): (frame: Frame) => Frame {
  const maps = new Map<string, SourceMap | undefined>();
  const mapOf = (url: string): SourceMap | undefined => {
    const file = url.startsWith('file:') ? `${fileURLToPath(url)}.map` : '';
    return existsSync(file) ? new SourceMap(JSON.parse(readFileSync(file, 'utf8'))) : undefined;
  };
  return (frame) => {
    const { url, lineNumber, columnNumber } = frame;
    if (!maps.has(url)) maps.set(url, mapOf(url));
    const found = maps.get(url)?.findEntry(lineNumber, columnNumber);
    if (!found || !('originalSource' in found)) return frame;
    return { ...frame, url: new URL(found.originalSource, url).href, lineNumber: found.originalLine };
  };
}

/** What is Node's own is counted with whoever called it. */
function partOf(stack: Frame[]): string {
  const [innermost] = stack;
  if (innermost?.functionName.startsWith('(')) return innermost.functionName;
  for (const { url } of stack) {
    const found = /.*node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(url) ?? /\/(?:dist|src)\/([^/]+)/.exec(url);
    if (found?.[1]) return url.includes('node_modules') ? found[1] : `the bot's own ${found[1]}`;
  }
  return 'Node, called by nobody of the bot';
}

function nameOf({ functionName, url, lineNumber }: Frame): string {
  const name = functionName || '(anonymous)';
  if (url === '') return name;
  const path = url.startsWith('file:') ? fileURLToPath(url).replace(root, '') : url;
  return `${name}  ${path.replace(/^.*node_modules\//, '')}:${lineNumber + 1}`;
}
