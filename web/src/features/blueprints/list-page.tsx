import { Button, TextInput } from '@mantine/core';
import { IconBox, IconCopy, IconHistory, IconPlus, IconSearch, IconSitemap, IconTrash } from '@tabler/icons-react';
import { useQuery, useSuspenseQuery } from '@tanstack/react-query';
import { Link, useRouter } from '@tanstack/react-router';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Blueprint, CatalogPage } from '@/api/contract';
import { pagesQuery } from '@/features/entities/public';
import { useMay } from '@/features/identity/public';
import { formatNumber } from '@/lib/format';
import { usePage } from '@/lib/page';
import { Badge } from '@/ui/badge';
import { DataTable } from '@/ui/data-table/data-table';
import type { Column, RowMenuItem } from '@/ui/data-table/types';
import { Empty } from '@/ui/empty';
import { EntityIcon } from '@/ui/entity-icon';
import { PageHeader } from '@/ui/page-header';
import { Time } from '@/ui/time';
import { blueprintsQuery } from './api';
import { DeleteBlueprintDialog } from './delete-dialog';
import classes from './list.module.css';
import { isSystemBlueprint } from './model';
import './texts';

/** Every blueprint of the organisation. */
export function BlueprintListPage() {
  const { t } = useTranslation();
  const router = useRouter();
  const may = useMay();
  usePage(t('nav.blueprints'), [{ label: t('nav.builder') }]);
  const { data: blueprints } = useSuspenseQuery(blueprintsQuery);
  const { data: pages } = useQuery(pagesQuery);
  const columns = useColumns(pages);
  const [find, setFind] = useState('');
  const [doomed, setDoomed] = useState<Blueprint | null>(null);
  const rows = useMemo(() => blueprints.filter((blueprint) => matches(blueprint, find)), [blueprints, find]);
  const createButton = may('create:blueprints') && (
    <Button
      leftSection={<IconPlus size={15} />}
      data-key="create"
      renderRoot={(props) => <Link {...props} to="/builder/new-blueprint" />}
    >
      {t('blueprints.create')}
    </Button>
  );
  const href = (blueprint: Blueprint) => `/builder/blueprints/${encodeURIComponent(blueprint.identifier)}`;
  const go = (to: string) => router.history.push(to);
  const menu = (blueprint: Blueprint): RowMenuItem[] => [
    {
      label: t('builder.showHistory'),
      icon: <IconHistory size={15} />,
      onSelect: () => go(`${href(blueprint)}?mode=history`),
    },
    ...(may('create:blueprints')
      ? [
          {
            label: t('blueprints.duplicate'),
            icon: <IconCopy size={15} />,
            onSelect: () => go(`/builder/new-blueprint?from=${encodeURIComponent(blueprint.identifier)}`),
          },
        ]
      : []),
    ...(may('delete:blueprints') && !isSystemBlueprint(blueprint.identifier)
      ? [
          {
            label: t('action.delete'),
            icon: <IconTrash size={15} />,
            danger: true,
            onSelect: () => setDoomed(blueprint),
          },
        ]
      : []),
  ];
  return (
    <div className={classes.wrap}>
      <div className={classes.head}>
        <PageHeader
          icon={<IconBox size={20} />}
          title={t('nav.blueprints')}
          description={t('blueprints.listText')}
          actions={
            <>
              <Button
                variant="default"
                leftSection={<IconSitemap size={15} />}
                renderRoot={(props) => <Link {...props} to="/builder/map" />}
              >
                {t('map.show')}
              </Button>
              {createButton}
            </>
          }
        />
        <TextInput
          className={classes.find}
          aria-label={t('blueprints.find')}
          placeholder={t('blueprints.find')}
          data-page-search
          leftSection={<IconSearch size={15} aria-hidden />}
          value={find}
          onChange={(event) => setFind(event.currentTarget.value)}
        />
      </div>
      <DataTable<Blueprint>
        label={t('blueprints.table')}
        columns={columns}
        rows={rows}
        total={rows.length}
        rowId={(blueprint) => blueprint.identifier}
        rowName={(blueprint) => blueprint.title || blueprint.identifier}
        actions={may('update:blueprints') ? { href, go, menu } : undefined}
        empty={
          find ? (
            <Empty
              icon={<IconSearch size={28} stroke={1.5} />}
              title={t('blueprints.noMatch', { text: find })}
              action={
                <Button variant="default" onClick={() => setFind('')}>
                  {t('catalog.clearSearch')}
                </Button>
              }
            />
          ) : (
            <Empty
              icon={<IconBox size={28} stroke={1.5} />}
              title={t('entity.form.noBlueprints')}
              text={t('entity.form.noBlueprintsText')}
              action={createButton}
            />
          )
        }
      />
      {doomed && <DeleteBlueprintDialog blueprint={doomed} onClose={() => setDoomed(null)} />}
    </div>
  );
}

function matches({ identifier, title, description, schema }: Blueprint, find: string): boolean {
  const words = find.trim().toLowerCase().split(/\s+/);
  const said = [identifier, title, description ?? '', ...Object.keys(schema.properties)].join(' ').toLowerCase();
  return words.every((word) => said.includes(word));
}

function useColumns(pages: CatalogPage[] | undefined): Column<Blueprint>[] {
  const { t } = useTranslation();
  return useMemo(() => {
    const counts = new Map(pages?.map((page) => [page.blueprint, page.count]));
    const entities = (blueprint: Blueprint) => counts.get(blueprint.identifier);
    return [
      {
        id: 'title',
        label: t('catalog.name'),
        width: 300,
        cell: (blueprint) => (
          <>
            <EntityIcon icon={blueprint.icon} blueprint={blueprint.identifier} size={15} />
            <span className="truncate">{blueprint.title || blueprint.identifier}</span>
          </>
        ),
      },
      {
        id: 'identifier',
        label: t('catalog.identifier'),
        width: 220,
        cell: (blueprint) => (
          <span className="row">
            <code className="truncate">{blueprint.identifier}</code>
            {isSystemBlueprint(blueprint.identifier) && <Badge>{t('blueprints.system')}</Badge>}
          </span>
        ),
      },
      {
        id: 'properties',
        label: t('blueprints.properties'),
        width: 120,
        numeric: true,
        cell: (blueprint) => formatNumber(Object.keys(blueprint.schema.properties).length),
      },
      {
        id: 'relations',
        label: t('blueprints.relations'),
        width: 120,
        numeric: true,
        cell: (blueprint) => formatNumber(Object.keys(blueprint.relations).length),
      },
      {
        id: 'entities',
        label: t('blueprints.entitiesColumn'),
        width: 120,
        numeric: true,
        cell: (blueprint) => {
          const count = entities(blueprint);
          return count === undefined ? '' : formatNumber(count);
        },
      },
      {
        id: 'updated',
        label: t('catalog.updated'),
        width: 150,
        cell: (blueprint) => <Time at={blueprint.updatedAt} />,
      },
    ];
  }, [t, pages]);
}
