import { ActionIcon, Popover } from '@mantine/core';
import { IconInfoCircle, IconPencil } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Blueprint, Entity, PropertySchema } from '@/api/contract';
import { hasComputed, labelOf, orderedProperties, type ShownProperty } from '@/features/blueprints/public';
import { Failure } from '@/ui/failure';
import { Skeleton } from '@/ui/skeleton';
import { computedQuery, sourcesQuery } from '../entity-queries';
import { isUnset, PropertyValue } from '../properties/property-value';
import { Computed, ComputedSign, type ComputedState, originText } from './computed';
import classes from './detail.module.css';
import { OriginLine, originOf } from './origin';
import { propertyTabs, tabOf } from './property-tabs';
import './texts';
import type { Editing } from './use-editing';

const CellEditor = lazy(() => import('../catalog/cell-editor-lazy'));
const WIDE = new Set(['markdown', 'yaml', 'proto']);
/** Formats that read well among the details although they have a tab. */
const HERE = new Set(['markdown', 'yaml', 'proto']);

interface PropertyListProps {
  blueprint: Blueprint;
  entity: Entity;
  /** Its present state, where a past one is shown: what differs is marked. */
  now?: Entity | undefined;
  /** It is shown as it was. */
  past?: boolean;
  hideEmpty?: boolean;
  /** Under each value, where it comes from. */
  sources?: boolean;
  /** Values are changed where they stand. */
  editing?: Editing | null;
}

/** Every property with its value and, on demand, its origin; long ones take a line of their own. */
export function PropertyList(props: PropertyListProps) {
  const { blueprint, entity, past = false, hideEmpty = false } = props;
  const { t } = useTranslation();
  const tabs = new Set(propertyTabs(blueprint, entity).map(({ id }) => id));
  const { data: state } = useQuery({
    ...computedQuery(entity.blueprint, entity.identifier),
    enabled: !past && hasComputed(blueprint),
  });
  const all = orderedProperties(blueprint);
  const tells = (id: string) => !isUnset(entity.properties[id]) || Boolean(state?.properties[id]?.error);
  const shown = hideEmpty ? all.filter(([id]) => tells(id)) : all;
  if (shown.length === 0) return <p className="muted">{t('detail.allEmpty')}</p>;
  return (
    <dl className={classes.list}>
      {shown.map(([id, schema]) => (
        <Row
          key={id}
          {...props}
          id={id}
          schema={schema}
          state={state}
          linked={tabs.has(id) && !HERE.has(schema.format ?? '')}
        />
      ))}
    </dl>
  );
}

interface RowProps extends PropertyListProps {
  id: string;
  schema: ShownProperty;
  /** Why computed values are what they are. */
  state: ComputedState | undefined;
  /** It is read on a tab of its own. */
  linked: boolean;
}

function Row(props: RowProps) {
  const { entity, now, sources = false, editing, id, schema, linked } = props;
  const { t } = useTranslation();
  const value = entity.properties[id];
  const object = schema.type === 'object' && schema.format !== 'labeled-url';
  const wide = value != null && !linked && (WIDE.has(schema.format ?? '') || object);
  const differs = now !== undefined && !schema.computed && JSON.stringify(now.properties[id]) !== JSON.stringify(value);
  const field = editing?.fieldOf(id);
  const open = editing?.open === id;
  const name = labelOf(id, schema);
  return (
    <div data-wide={wide || undefined} data-differs={differs || undefined} data-property={field ? id : undefined}>
      <dt title={schema.description ?? id}>
        {name}
        {schema.computed && <ComputedSign schema={schema} />}
      </dt>
      <dd>
        <div className={classes.value}>
          <div className="grow">
            <Value {...props} />
            {differs && now && <Present schema={schema} value={now.properties[id]} id={id} />}
          </div>
          {field && editing && !open && (
            <ActionIcon
              id={`edit-${id}`}
              className={classes.ask}
              size={24}
              aria-label={t('detail.edit', { name })}
              onClick={() => editing.begin(id)}
            >
              <IconPencil size={15} />
            </ActionIcon>
          )}
          {!sources && !schema.computed && now === undefined && !open && (
            <OriginButton entity={entity} path={`properties.${id}`} name={name} />
          )}
        </div>
        {sources &&
          (schema.computed ? (
            <span className={classes.origin}>{originText(t, schema)}</span>
          ) : (
            <OriginOf entity={entity} path={`properties.${id}`} />
          ))}
      </dd>
    </div>
  );
}

/** Its page: what is listed here is read beside lists too. */
function entityPage({ blueprint, identifier }: Entity) {
  return { to: '/e/$blueprint/$entity', params: { blueprint, entity: identifier } } as const;
}

function Value({ blueprint, entity, editing, id, schema, linked, state, past = false }: RowProps) {
  const { t } = useTranslation();
  const field = editing?.open === id ? editing.fieldOf(id) : undefined;
  if (field && editing) {
    return (
      <Suspense fallback={<Skeleton kind="lines" rows={1} />}>
        <CellEditor blueprint={blueprint} entity={entity} field={field} done={editing.end} />
      </Suspense>
    );
  }
  const value = entity.properties[id];
  const drawn = <PropertyValue schema={schema} value={value} id={id} />;
  if (schema.computed && !linked) {
    return (
      <Computed id={id} value={value} state={state} past={past}>
        {drawn}
      </Computed>
    );
  }
  if (!linked) return drawn;
  return (
    <Link className="link" {...entityPage(entity)} search={{ tab: tabOf(id) }}>
      {t('detail.openTab')}
    </Link>
  );
}

function Present({ schema, value, id }: { schema: PropertySchema; value: unknown; id: string }) {
  const { t } = useTranslation();
  return (
    <div className={classes.present}>
      <span>{t('detail.past.present')}</span>
      <PropertyValue schema={schema} value={value} id={id} size="cell" />
    </div>
  );
}

interface OriginProps {
  entity: Entity;
  path: string;
}

function OriginOf({ entity, path }: OriginProps) {
  const sources = useQuery(sourcesQuery(entity.blueprint, entity.identifier));
  if (sources.error) return <Failure error={sources.error} onRetry={() => void sources.refetch()} />;
  const origin = originOf(sources.data, path);
  if (sources.isPending) return <Skeleton kind="lines" rows={1} />;
  return origin ? <OriginLine origin={origin} /> : null;
}

/** Seen when its row is pointed at or has the focus; tells where the value comes from. */
function OriginButton({ entity, path, name }: OriginProps & { name: string }) {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  return (
    <Popover opened={open} onChange={setOpen} position="left" width={280} withArrow trapFocus>
      <Popover.Target>
        <ActionIcon
          className={classes.ask}
          data-open={open || undefined}
          size={24}
          aria-label={t('detail.source.ask', { name })}
          onClick={() => setOpen(!open)}
        >
          <IconInfoCircle size={15} />
        </ActionIcon>
      </Popover.Target>
      <Popover.Dropdown aria-label={t('detail.source.ask', { name })}>
        {open && <OriginOf entity={entity} path={path} />}
        <Link
          className="link small"
          {...entityPage(entity)}
          search={{ tab: 'changes', of: path }}
          onClick={() => setOpen(false)}
        >
          {t('detail.source.changes')}
        </Link>
      </Popover.Dropdown>
    </Popover>
  );
}
