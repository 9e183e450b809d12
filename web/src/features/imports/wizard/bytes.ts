import { formatNumber } from '@/lib/format';

const UNITS = ['B', 'KB', 'MB', 'GB'];

/** A size in the unit that needs the fewest digits. */
export function formatBytes(size: number): string {
  let value = size;
  let unit = 0;
  while (value >= 1000 && unit < UNITS.length - 1) {
    value /= 1000;
    unit += 1;
  }
  return `${formatNumber(unit === 0 || value >= 10 ? Math.round(value) : Math.round(value * 10) / 10)} ${UNITS[unit]}`;
}
