export interface Point {
  x: number;
  y: number;
}

export interface Slope {
  /** How much y rises while x rises by one. */
  slope: number;
  /** Its standard error. NaN of fewer than three points: two always lie on a line. */
  error: number;
}

/** The straight line through the points by least squares. NaN where all stand at the same x. */
export function fitSlope(points: Point[]): Slope {
  const many = points.length;
  const meanOf = (values: number[]): number => values.reduce((sum, value) => sum + value, 0) / many;
  const meanX = meanOf(points.map(({ x }) => x));
  const meanY = meanOf(points.map(({ y }) => y));
  const sumOf = (of: (point: Point) => number): number => points.reduce((sum, point) => sum + of(point), 0);
  const spread = sumOf(({ x }) => (x - meanX) ** 2);
  const slope = sumOf(({ x, y }) => (x - meanX) * (y - meanY)) / spread;
  const left = sumOf(({ x, y }) => (y - meanY - slope * (x - meanX)) ** 2);
  return { slope, error: many < 3 ? Number.NaN : Math.sqrt(left / (many - 2) / spread) };
}

/** Rises by more than two standard errors: what chance alone makes of a flat line in one of 40. */
export const rises = ({ slope, error }: Slope): boolean => slope > 2 * error;
