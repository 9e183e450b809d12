import { answer, api } from '@/api/client';
import { isStatus } from '@/api/error';
import { entityOf } from '@/api/narrow';
import { type CellValue, heldBy, patchOf, sameValue } from './catalog/editing';
import type { Field } from './catalog/fields';

/** Somebody else changed the value since its editor opened; `now` is what it is. */
export class ChangedMeanwhile extends Error {
  constructor(readonly now: CellValue) {
    super('The value was changed meanwhile.');
  }
}

/** As often a write begins anew because other parts of the entity changed under it. */
const TURNS = 4;

interface Saving {
  blueprint: string;
  identifier: string;
  field: Field;
}

/** Replaces the value that an editor saw. What changes beside it is no conflict; a change of the value itself is. */
export async function saveValue(of: Saving, before: CellValue, next: CellValue): Promise<void> {
  const path = { blueprint: of.blueprint, entity: of.identifier };
  for (let turn = 1; ; turn++) {
    const { data, response } = await api.GET('/v1/blueprints/{blueprint}/entities/{entity}', { params: { path } });
    const { entity } = await answer(Promise.resolve({ data }));
    const now = heldBy(entityOf(entity), of.field);
    if (!sameValue(now, before)) throw new ChangedMeanwhile(now);
    const header = { 'if-match': response.headers.get('etag') };
    try {
      const params = { path, header };
      await api.PATCH('/v1/blueprints/{blueprint}/entities/{entity}', { params, body: patchOf(of.field, next) });
      return;
    } catch (error) {
      if (!isStatus(error, 412) || turn >= TURNS) throw error;
    }
  }
}
