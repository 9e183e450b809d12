export const RANGES = ['lastWeek', 'lastMonth', 'last3Months', 'last12Months'] as const;
export type RangeChoice = (typeof RANGES)[number];

/** What a reader can change about a dashboard lives in its address; other parameters are for `{{url.x}}`. */
export interface DashboardSearch {
  edit?: boolean;
  team?: string;
  range?: RangeChoice;
  /** The page's filters that are on, comma-separated. */
  pf?: string;
  /** Minutes between refreshes. */
  every?: 1 | 5 | 15;
  [parameter: string]: unknown;
}

const isRange = (value: unknown): value is RangeChoice => RANGES.includes(value as RangeChoice);

/** Reads an address leniently: what makes no sense is dropped. */
export function parseDashboardSearch(search: Record<string, unknown>): DashboardSearch {
  const { edit, team, range, pf, every, ...rest } = search;
  const plain = Object.entries(rest).filter(([, value]) => ['string', 'number', 'boolean'].includes(typeof value));
  return {
    ...Object.fromEntries(plain),
    ...(edit === true || edit === 'true' ? { edit: true } : {}),
    ...(typeof team === 'string' && team ? { team } : {}),
    ...(isRange(range) ? { range } : {}),
    ...(typeof pf === 'string' && pf ? { pf } : {}),
    ...(every === 1 || every === 5 || every === 15 ? { every } : {}),
  };
}

export function urlOf(search: DashboardSearch): Record<string, string> {
  const plain = Object.entries(search).filter(([, value]) => value !== undefined && typeof value !== 'object');
  return Object.fromEntries(plain.map(([key, value]) => [key, String(value)]));
}
