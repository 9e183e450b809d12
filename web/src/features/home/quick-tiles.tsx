import { IconBox, IconFileImport, IconUserPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { blueprintsQuery } from '@/features/blueprints/public';
import { pagesQuery } from '@/features/entities/public';
import { useMay } from '@/features/identity/public';
import { EntityIcon } from '@/ui/entity-icon';
import classes from './quick-tiles.module.css';

const KINDS = 2;

/** The few things that people begin here: a new entity of the largest pages, an import, a blueprint, an invitation. */
export function QuickTiles() {
  const { t } = useTranslation();
  const may = useMay();
  const { data: pages = [] } = useQuery(pagesQuery);
  const { data: blueprints = [] } = useQuery(blueprintsQuery);
  const largest = [...pages].sort((one, other) => (other.count ?? 0) - (one.count ?? 0)).slice(0, KINDS);
  const titleOf = (blueprint: string) => blueprints.find((each) => each.identifier === blueprint)?.title ?? blueprint;
  return (
    <nav className={classes.tiles} aria-label={t('home.begin')}>
      {may('create:entities') &&
        largest.map((page, index) => (
          <Link key={page.identifier} to="/create/$blueprint" params={{ blueprint: page.blueprint }}>
            <Tile tint={index}>
              <EntityIcon icon={page.icon} blueprint={page.blueprint} size={17} />
            </Tile>
            {t('catalog.create', { what: titleOf(page.blueprint) })}
          </Link>
        ))}
      {may('create:imports') && (
        <Link to="/imports">
          <Tile tint={2}>
            <IconFileImport size={17} stroke={1.7} />
          </Tile>
          {t('home.steps.import.action')}
        </Link>
      )}
      {may('create:blueprints') && (
        <Link to="/builder/new-blueprint">
          <Tile tint={3}>
            <IconBox size={17} stroke={1.7} />
          </Tile>
          {t('home.steps.model.action')}
        </Link>
      )}
      {may('create:users') && (
        <Link to="/settings/users">
          <Tile tint={4}>
            <IconUserPlus size={17} stroke={1.7} />
          </Tile>
          {t('home.steps.invite.title')}
        </Link>
      )}
    </nav>
  );
}

function Tile({ tint, children }: { tint: number; children: ReactNode }) {
  return (
    <span className={classes.tile} data-tint={tint} aria-hidden>
      {children}
    </span>
  );
}
