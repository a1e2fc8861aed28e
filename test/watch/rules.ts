import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { z } from 'zod';

const duration = z.string().regex(/^(0s|[1-9]\d*[smhd])$/, 'a duration such as 5m');

const alert = z.strictObject({
  alert: z.string().regex(/^ConferencePin[A-Z]\w+$/),
  expr: z.string().min(1),
  for: duration,
  labels: z.strictObject({ severity: z.enum(['critical', 'warning']) }),
  annotations: z.strictObject({
    summary: z.string().min(10),
    runbook: z.string().regex(/^docs\/operations\.md#[a-z]+$/),
  }),
});
export type Alert = z.infer<typeof alert>;

const rules = z.strictObject({
  groups: z.array(z.strictObject({ name: z.string(), rules: z.array(alert).min(1) })).min(1),
});

/** @throws where a file is none of alert rules: a rule without a duration, a severity, a summary and a runbook is none. */
export const readAlerts = (text: string): Alert[] =>
  rules.parse(parse(text)).groups.flatMap((group) => group.rules);

export const rulesFile = new URL('../../deploy/prometheus/alerts.yaml', import.meta.url);
export const alerts = readAlerts(readFileSync(rulesFile, 'utf8'));
