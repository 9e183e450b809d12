import { CopyButton, Switch, UnstyledButton } from '@mantine/core';
import { useLocalStorage } from '@mantine/hooks';
import { IconCheck, IconCopy, IconHierarchy3, IconHistory, IconId, IconInfoCircle } from '@tabler/icons-react';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Blueprint, Entity, GraphEdge } from '@/api/contract';
import { blueprintsQuery, labelOf, orderedProperties } from '@/features/blueprints/public';
import { useMay } from '@/features/identity/public';
import { Card } from '@/ui/card';
import { Failure } from '@/ui/failure';
import { Skeleton } from '@/ui/skeleton';
import { Time } from '@/ui/time';
import { EntityLink } from '../entity-link';
import { historyQuery } from '../entity-queries';
import { useNeighbourHealth, useNeighbours } from '../neighbours';
import { ChangeItem } from './change-item';
import detail from './detail.module.css';
import { EndHealth } from './end-health';
import classes from './entity.module.css';
import { PropertyList } from './property-list';
import { RelationSummary } from './relation-summary';
import './texts';
import { useEditing } from './use-editing';

interface OverviewProps {
  blueprint: Blueprint;
  entity: Entity;
  past: boolean;
  /** Its present state, where a past one is shown. */
  now?: Entity | undefined;
}

/** Properties, relations both ways, where the entity comes from, and what changed last. */
export function Overview({ blueprint, entity, past, now }: OverviewProps) {
  const { t } = useTranslation();
  const [hideEmpty, setHideEmpty] = useLocalStorage({ key: 'seaway-hide-empty', defaultValue: false });
  const [sources, setSources] = useState(false);
  const editing = useEditing(blueprint, useMay()('update:entities') && !past);
  const healthOf = useNeighbourHealth(entity, !past);
  const hasProperties = orderedProperties(blueprint).length > 0;
  return (
    <div className={classes.grid}>
      <div className={classes.stack}>
        <Card
          title={t('entity.details')}
          icon={<IconInfoCircle size={16} />}
          action={
            <span className={classes.toggles}>
              {!past && (
                <Switch
                  label={t('detail.source.show')}
                  checked={sources}
                  onChange={(event) => setSources(event.currentTarget.checked)}
                />
              )}
              <Switch
                label={t('detail.hideEmpty')}
                checked={hideEmpty}
                onChange={(event) => setHideEmpty(event.currentTarget.checked)}
              />
            </span>
          }
        >
          {hasProperties ? (
            <PropertyList
              blueprint={blueprint}
              entity={entity}
              now={now}
              past={past}
              hideEmpty={hideEmpty}
              sources={sources}
              editing={editing}
            />
          ) : (
            <p className="muted">{t('entity.noProperties')}</p>
          )}
        </Card>
        {!past && <RecentChanges blueprint={blueprint} entity={entity} />}
      </div>
      <div className={classes.stack}>
        <Card
          title={t('entity.relations')}
          icon={<IconHierarchy3 size={16} />}
          action={
            <Link className="link" to="." search={{ tab: 'relations' }}>
              {t('entity.allRelations')}
            </Link>
          }
        >
          <h3 className={classes.side}>{t('entity.pointsTo')}</h3>
          <RelationSummary blueprint={blueprint} entity={entity} healthOf={healthOf} />
          {!past && (
            <>
              <h3 className={classes.side}>{t('entity.pointedAt')}</h3>
              <UsedBy entity={entity} healthOf={healthOf} />
            </>
          )}
        </Card>
        <Card title={t('entity.metadata')} icon={<IconId size={16} />}>
          <Metadata blueprint={blueprint} entity={entity} />
        </Card>
      </div>
    </div>
  );
}

