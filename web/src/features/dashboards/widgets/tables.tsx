import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Rule, SortKey } from '@/api/contract';
import { EntityRows } from '@/features/entities/public-lazy';
import { Empty } from '@/ui/empty';
import { Failure } from '@/ui/failure';
import { Skeleton } from '@/ui/skeleton';
import { useDataset, useDrill } from '../board/use-dataset';
import type { Widget } from '../model/types';
import type { WidgetProps } from './registry';
import classes from './widgets.module.css';

const LIMIT = 50;

interface Config {
  filterSettings?: { filterBy?: { combinator: 'and' | 'or'; rules: Rule[] } };
  sortSettings?: { sortBy?: { property: string; order: 'asc' | 'desc' }[] };
  propertiesSettings?: { shown?: string[]; order?: string[]; hidden?: string[] };
}

function configOf(widget: Widget, blueprint: string | undefined): Config {
  const all = widget.blueprintConfig;
  if (typeof all !== 'object' || all === null || !blueprint || !Object.hasOwn(all, blueprint)) return {};
  return ((all as Record<string, Config>)[blueprint] ?? {}) as Config;
}

const names = (list: unknown): string[] => (Array.isArray(list) ? list.filter((each) => typeof each === 'string') : []);

/** Entities as a table, with the filter, order and columns that the page gives their blueprint. */
export function TableWidget({ widget }: WidgetProps) {
  const { t } = useTranslation();
  const asked = useDataset(widget);
  const drill = useDrill(asked);
  const config = configOf(widget, asked.name);
  const query = useMemo(() => {
    const own = config.filterSettings?.filterBy;
    return own?.rules?.length ? { combinator: 'and' as const, rules: [asked.query, own] } : asked.query;
  }, [asked.query, config.filterSettings?.filterBy]);
  const sort = (config.sortSettings?.sortBy ?? []).map(({ property, order }): SortKey => ({ property, order }));
  const excluded = names(widget.excludedFields).map((field) => field.replace(/^properties\./, ''));
  const hidden = new Set([...names(config.propertiesSettings?.hidden), ...excluded]);
  const shown = names(config.propertiesSettings?.order ?? config.propertiesSettings?.shown);
  if (asked.error) return <Failure error={asked.error} />;
  if (!asked.name) return <Empty title={t('dashboards.noBlueprint')} text={t('dashboards.noBlueprintText')} />;
  if (!asked.ready) return <Skeleton kind="table" rows={5} />;
  return (
    <div className={classes.table}>
      <EntityRows
        label={widget.title ?? asked.blueprint?.title ?? asked.name}
        blueprint={asked.name}
        query={query}
        sort={sort}
        columns={shown.filter((column) => !hidden.has(column))}
        limit={LIMIT}
        emptyText={typeof widget.emptyStateText === 'string' ? widget.emptyStateText : undefined}
      />
      {drill && (
        <button type="button" className={classes.all} onClick={() => drill()}>
          {t('dashboards.showAll')}
        </button>
      )}
    </div>
  );
}
