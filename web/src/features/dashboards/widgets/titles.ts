import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { Blueprint } from '@/api/contract';
import { blueprintsQuery } from '@/features/blueprints/public';
import { teamsQuery } from '@/features/entities/public-lazy';
import type { Subject } from '../model/dataset';

/** What the values of a subject are called, and which value is called so. */
export interface Titles {
  of: (value: string) => string;
  back: (title: string) => string;
}

function isTeam({ kind, id }: Subject, blueprint: Blueprint | undefined): boolean {
  if (kind === 'relation') return blueprint?.relations[id]?.target === '_team';
  return id === '$team' || blueprint?.schema.properties[id]?.format === 'team';
}

/** Titles for what the catalog keeps by identifier, teams and blueprints; anything else is called as it is. */
export function useTitles(subject: Subject, blueprint: Blueprint | undefined): Titles {
  const teams = useQuery({ ...teamsQuery, enabled: isTeam(subject, blueprint) });
  const blueprints = useQuery({ ...blueprintsQuery, enabled: subject.id === '$blueprint' });
  const named = isTeam(subject, blueprint) ? teams.data : subject.id === '$blueprint' ? blueprints.data : undefined;
  return useMemo(() => titlesOf(named ?? []), [named]);
}

/** Where two are called the same, each is told by its identifier. */
export function titlesOf(named: { identifier: string; title?: string | null }[]): Titles {
  const titles = new Map<string, string>();
  const values = new Map<string, string>();
  for (const { identifier, title } of named) {
    const name = title && !values.has(title) ? title : identifier;
    titles.set(identifier, name);
    values.set(name, identifier);
  }
  return { of: (value) => titles.get(value) ?? value, back: (title) => values.get(title) ?? title };
}
