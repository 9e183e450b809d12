import { useMemo, useState } from 'react';
import { type Refusal, standing } from './refusals';

/** What the server refused, as long as the document still says it. */
export function useRefusals(told: readonly Refusal[], data: unknown): readonly Refusal[] {
  const [since, setSince] = useState({ told, data });
  if (since.told !== told) setSince({ told, data });
  return useMemo(() => (since.told === told ? standing(told, since.data, data) : told), [since, told, data]);
}
