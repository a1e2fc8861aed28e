import { execFile } from 'node:child_process';
import { z } from 'zod';

export interface Advisory {
  /** `name GHSA-…`, as an exception would name it. */
  what: string;
  severity: 'info' | 'low' | 'moderate' | 'high' | 'critical';
  title: string;
  range: string;
}

export type Audit =
  | { kind: 'answered'; advisories: Advisory[] }
  /** The registry is away, or does not audit: nothing is known. */
  | { kind: 'unanswered'; why: string }
  /** Something else went wrong, and nothing is known either. */
  | { kind: 'failed'; why: string };

const advisoryForm = z.object({
  name: z.string(),
  title: z.string(),
  url: z.string(),
  severity: z.enum(['info', 'low', 'moderate', 'high', 'critical']),
  range: z.string(),
});
/** A package is in it for an advisory of its own, or for the name of another package that it needs. */
const reportForm = z.object({
  auditReportVersion: z.literal(2),
  vulnerabilities: z.record(z.string(), z.object({ via: z.array(z.union([z.string(), advisoryForm])) })),
});
/** What npm prints where the registry did not answer its question. A fault of npm's own has a code and no message. */
const unansweredForm = z.object({ message: z.string(), statusCode: z.int().optional() });
const badRequest = 400;

/** Reads what `npm audit --json` printed. */
export function readAudit(printed: string): Audit {
  const value = jsonIn(printed);
  const report = reportForm.safeParse(value).data;
  if (report) return answered(report);
  const refusal = unansweredForm.safeParse(value).data;
  if (refusal && refusal.statusCode !== badRequest) return { kind: 'unanswered', why: refusal.message };
  return { kind: 'failed', why: `npm audit printed no report: ${printed.slice(0, 500)}` };
}

function answered({ vulnerabilities }: z.infer<typeof reportForm>): Audit {
  const all = Object.values(vulnerabilities).flatMap(({ via }) => via);
  const advisories = new Map<string, Advisory>();
  for (const each of all) {
    if (typeof each === 'string') continue;
    const { name, url, severity, title, range } = each;
    const what = `${name} ${url.replace(/^.*\//, '')}`;
    advisories.set(what, { what, severity, title, range });
  }
  const named = Object.keys(vulnerabilities);
  if (named.length > 0 && advisories.size === 0)
    return { kind: 'failed', why: `npm audit named no advisory for ${named.join(', ')}` };
  return { kind: 'answered', advisories: [...advisories.values()] };
}

function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Asks the registry about the production packages of a folder's package-lock.json. */
export function auditProduction(root: string, environment = process.env, limitMs = 120_000): Promise<Audit> {
  const command = ['audit', '--omit=dev', '--package-lock-only', '--json', '--fetch-retries=1'];
  const options = { cwd: root, env: environment, timeout: limitMs, maxBuffer: 64 * 1024 * 1024 };
  return new Promise((resolve) => {
    execFile('npm', [...command, '--fetch-timeout=30000'], options, (error, printed) => {
      if (error?.killed) resolve({ kind: 'unanswered', why: `no answer within ${limitMs / 1_000} s` });
      else if (error?.code === 'ENOENT') resolve({ kind: 'failed', why: 'npm is not installed' });
      else resolve(readAudit(printed));
    });
  });
}
