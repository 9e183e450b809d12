import { Link } from '@tanstack/react-router';
import type { RelationEnd } from '@/api/contract';
import { EntityIcon } from '@/ui/entity-icon';
import classes from './entity-link.module.css';

interface EntityLinkProps {
  blueprint: string;
  identifier: string;
  title?: string | null;
  icon?: string | null;
  /** Without the icon, where many stand in a row. */
  bare?: boolean;
}

/** How an entity is named everywhere: its icon and title, leading to its page. */
export function EntityLink({ blueprint, identifier, title, icon, bare = false }: EntityLinkProps) {
  return (
    <Link to="/e/$blueprint/$entity" params={{ blueprint, entity: identifier }} className={classes.link} data-card>
      {!bare && <EntityIcon icon={icon} blueprint={blueprint} size={15} />}
      <span className="truncate">{title || identifier}</span>
    </Link>
  );
}

/** The address of an entity's page, for places without the router. */
export function entityHref(blueprint: string, identifier: string): string {
  return `/e/${encodeURIComponent(blueprint)}/${encodeURIComponent(identifier)}`;
}

/** A relation's end, whether or not the server attached its title. */
export function endOf(end: RelationEnd): { identifier: string; title: string } {
  if (typeof end === 'string') return { identifier: end, title: end };
  return { identifier: end.identifier, title: end.title || end.identifier };
}
