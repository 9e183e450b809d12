import { IconLayoutDashboard } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { KeptItem } from '@/api/contract';
import { EntityIcon } from '@/ui/entity-icon';
import classes from './home.module.css';

/** Entities and pages as links, each with what it is and what stands at its right. */
export function KeptList<Item extends KeptItem>({ items, aside }: { items: Item[]; aside: (item: Item) => ReactNode }) {
  return (
    <ul className={classes.kept}>
      {items.map((item) => (
        <li key={keyOf(item)}>
          <KeptLine item={item} />
          {aside(item)}
        </li>
      ))}
    </ul>
  );
}

export function keyOf({ kind, blueprint, identifier }: KeptItem): string {
  return `${kind} ${blueprint} ${identifier}`;
}

/** Something kept as a link, and what it is; what follows stands at the right. */
export function KeptLine({ item }: { item: KeptItem }) {
  return (
    <>
      <ItemLink item={item} />
      <About item={item} />
      <span className="grow" />
    </>
  );
}

function ItemLink({ item }: { item: KeptItem }) {
  const { blueprint, identifier, title, icon, about } = item;
  const name = <span className="truncate">{title}</span>;
  if (item.kind === 'entity' && blueprint) {
    return (
      <Link to="/e/$blueprint/$entity" params={{ blueprint, entity: identifier }} title={identifier}>
        <EntityIcon icon={icon} blueprint={blueprint} size={15} />
        {name}
      </Link>
    );
  }
  if (about === 'blueprint-entities') {
    return (
      <Link to="/catalog/$page" params={{ page: identifier }} search={{}}>
        <EntityIcon icon={icon} blueprint={blueprint ?? ''} size={15} />
        {name}
      </Link>
    );
  }
  return (
    <a href={`/dashboards/${encodeURIComponent(identifier)}`}>
      <IconLayoutDashboard size={15} stroke={1.7} aria-hidden />
      {name}
    </a>
  );
}

function About({ item }: { item: KeptItem }) {
  const { t } = useTranslation();
  const page = item.about === 'blueprint-entities' ? t('home.catalogPage') : t('home.dashboard');
  return <span className="faint small truncate">{item.kind === 'entity' ? item.about : page}</span>;
}
