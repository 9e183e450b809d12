import { type Icon, IconChevronRight, IconFolder, IconLayoutDashboard } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { createElement, lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CatalogPage, SidebarItem } from '@/api/contract';
import { pagesQuery } from '@/features/entities/public';
import { useMay } from '@/features/identity/public';
import { formatCompact, formatNumber } from '@/lib/format';
import { iconFor } from '@/ui/entity-icon';
import { sidebarQuery } from './api';
import classes from './catalog-nav.module.css';
import { useFolded } from './folded';
import { inside } from './tree';

const EditorTools = lazy(() => import('./editor-tools-lazy'));
const Arrange = lazy(() => import('./arrange-lazy'));

/** The catalog's pages in the folders that editors made, with live counts; editors arrange them here. */
export function CatalogNav() {
  const { t } = useTranslation();
  const may = useMay();
  const { data: items } = useQuery(sidebarQuery);
  const [arranging, setArranging] = useState(false);
  return (
    <>
      <div className={classes.head}>
        <p className="grow">{t('nav.catalog')}</p>
        {may('update:pages') && (
          <Suspense fallback={null}>
            <EditorTools arranging={arranging} onArrange={() => setArranging(!arranging)} />
          </Suspense>
        )}
      </div>
      {arranging && items ? (
        <Suspense fallback={null}>
          <Arrange items={items} onDone={() => setArranging(false)} />
        </Suspense>
      ) : (
        <Tree items={items ?? []} />
      )}
      {items?.length === 0 && <p className={classes.hint}>{t('nav.noPages')}</p>}
    </>
  );
}

function Tree({ items }: { items: SidebarItem[] }) {
  const { data: pages } = useQuery(pagesQuery);
  const [folded, toggle] = useFolded();
  const shown = items.filter((item) => item.showInSidebar);
  const list = (parent: string | null) => (
    <ul className={classes.list} data-inner={parent !== null || undefined}>
      {inside(shown, parent).map((item) => (
        <li key={item.identifier}>
          {item.sidebarType === 'folder' ? (
            <>
              <button
                type="button"
                className={classes.item}
                aria-expanded={!folded.has(item.identifier)}
                onClick={() => toggle(item.identifier)}
              >
                {drawn(item.icon ? iconFor(item.icon, '') : IconFolder)}
                <span className="grow truncate">{item.title}</span>
                <IconChevronRight size={14} aria-hidden className={classes.chevron} />
              </button>
              {!folded.has(item.identifier) && list(item.identifier)}
            </>
          ) : (
            <PageLink item={item} pages={pages} />
          )}
        </li>
      ))}
    </ul>
  );
  return list(null);
}

const active = { 'data-active': true, 'aria-current': 'page' } as const;
const drawn = (icon: Icon) => createElement(icon, { size: 17, stroke: 1.7, 'aria-hidden': true });

/** A page that is none of the catalog's is a dashboard: nothing else stands in the sidebar. */
function PageLink({ item, pages }: { item: SidebarItem; pages: CatalogPage[] | undefined }) {
  const page = pages?.find((each) => each.identifier === item.identifier);
  const dashboard = pages !== undefined && !page;
  const icon = dashboard && !item.icon ? IconLayoutDashboard : iconFor(item.icon, page?.blueprint ?? '');
  return (
    <Link
      to={(dashboard ? '/dashboards/$page' : '/catalog/$page') as '/catalog/$page'}
      params={{ page: item.identifier }}
      className={classes.item}
      activeOptions={{ includeSearch: false }}
      activeProps={active}
    >
      {drawn(icon)}
      <span className="grow truncate">{item.title}</span>
      {typeof page?.count === 'number' && (
        <span className={classes.count} title={formatNumber(page.count)}>
          {formatCompact(page.count)}
        </span>
      )}
    </Link>
  );
}
