import { locale } from '@/lib/format';
import type { Tone } from '@/ui/tone';
import { toneOfColor } from '@/ui/tone';
import type { Widget } from './types';

/** A figure in the widget's form: whole, with so many decimals, or as it is. */
export function formatted(value: number, widget: Widget): string {
  const decimals = typeof widget.decimalPlaces === 'string' ? Math.max(0, widget.decimalPlaces.length - 1) : 2;
  const digits =
    widget.displayFormatting === 'round'
      ? { maximumFractionDigits: 0 }
      : widget.displayFormatting === 'custom'
        ? { minimumFractionDigits: decimals, maximumFractionDigits: decimals }
        : { maximumFractionDigits: 2 };
  return new Intl.NumberFormat(locale(), digits).format(value);
}

/** The unit and the side on which it stands; money stands on the left where nothing else is said. */
export function unitOf(widget: Widget): { text: string; left: boolean } | null {
  const unit = widget.unit === 'custom' ? widget.unitCustom : widget.unit;
  if (typeof unit !== 'string' || !unit || unit === 'none') return null;
  const usual = ['$', '€', '£'].includes(unit) ? 'left' : 'right';
  return { text: unit, left: (widget.unitAlignment ?? usual) === 'left' };
}

interface Condition {
  operator: string;
  value: number;
  color?: string;
  message?: string;
  description?: string;
}

const HOLDS: Record<string, (value: number, bound: number) => boolean> = {
  '>': (value, bound) => value > bound,
  '>=': (value, bound) => value >= bound,
  '<': (value, bound) => value < bound,
  '<=': (value, bound) => value <= bound,
  '=': (value, bound) => value === bound,
  '!=': (value, bound) => value !== bound,
};

/** What the figure means: of all thresholds that hold, the closest one speaks. */
export function meaningOf(
  value: number,
  widget: Widget,
): { tone: Tone; message?: string; description?: string } | null {
  const conditions = Array.isArray(widget.conditionalFormatting) ? (widget.conditionalFormatting as Condition[]) : [];
  const holding = conditions.filter((each) => HOLDS[each?.operator]?.(value, each.value));
  const [closest] = holding.sort((a, b) => Math.abs(value - a.value) - Math.abs(value - b.value));
  if (!closest) return null;
  return { tone: toneOfColor(closest.color), message: closest.message, description: closest.description };
}
