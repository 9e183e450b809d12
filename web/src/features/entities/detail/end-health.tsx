import { Dot } from '@/ui/badge';
import type { Health } from '../neighbours';

/** How an entity in a list of many is doing: a mark, whose word is read out and shown when it is pointed at. */
export function EndHealth({ health }: { health: Health | null | undefined }) {
  if (!health) return null;
  return (
    <span title={health.value} className="row">
      <Dot tone={health.tone} />
      <span className="sr-only">{health.value}</span>
    </span>
  );
}
