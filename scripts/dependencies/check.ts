import { join } from 'node:path';
import type { Audit } from './audit.ts';
import { type Exceptions, judge, overTime, readExceptions } from './exceptions.ts';
import { productionPackages } from './installed.ts';
import { licenceBreaches, licenceCounts } from './licences.ts';
import { readManifest, scriptsNotAllowed, unpinned, withoutIntegrity } from './promises.ts';

export interface Verdict {
  /** What is worth knowing, and breaks no rule. */
  notes: string[];
  problems: string[];
}

/** Where exceptions are written down, in a folder. */
export const exceptionsFile = 'scripts/dependencies/exceptions.json';

/**
 * Everything that a folder's production packages are held to.
 *
 * @param today as `2026-11-24`
 */
export function checkDependencies(root: string, audit: Audit, today: string): Verdict {
  const exceptions = readExceptions(join(root, exceptionsFile));
  const packages = productionPackages(root);
  const manifest = readManifest(root);
  const withScripts = packages.filter(({ hasInstallScript }) => hasInstallScript).map(({ name }) => name);
  const audited = checkAudit(audit, exceptions, today);
  return {
    notes: [
      `${packages.length} production packages: ${licenceCounts(packages)}`,
      `Install scripts of theirs: ${withScripts.join(', ') || 'none'}`,
      ...audited.notes,
    ],
    problems: [
      ...unpinned(manifest),
      ...withoutIntegrity(packages),
      ...scriptsNotAllowed(packages, manifest),
      ...judge(licenceBreaches(packages), exceptions.licences, today),
      ...audited.problems,
    ],
  };
}

function checkAudit(audit: Audit, { advisories: exceptions }: Exceptions, today: string): Verdict {
  // Whether an exception is still needed cannot be said then; that its time is over can.
  const overdue = overTime(exceptions, today);
  if (audit.kind === 'unanswered') {
    const said = audit.why.replace(/\s+/g, ' ');
    return { notes: [`NOT AUDITED, the registry does not answer: ${said}`], problems: overdue };
  }
  if (audit.kind === 'failed') return { notes: [], problems: [audit.why, ...overdue] };
  const sentences = audit.advisories.map(({ what, severity, title, range }) => ({
    what,
    grave: severity === 'high' || severity === 'critical',
    sentence: `${severity}: ${what} (${range}): ${title}`,
  }));
  const grave = sentences.filter((each) => each.grave);
  return {
    notes: [
      'Audited by the registry.',
      ...sentences.filter((each) => !each.grave).map((each) => each.sentence),
    ],
    problems: judge(new Map(grave.map(({ what, sentence }) => [what, sentence])), exceptions, today),
  };
}
