import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useMemo } from 'react';
import type { Blueprint, CatalogPage, Query, Rule } from '@/api/contract';
import { blueprintQuery } from '@/features/blueprints/public';
import { pagesQuery } from '@/features/entities/public';
import { blueprintOf, narrowed } from '../model/dataset';
import { filtersOf } from '../model/drill';
import type { Widget } from '../model/types';
import { useScope } from './scope';

interface Asked {
  name: string | undefined;
  /** Undefined until it is known. */
  blueprint: Blueprint | undefined;
  query: Query;
  ready: boolean;
  error: Error | null;
}

/** What a widget asks the server, once its blueprint is known. */
export function useDataset(widget: Widget): Asked {
  const scope = useScope();
  const name = blueprintOf(widget, scope);
  const { data: blueprint, error } = useQuery({ ...blueprintQuery(name ?? ''), enabled: name !== undefined });
  const query = useMemo(() => narrowed(widget, scope, blueprint), [widget, scope, blueprint]);
  return { name, blueprint, query, ready: name === undefined || blueprint !== undefined, error };
}

/** Leads to the catalog table that shows the same entities, or those of one value; null where no table can. */
export function useDrill({ blueprint, query }: Asked): ((more?: Rule) => void) | null {
  const navigate = useNavigate();
  const { data: pages } = useQuery(pagesQuery);
  const page = blueprint && pages?.find((each: CatalogPage) => each.blueprint === blueprint.identifier);
  if (!page || !blueprint || !filtersOf(query, blueprint)) return null;
  return (more) => {
    const rules = more ? [...query.rules, more] : query.rules;
    const f = filtersOf({ combinator: 'and', rules }, blueprint) ?? [];
    void navigate({
      to: '/catalog/$page',
      params: { page: page.identifier },
      search: f.length > 0 ? { f: f as never } : {},
    });
  };
}
