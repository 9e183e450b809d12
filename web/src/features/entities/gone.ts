import { notFound, redirect } from '@tanstack/react-router';
import { answer, api } from '@/api/client';
import { isStatus } from '@/api/error';
import { entityOf } from '@/api/narrow';
import { NotThen } from './not-then';

interface Sought {
  blueprint: string;
  entity: string;
}

/**
 * Where to go instead of an entity that could not be read, or what to say.
 *
 * To its last state, if it was deleted; that it did not exist at the instant asked for, if it does now; else the error.
 */
export async function insteadOf(error: unknown, path: Sought, at?: string): Promise<unknown> {
  if (!isStatus(error, 404)) return error;
  const present = at ? await now(path) : null;
  if (at && present) return notFound({ data: new NotThen(present, at) });
  try {
    const params = { path, query: { limit: 1 } };
    const { changes } = await answer(api.GET('/v1/blueprints/{blueprint}/entities/{entity}/history', { params }));
    const [last] = changes;
    if (last?.op !== 'deleted' || last.at === at) return error;
    return redirect({ to: '/e/$blueprint/$entity', params: path, search: { at: last.at }, replace: true });
  } catch {
    return error;
  }
}

async function now(path: Sought) {
  try {
    return entityOf(
      (await answer(api.GET('/v1/blueprints/{blueprint}/entities/{entity}', { params: { path } }))).entity,
    );
  } catch {
    return null;
  }
}
