import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

interface CpuProfile {
  nodes: { id: number; callFrame: { functionName: string; url: string; lineNumber: number } }[];
  samples: number[];
  timeDeltas: number[];
}

const root = fileURLToPath(new URL('..', import.meta.url));

/** The functions of a CPU profile that took most time themselves, a line each with their share. */
export function topFunctions(file: string, many = 15): string {
  const { nodes, samples, timeDeltas } = JSON.parse(readFileSync(file, 'utf8')) as CpuProfile;
  const names = new Map(nodes.map(({ id, callFrame }) => [id, nameOf(callFrame)]));
  const selfUs = new Map<string, number>();
  let allUs = 0;
  for (const [nth, id] of samples.entries()) {
    const name = names.get(id) ?? '';
    const us = timeDeltas[nth] ?? 0;
    allUs += us;
    selfUs.set(name, (selfUs.get(name) ?? 0) + us);
  }
  const top = [...selfUs].sort(([, a], [, b]) => b - a).slice(0, many);
  return top.map(([name, us]) => `${((100 * us) / allUs).toFixed(1).padStart(6)} %      ${name}\n`).join('');
}

function nameOf({ functionName, url, lineNumber }: CpuProfile['nodes'][number]['callFrame']): string {
  const name = functionName || '(anonymous)';
  if (url === '') return name;
  const path = url.startsWith('file:') ? fileURLToPath(url).replace(root, '') : url;
  return `${name}  ${path.replace(/^.*node_modules\//, '')}:${lineNumber + 1}`;
}
