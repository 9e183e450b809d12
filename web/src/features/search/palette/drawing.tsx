import { IconBox, IconLayoutDashboard } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { SearchHit } from '@/api/contract';
import { blueprintsQuery } from '@/features/blueprints/public';
import { useMay } from '@/features/identity/public';
import { EntityIcon } from '@/ui/entity-icon';
import { hrefOf, keyOf } from '../hits';

/** A line of the palette. */
export interface Item {
  key: string;
  title: string;
  detail: string;
  /** What it is part of, by whose name it is found too. */
  within?: string;
  icon: ReactNode;
  /** Where it leads, or what it does. */
  href?: string;
  run?: () => void;
  /** What the property says that matched. */
  said?: string;
  /** The blueprint that Tab searches in. */
  scope?: string;
}

/** Draws results as lines. */
export function useDrawing(): (hit: SearchHit) => Item {
  const { t } = useTranslation();
  const may = useMay();
  const { data: blueprints = [] } = useQuery(blueprintsQuery);
  const kindOf = (hit: SearchHit): string => {
    if (hit.type === 'page') return t(hit.pageType === 'dashboard' ? 'palette.dashboard' : 'palette.page');
    if (hit.type !== 'entity') return t(`palette.${hit.type}`);
    return blueprints.find(({ identifier }) => identifier === hit.blueprint)?.title ?? hit.blueprint ?? '';
  };
  return (hit) => ({
    key: keyOf(hit),
    title: hit.title || hit.identifier,
    detail: named(hit) ? `${kindOf(hit)} · ${hit.identifier}` : kindOf(hit),
    icon: iconOf(hit),
    href: hrefOf(hit, may('update:blueprints')),
    said: hit.match?.text,
    scope: hit.type === 'blueprint' ? hit.identifier : undefined,
  });
}

/** Whether the identifier says something that the title does not. */
function named({ type, title, identifier }: SearchHit): boolean {
  return type !== 'page' && title !== null && title.toLowerCase() !== identifier.toLowerCase();
}

export function iconOf(hit: SearchHit): ReactNode {
  if (hit.pageType === 'dashboard') return <IconLayoutDashboard size={16} stroke={1.7} aria-hidden />;
  if (hit.type === 'blueprint' && !hit.icon) return <IconBox size={16} stroke={1.7} aria-hidden />;
  return <EntityIcon icon={hit.icon} blueprint={hit.blueprint ?? hit.identifier} size={16} />;
}
