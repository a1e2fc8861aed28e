import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

interface Frame {
  functionName: string;
  url: string;
  lineNumber: number;
}

interface CpuProfile {
  nodes: { id: number; callFrame: Frame }[];
  samples: number[];
  timeDeltas: number[];
}

const root = fileURLToPath(new URL('..', import.meta.url));

/** The functions of a CPU profile that took most time themselves, a line each with their share. */
export const topFunctions = (file: string, many = 15): string => top(file, nameOf, many);

/** The same by package, folder of the bot's own code, or part of Node. Without the time in which nothing ran. */
export const topParts = (file: string, many = 20): string => top(file, partOf, many);

function top(file: string, labelOf: (frame: Frame) => string, many: number): string {
  const { nodes, samples, timeDeltas } = JSON.parse(readFileSync(file, 'utf8')) as CpuProfile;
  const frames = new Map(nodes.map(({ id, callFrame }) => [id, callFrame]));
  const selfUs = new Map<string, number>();
  let allUs = 0;
  for (const [nth, id] of samples.entries()) {
    const frame = frames.get(id);
    if (!frame || frame.functionName === '(idle)') continue;
    const us = timeDeltas[nth] ?? 0;
    allUs += us;
    selfUs.set(labelOf(frame), (selfUs.get(labelOf(frame)) ?? 0) + us);
  }
  const most = [...selfUs].sort(([, a], [, b]) => b - a).slice(0, many);
  return most.map(([name, us]) => `${((100 * us) / allUs).toFixed(1).padStart(6)} %      ${name}\n`).join('');
}

function partOf({ functionName, url }: Frame): string {
  const found = /.*node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(url) ?? /\/(?:dist|src)\/([^/]+)/.exec(url);
  if (found?.[1]) return found[1];
  if (url.startsWith('node:')) return url.replace(/^(node:[^/]+(?:\/[^/]+)?).*/, '$1');
  return functionName.startsWith('(') ? functionName : 'V8 and Node, in native code';
}

function nameOf({ functionName, url, lineNumber }: Frame): string {
  const name = functionName || '(anonymous)';
  if (url === '') return name;
  const path = url.startsWith('file:') ? fileURLToPath(url).replace(root, '') : url;
  return `${name}  ${path.replace(/^.*node_modules\//, '')}:${lineNumber + 1}`;
}
