import { queryOptions } from '@tanstack/react-query';
import { answer, api } from '@/api/client';
import type { HomeLayout } from '@/api/contract';
import type { Role } from '@/features/identity/public';
import { personalKeys } from '@/features/personal/public';

/** One line of what happened: an entity, what was done to it, by whom, when. */
export interface RecentChange {
  key: string;
  at: string;
  op: 'created' | 'updated' | 'deleted';
  blueprint: string;
  identifier: string;
  title: string | null;
  changed: string[];
  actor: { id: string; type: string };
}

/** The event's form is that of the stream, which the OpenAPI document leaves free. */
interface Told {
  id: string;
  time: string;
  data: Omit<RecentChange, 'key' | 'at'>;
}

const ASKED = 40;
const SHOWN = 10;

/** Keeps the latest change of each entity. */
export function latest(changes: RecentChange[]): RecentChange[] {
  const seen = new Set<string>();
  return changes.filter(({ blueprint, identifier }) => {
    const key = JSON.stringify([blueprint, identifier]);
    return !seen.has(key) && seen.add(key);
  });
}

/** What happened to entities last, newest first: to all of them, or to those of the person's teams. */
export const recentQuery = (mine: boolean) =>
  queryOptions({
    queryKey: ['recent-changes', mine] as const,
    queryFn: async () => {
      const query = { kind: ['entity'], limit: ASKED, ...(mine ? { mine } : {}) };
      const { changes } = await answer(api.GET('/v1/changes', { params: { query } }));
      const told = (changes as unknown as Told[]).map(({ id, time, data }) => ({ key: id, at: time, ...data }));
      return latest(told).slice(0, SHOWN);
    },
  });

/** The Home that each role begins with. It lies under the preferences, which hold the person's: both change together. */
export const homeDefaultsQuery = queryOptions({
  queryKey: [...personalKeys.preferences, 'of-roles'] as const,
  queryFn: async () => (await answer(api.GET('/v1/home/defaults'))).defaults,
});

/** Lets a role begin with this layout, or with what the portal brings. */
export async function setHomeDefault(role: Role, layout: HomeLayout | null): Promise<void> {
  const params = { path: { role } };
  await (layout
    ? api.PUT('/v1/home/defaults/{role}', { params, body: layout })
    : api.DELETE('/v1/home/defaults/{role}', { params }));
}
