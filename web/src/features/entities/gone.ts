import { redirect } from '@tanstack/react-router';
import { answer, api } from '@/api/client';
import { isStatus } from '@/api/error';

/** Where to go instead of an entity that could not be read: to its last state, if it was deleted; else the error. */
export async function insteadOf(error: unknown, path: { blueprint: string; entity: string }): Promise<unknown> {
  if (!isStatus(error, 404)) return error;
  try {
    const params = { path, query: { limit: 1 } };
    const { changes } = await answer(api.GET('/v1/blueprints/{blueprint}/entities/{entity}/history', { params }));
    const [last] = changes;
    if (last?.op !== 'deleted') return error;
    return redirect({ to: '/e/$blueprint/$entity', params: path, search: { at: last.at }, replace: true });
  } catch {
    return error;
  }
}
