import type { BlueprintInput } from '@/api/contract';
import { isStatus } from '@/api/error';
import type { ComputedSection, Part } from './edits';
import { text } from './text';

/** Whether a definition says enough to be tried. */
export function isWhole(section: ComputedSection, part: Part): boolean {
  if (section === 'mirrorProperties') return /^[^.]+\.(.*[^.])$/.test(text(part.path));
  if (section === 'calculationProperties') return text(part.calculation).trim() !== '' && text(part.type) !== '';
  const spec = (part.calculationSpec ?? {}) as Part;
  const figure = spec.calculationBy !== 'property' || text(spec.property) !== '';
  return text(part.target) !== '' && text(spec.func) !== '' && figure;
}

/** The relation a mirror begins with, where it is in the form and not saved: the server cannot follow it yet. */
export function unsavedHop(part: Part, data: BlueprintInput, saved: { relations: object }): string | null {
  const [first = ''] = text(part.path).split('.');
  return data.relations && first in data.relations && !(first in saved.relations) ? first : null;
}

/** Why a definition was refused: at which of its fields, empty for the whole, and where in a program. */
export interface Refusal {
  field: string;
  text: string;
  place?: { line: number; column: number };
}

/** How a message names the place that it is about, which is said in the person's own language instead. */
const SAID = / at line \d+, column \d+$/;

/** The refusal of one definition; null for any other failure. */
export function refusalOf(error: unknown, section: ComputedSection, name: string): Refusal | null {
  if (!isStatus(error, 422)) return null;
  const path = text(error.details.path);
  const own = `${section}.${name}.`;
  const fix = error.message.startsWith(`${path}: `) ? error.message.slice(path.length + 2) : error.message;
  const { line, column } = error.details;
  const field = path.startsWith(own) ? path.slice(own.length) : '';
  if (typeof line !== 'number' || typeof column !== 'number') return { field, text: fix };
  return { field, text: fix.replace(SAID, ''), place: { line, column } };
}
