import { Button, Select } from '@mantine/core';
import { IconHistory } from '@tabler/icons-react';
import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { Blueprint, Change, Entity } from '@/api/contract';
import { labelOf, orderedProperties } from '@/features/blueprints/public';
import { useWaiting } from '@/lib/held';
import { Card } from '@/ui/card';
import { Empty } from '@/ui/empty';
import { Failure } from '@/ui/failure';
import { NewsPill } from '@/ui/news-pill';
import { Skeleton } from '@/ui/skeleton';
import { entityKeys } from '../api';
import { historyOf } from '../changed';
import { historyQuery } from '../entity-queries';
import type { EntitySearch } from '../entity-search';
import { ChangeItem } from './change-item';
import classes from './entity.module.css';

interface ChangesTabProps {
  blueprint: Blueprint;
  entity: Entity;
  search: EntitySearch;
}

/** The whole history, newest first, with what each change did. */
export default function ChangesTab({ blueprint, entity, search }: ChangesTabProps) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { by, from, of } = search;
  const filter = { actor: by, source: from, path: of };
  const filtered = Boolean(by || from || of);
  const all = useInfiniteQuery(historyQuery(entity.blueprint, entity.identifier));
  const history = useInfiniteQuery(historyQuery(entity.blueprint, entity.identifier, filter));
  const changes = history.data?.pages.flatMap((page) => page.changes) ?? [];
  const queryClient = useQueryClient();
  const key = [...entityKeys.one(entity.blueprint, entity.identifier), 'history'];
  const news = useWaiting(
    historyOf(entity.blueprint, entity.identifier),
    changes.length > 0,
    () => void queryClient.invalidateQueries({ queryKey: key }),
  );
  const known = [...(all.data?.pages.flatMap((page) => page.changes) ?? []), ...changes];
  const change = (part: Pick<EntitySearch, 'by' | 'from' | 'of'>) =>
    void navigate({ to: '.', search: (old) => ({ ...old, ...part }), replace: true });
  return (
    <div className={classes.single}>
      <div className={classes.filters}>
        <Choice
          label={t('entity.change.by')}
          data={actorsOf(known)}
          value={by}
          onChange={(value) => change({ by: value })}
        />
        <Choice
          label={t('entity.change.from')}
          data={sourcesOf(known)}
          value={from}
          onChange={(value) => change({ from: value })}
        />
        <Choice
          label={t('entity.change.of')}
          data={partsOf(blueprint)}
          value={of}
          onChange={(value) => change({ of: value })}
        />
        {filtered && (
          <Button variant="subtle" size="xs" onClick={() => change({ by: undefined, from: undefined, of: undefined })}>
            {t('entity.change.all')}
          </Button>
        )}
      </div>
      <NewsPill count={news.count} onShow={news.show} />
      <Card flush title={t('entity.tabs.changes')} icon={<IconHistory size={16} />}>
        {history.error && changes.length === 0 && (
          <Failure error={history.error} onRetry={() => void history.refetch()} />
        )}
        {history.isPending && <Skeleton kind="lines" rows={8} />}
        {history.isSuccess && changes.length === 0 && !history.hasNextPage && (
          <Empty title={t(filtered ? 'catalog.noMatchTitle' : 'entity.change.none')} />
        )}
        <ol className={classes.changes}>
          {changes.map((each) => (
            <ChangeItem key={each.position} change={each} blueprint={blueprint} entity={entity} />
          ))}
        </ol>
        {history.hasNextPage && (
          <div className={classes.more}>
            <Button
              variant="default"
              size="xs"
              loading={history.isFetchingNextPage}
              onClick={() => void history.fetchNextPage()}
            >
              {t('action.showMore')}
            </Button>
          </div>
        )}
      </Card>
    </div>
  );
}

interface Option {
  value: string;
  label: string;
}

interface ChoiceProps {
  label: string;
  data: Option[];
  value: string | undefined;
  onChange: (value: string | undefined) => void;
}

function Choice({ label, data, value, onChange }: ChoiceProps) {
  const options = value && !data.some((each) => each.value === value) ? [...data, { value, label: value }] : data;
  return (
    <Select
      w={200}
      aria-label={label}
      placeholder={label}
      data={options}
      value={value ?? null}
      onChange={(next) => onChange(next ?? undefined)}
      clearable
      searchable={options.length > 8}
      clearButtonProps={{ 'aria-label': label, 'aria-hidden': false }}
    />
  );
}

function unique(options: Option[]): Option[] {
  return [...new Map(options.map((option) => [option.value, option])).values()];
}

function actorsOf(changes: Change[]): Option[] {
  return unique(changes.flatMap(({ actor }) => (actor.id ? [{ value: actor.id, label: actor.name || actor.id }] : [])));
}

function sourcesOf(changes: Change[]): Option[] {
  return unique(changes.flatMap(({ source }) => (source ? [{ value: source, label: source }] : [])));
}

function partsOf(blueprint: Blueprint): Option[] {
  return [
    ...['title', 'identifier', 'team', 'icon'].map((id) => ({ value: id, label: labelOf(id, undefined) })),
    ...orderedProperties(blueprint).map(([id, schema]) => ({ value: `properties.${id}`, label: labelOf(id, schema) })),
    ...Object.entries(blueprint.relations).map(([id, relation]) => ({
      value: `relations.${id}`,
      label: labelOf(id, relation),
    })),
  ];
}
