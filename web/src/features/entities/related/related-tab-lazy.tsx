import { Button, Menu, TextInput } from '@mantine/core';
import { IconArrowLeft, IconArrowRight, IconChevronRight, IconPlus, IconSearch, IconTable } from '@tabler/icons-react';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useRouter } from '@tanstack/react-router';
import { useDeferredValue, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Blueprint, Entity } from '@/api/contract';
import { blueprintsQuery } from '@/features/blueprints/public';
import { formatNumber } from '@/lib/format';
import { addEnglish } from '@/lib/i18n';
import { related } from '@/lib/i18n/en/spec';
import { DataTable } from '@/ui/data-table/data-table';
import { Empty } from '@/ui/empty';
import { EntityIcon } from '@/ui/entity-icon';
import { Failure } from '@/ui/failure';
import { Skeleton } from '@/ui/skeleton';
import { pagesQuery } from '../api';
import { columnsOf } from '../catalog/columns';
import { chosenFields, defaultColumns, fieldsOf } from '../catalog/fields';
import { entityHref } from '../entity-link';
import { relatedGroupsQuery, relatedQuery } from '../entity-queries';
import type { EntitySearch } from '../entity-search';
import { MOST_STEPS, type Step, stepsFrom, walked } from './paths';
import classes from './related.module.css';

addEnglish({ related });

/** What is related to the entity, a table for each relation, and along paths of several. */
export default function RelatedTab({ entity, search }: { entity: Entity; search: EntitySearch }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const blueprints = useQuery(blueprintsQuery);
  const groups = useQuery(relatedGroupsQuery(entity.blueprint, entity.identifier));
  const error = blueprints.error ?? groups.error;
  if (error) return <Failure error={error} onRetry={() => void groups.refetch()} />;
  if (!blueprints.data || !groups.data) return <Skeleton kind="table" rows={8} />;
  const known = blueprints.data;
  const steps = stepsFrom(entity.blueprint, known);
  if (steps.length === 0) return <Empty title={t('related.none')} text={t('related.noneText')} />;
  const counts = new Map(groups.data.map(({ path, count, more }) => [path[0], { count, more }]));
  const first = steps.find(({ step }) => (counts.get(step)?.count ?? 0) > 0) ?? steps[0];
  const asked = walked(entity.blueprint, search.path ?? [], known);
  const path = asked.length > 0 ? asked : first ? [first] : [];
  const go = (next: string[]) => void navigate({ to: '.', search: (old) => ({ ...old, path: next }), replace: true });
  return (
    <div className={classes.split}>
      <nav className={classes.groups} aria-label={t('related.groups')}>
        {[false, true].map((backwards) => (
          <div key={String(backwards)}>
            <h2>{t(backwards ? 'entity.pointedAt' : 'entity.pointsTo')}</h2>
            {steps
              .filter((each) => each.backwards === backwards)
              .map(({ step, label }) => (
                <button
                  key={step}
                  type="button"
                  className={classes.group}
                  aria-current={path[0]?.step === step}
                  data-none={counts.get(step)?.count === 0 || undefined}
                  onClick={() => go([step])}
                >
                  <span className="grow truncate">{label}</span>
                  <span className="figures">
                    {formatNumber(counts.get(step)?.count ?? 0)}
                    {counts.get(step)?.more && '+'}
                  </span>
                </button>
              ))}
          </div>
        ))}
      </nav>
      <div className={classes.main}>
        <Table
          key={path.map(({ step }) => step).join(' ')}
          entity={entity}
          path={path}
          blueprints={known}
          onPath={go}
        />
      </div>
    </div>
  );
}

interface TableProps {
  entity: Entity;
  path: Step[];
  blueprints: Blueprint[];
  onPath: (path: string[]) => void;
}

