import { formatDuration } from '../duration.ts';
import { nameOf } from './fault-name.ts';
import { type Finding, unsure, wrong } from './finding.ts';

/**
 * What a look finds, or, where it takes longer or fails in a way that nobody has foreseen, that. Never rejects. A fault's
 * own text may quote anything: its name and code alone are told.
 */
export async function within(
  limitMs: number,
  about: string,
  look: () => Promise<Finding[]>,
): Promise<Finding[]> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<Finding[]>((resolve) => {
    const finding = wrong(
      about,
      `no end after ${formatDuration(limitMs)}`,
      'Something holds it up, such as a firewall that drops packets: try again with a longer --within.',
    );
    timer = setTimeout(() => resolve([finding]), limitMs);
  });
  try {
    return await Promise.race([look(), late]);
  } catch (error) {
    return [unsure(about, `the look itself failed (${nameOf(error)})`)];
  } finally {
    clearTimeout(timer);
  }
}
