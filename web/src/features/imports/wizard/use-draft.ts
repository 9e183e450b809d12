import { useSuspenseQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { Blueprint, TableFile, TableMapping } from '@/api/contract';
import { blueprintsQuery } from '@/features/blueprints/public';
import type { Reading } from '../actions';
import { type Choice, choicesAgain, type Target } from './model';

/** A table on its way into the catalog. */
export interface Draft {
  file: File;
  table: TableFile;
  reading: Reading;
  source: string;
  target: Target;
  choices: Choice[];
}

interface Given {
  table: TableFile;
  file: File;
  reading: Reading;
  source: string;
  earlier: TableMapping | null;
  blueprints: readonly Blueprint[];
}

/** A draft as the server's guesses, or an earlier import, begin it. */
export function draftOf({ table, file, reading, source, earlier, blueprints }: Given): Draft {
  const fresh = !table.blueprint.exists;
  const known = blueprints.find(({ identifier }) => identifier === table.blueprint.identifier) ?? null;
  const kept = earlier?.blueprint === table.blueprint.identifier ? earlier : null;
  const target = { identifier: table.blueprint.identifier, title: table.blueprint.title, known: fresh ? null : known };
  return { file, table, reading, source, target, choices: choicesAgain(table, fresh, kept) };
}

/** The draft of the page, and the blueprints that it may be about. */
export function useDraft() {
  const { data: blueprints } = useSuspenseQuery(blueprintsQuery);
  const [draft, setDraft] = useState<Draft | null>(null);
  return { draft, setDraft, blueprints };
}
