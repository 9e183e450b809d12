import { useQuery, useSuspenseQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { Query, SortKey } from '@/api/contract';
import { blueprintQuery } from '@/features/blueprints/public';
import { Empty } from '@/ui/empty';
import { Failure } from '@/ui/failure';
import { Skeleton } from '@/ui/skeleton';
import { entityKeys, topSearch } from './api';
import { columnsOf } from './catalog/columns';
import { chosenFields, defaultColumns, fieldsOf, includeOf, NAME } from './catalog/fields';
import { EntityLink } from './entity-link';
import classes from './entity-rows.module.css';

export interface EntityRowsProps {
  label: string;
  blueprint: string;
  query: Query;
  sort: SortKey[];
  /** Properties and relations to show, in order; the table's usual first ones where none are named. */
  columns: string[];
  limit: number;
  emptyText?: string;
}

const FEW = 6;

/** The first entities of a query as a small table that scrolls inside itself. */
export function EntityRows(props: EntityRowsProps) {
  const { t } = useTranslation();
  const { label, blueprint: name, query, sort, limit } = props;
  const { data: blueprint } = useSuspenseQuery(blueprintQuery(name));
  const all = fieldsOf(blueprint, {
    name: t('catalog.name'),
    identifier: t('catalog.identifier'),
    team: t('catalog.team'),
    created: t('catalog.created'),
    updated: t('catalog.updated'),
  });
  const wanted = props.columns.length > 0 ? props.columns : defaultColumns(all).slice(0, FEW);
  const relations = new Set(Object.keys(blueprint.relations));
  const fields = chosenFields(all, wanted.map((id) => (relations.has(id) ? `rel.${id}` : id)).join(','));
  const include = includeOf(fields);
  const rows = useQuery({
    queryKey: [...entityKeys.lists(name), 'rows', query, sort, include, limit],
    queryFn: ({ signal }) => topSearch(name, { query, sort, include, limit, titles: true }, signal),
    placeholderData: (old) => old,
  });
  if (rows.error && !rows.data) return <Failure error={rows.error} onRetry={() => void rows.refetch()} />;
  if (!rows.data) return <Skeleton kind="table" rows={5} />;
  if (rows.data.entities.length === 0) return <Empty title={props.emptyText || t('catalog.noMatchText')} />;
  const columns = columnsOf(
    fields.filter(({ id }) => id !== NAME),
    blueprint.icon,
  );
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard.
    // biome-ignore lint/a11y/useSemanticElements: no fieldset; the card around it is the landmark of this name.
    <div className={classes.scroll} role="group" tabIndex={0} aria-label={label}>
      <table className={classes.table}>
        <thead>
          <tr>
            <th scope="col">{t('catalog.name')}</th>
            {columns.map((column) => (
              <th key={column.id} scope="col" data-numeric={column.numeric || undefined}>
                {column.label}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.data.entities.map((entity) => (
            <tr key={entity.identifier}>
              <th scope="row">
                <EntityLink
                  blueprint={name}
                  identifier={entity.identifier}
                  title={entity.title}
                  icon={entity.icon ?? blueprint.icon}
                />
              </th>
              {columns.map((column) => (
                <td key={column.id} data-numeric={column.numeric || undefined}>
                  {column.cell(entity)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
