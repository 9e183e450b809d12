import type { Series, Slice } from '@/ui/chart/options';
import { dotOfColor } from '@/ui/tone';
import type { Course, Figures } from './api';

type Level = { title: string; color: string };

/** A line for each level, in its colour; one that the scorecard no longer has is drawn while there were any in it. */
export function seriesOf({ data }: Course, levels: Level[]): Series[] {
  const colors = new Map(levels.map(({ title, color }) => [title, dotOfColor(color)]));
  const names = [...new Set([...colors.keys(), ...data.flatMap((point) => Object.keys(point.levels))])];
  return names.map((name) => ({
    name,
    color: colors.get(name) ?? '--mute-dot',
    points: data.map((point): [number, number | null] => [point.date, point.levels[name] ?? 0]),
  }));
}

/** A slice for each level that somebody stands at. */
export function slicesOf(levels: Figures['levels']): Slice[] {
  return levels
    .filter(({ entities }) => entities > 0)
    .map(({ title, color, entities }) => ({ name: title, value: entities, color: dotOfColor(color) }));
}

/** A share as people read it; nothing where there is nothing to share. */
export function percent(part: number, whole: number, language: string): string {
  if (whole === 0) return '–';
  return new Intl.NumberFormat(language, { style: 'percent', maximumFractionDigits: 0 }).format(part / whole);
}