/** The entities that point here, by the relation they use. */
function UsedBy({ entity, healthOf }: { entity: Entity; healthOf: ReturnType<typeof useNeighbourHealth> }) {
  const { t } = useTranslation();
  const { data: graph, error, refetch } = useNeighbours(entity);
  const { data: blueprints } = useQuery(blueprintsQuery);
  if (error) return <Failure error={error} onRetry={() => void refetch()} />;
  if (!graph) return <Skeleton kind="lines" rows={3} />;
  const incoming = graph.edges.filter(
    ({ target }) => target.blueprint === entity.blueprint && target.identifier === entity.identifier,
  );
  const groups = Map.groupBy(incoming, (edge) => JSON.stringify([edge.source.blueprint, edge.relation]));
  if (groups.size === 0) return <p className={classes.none}>{t('entity.notUsed')}</p>;
  const nodeOf = ({ source }: GraphEdge) =>
    graph.nodes.find((node) => node.blueprint === source.blueprint && node.identifier === source.identifier);
  return (
    <dl className={detail.list}>
      {[...groups].map(([key, edges]) => {
        const [first] = edges;
        if (!first) return null;
        const blueprint = blueprints?.find((each) => each.identifier === first.source.blueprint);
        const relation = labelOf(first.relation, blueprint?.relations[first.relation]);
        return (
          <div key={key}>
            <dt>{t('entity.usedBy', { relation, blueprint: blueprint?.title || first.source.blueprint })}</dt>
            <dd className={detail.ends}>
              {edges.slice(0, 6).map((edge) => (
                <span key={edge.source.identifier} className={detail.end}>
                  <EntityLink {...edge.source} title={nodeOf(edge)?.title} icon={nodeOf(edge)?.icon} />
                  <EndHealth health={healthOf(edge.source)} />
                </span>
              ))}
              {edges.length > 6 && <span className="faint small">{t('value.more', { count: edges.length - 6 })}</span>}
            </dd>
          </div>
        );
      })}
    </dl>
  );
}

function Metadata({ blueprint, entity }: { blueprint: Blueprint; entity: Entity }) {
  const { t } = useTranslation();
  return (
    <dl className={detail.list}>
      <div>
        <dt>{t('catalog.identifier')}</dt>
        <dd className="row">
          <code>{entity.identifier}</code>
          <CopyButton value={entity.identifier}>
            {({ copied, copy }) => (
              <UnstyledButton className={classes.copy} onClick={copy} aria-label={t('entity.copyIdentifier')}>
                {copied ? <IconCheck size={14} /> : <IconCopy size={14} />}
              </UnstyledButton>
            )}
          </CopyButton>
        </dd>
      </div>
      <div>
        <dt>{t('entity.blueprint')}</dt>
        <dd>{blueprint.title || blueprint.identifier}</dd>
      </div>
      <div>
        <dt>{t('catalog.created')}</dt>
        <dd>
          <Time at={entity.createdAt} />
        </dd>
      </div>
      <div>
        <dt>{t('catalog.updated')}</dt>
        <dd>
          <Time at={entity.updatedAt} />
        </dd>
      </div>
    </dl>
  );
}

function RecentChanges({ blueprint, entity }: { blueprint: Blueprint; entity: Entity }) {
  const { t } = useTranslation();
  const history = useInfiniteQuery(historyQuery(entity.blueprint, entity.identifier));
  const changes = history.data?.pages[0]?.changes.slice(0, 4);
  return (
    <Card
      flush
      title={t('entity.recentChanges')}
      icon={<IconHistory size={16} />}
      action={
        <Link className="link" to="." search={{ tab: 'changes' }}>
          {t('entity.allChanges')}
        </Link>
      }
    >
      {history.error && <Failure error={history.error} onRetry={() => void history.refetch()} />}
      {history.isPending && <Skeleton kind="lines" rows={4} />}
      {changes && (
        <ol className={classes.changes}>
          {changes.map((change) => (
            <ChangeItem key={change.position} change={change} blueprint={blueprint} entity={entity} brief />
          ))}
        </ol>
      )}
    </Card>
  );
}