function Table({ entity, path, blueprints, onPath }: TableProps) {
  const { t } = useTranslation();
  const router = useRouter();
  const [text, setText] = useState('');
  const wanted = useDeferredValue(text.trim());
  const steps = path.map(({ step }) => step);
  const rows = useInfiniteQuery(relatedQuery(entity.blueprint, entity.identifier, steps, wanted));
  const target = path.at(-1)?.target ?? entity.blueprint;
  const blueprint = blueprints.find(({ identifier }) => identifier === target);
  const columns = useMemo(() => {
    if (!blueprint) return [];
    const labels = {
      name: t('catalog.name'),
      identifier: t('catalog.identifier'),
      team: t('catalog.team'),
      created: t('catalog.created'),
      updated: t('catalog.updated'),
    };
    const fields = fieldsOf(blueprint, labels);
    return columnsOf(chosenFields(fields, defaultColumns(fields).join(',')), blueprint.icon).map((column) => ({
      ...column,
      sortable: false,
    }));
  }, [blueprint, t]);
  if (rows.error && !rows.data) return <Failure error={rows.error} onRetry={() => void rows.refetch()} />;
  if (!rows.data) return <Skeleton kind="table" rows={8} />;
  const [page] = rows.data.pages;
  const entities = rows.data.pages.flatMap((each) => each.entities);
  const total = wanted ? entities.length : (page?.count ?? 0);
  return (
    <>
      <div className={classes.bar}>
        <Way entity={entity} path={path} blueprints={blueprints} onPath={onPath} />
        <span className="grow" />
        <span className="muted small figures" role="status">
          {t('related.count', { count: page?.count ?? 0 })}
        </span>
        <TextInput
          w={200}
          aria-label={t('related.search')}
          placeholder={t('related.search')}
          leftSection={<IconSearch size={15} aria-hidden />}
          data-page-search
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
        />
        <InCatalog entity={entity} path={path} />
      </div>
      <DataTable
        label={t('related.table')}
        columns={columns}
        rows={entities}
        total={total}
        rowId={(row) => row.identifier}
        rowName={(row) => row.title || row.identifier}
        actions={{ href: (row) => entityHref(row.blueprint, row.identifier), go: (href) => router.history.push(href) }}
        fetching={rows.isFetching}
        hasMore={rows.hasNextPage}
        onMore={() => void rows.fetchNextPage()}
        empty={<Empty title={t(wanted ? 'catalog.noMatchTitle' : 'related.empty')} />}
      />
    </>
  );
}

/** The path in words: each step can be gone back to, and the last gone on from. */
function Way({ entity, path, blueprints, onPath }: TableProps) {
  const { t } = useTranslation();
  const last = path.at(-1);
  const onward = last ? stepsFrom(last.target, blueprints) : [];
  const words = path.map(({ step }) => step);
  return (
    <ol className={classes.way} aria-label={t('related.path')}>
      <li className="muted">{entity.title || entity.identifier}</li>
      {path.map((each, index) => (
        <li key={words.slice(0, index + 1).join(' ')}>
          {each.backwards ? <IconArrowLeft size={14} aria-hidden /> : <IconArrowRight size={14} aria-hidden />}
          <button type="button" className={classes.step} onClick={() => onPath(words.slice(0, index + 1))}>
            {each.label}
          </button>
        </li>
      ))}
      {path.length < MOST_STEPS && onward.length > 0 && (
        <li>
          <IconChevronRight size={14} aria-hidden />
          <Menu position="bottom-start" width={280}>
            <Menu.Target>
              <Button size="xs" variant="default" leftSection={<IconPlus size={13} />}>
                {t('related.follow')}
              </Button>
            </Menu.Target>
            <Menu.Dropdown className={classes.menu}>
              {onward.map(({ step, label, target }) => (
                <Menu.Item
                  key={step}
                  leftSection={<EntityIcon blueprint={target} size={15} />}
                  onClick={() => onPath([...words, step])}
                >
                  {label}
                </Menu.Item>
              ))}
            </Menu.Dropdown>
          </Menu>
        </li>
      )}
    </ol>
  );
}

/** Entities that point here by one relation are a filter of their catalog page. */
function InCatalog({ entity, path }: { entity: Entity; path: Step[] }) {
  const { t } = useTranslation();
  const pages = useQuery(pagesQuery);
  const [only] = path;
  const page = pages.data?.find(({ blueprint }) => blueprint === only?.target);
  if (path.length !== 1 || !only?.backwards || !page) return null;
  const relation = only.step.slice(only.target.length + 1);
  return (
    <Button
      variant="default"
      leftSection={<IconTable size={15} />}
      renderRoot={(props) => (
        <Link
          {...props}
          to="/catalog/$page"
          params={{ page: page.identifier }}
          search={{ f: [{ on: `rel.${relation}`, op: 'any', v: [entity.identifier] }] }}
        />
      )}
    >
      {t('related.inCatalog')}
    </Button>
  );
}
