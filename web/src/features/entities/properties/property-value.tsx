import type { PropertySchema } from '@/api/contract';
import { Status } from '@/ui/badge';
import { toneOfColor } from '@/ui/tone';
import { Unset } from './parts';
import { drawWith } from './registry';

interface PropertyValueProps {
  schema: PropertySchema | undefined;
  value: unknown;
  size?: 'cell' | 'full';
  /** The property's identifier: health is drawn as a status, other choices as badges. */
  id?: string;
}

export function isUnset(value: unknown): boolean {
  return value === undefined || value === null || value === '' || (Array.isArray(value) && value.length === 0);
}

/** Whether a property tells how the entity is doing. */
export function isHealth(id: string | undefined, schema: PropertySchema | undefined): boolean {
  return schema?.enum !== undefined && id !== undefined && /^(health|status)$/i.test(id);
}

/** A property's value as its type and format say. */
export function PropertyValue({ schema, value, size = 'full', id }: PropertyValueProps) {
  if (isUnset(value)) return <Unset />;
  if (isHealth(id, schema)) {
    return <Status tone={toneOfColor(schema?.enumColors?.[String(value)])}>{String(value)}</Status>;
  }
  return drawWith(schema ?? { type: typeof value === 'object' ? 'object' : 'string' }, value, size);
}
