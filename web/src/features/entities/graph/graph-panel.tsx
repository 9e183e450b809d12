import { ActionIcon, Button } from '@mantine/core';
import { IconArrowsSplit2, IconArrowUpRight, IconX } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { labelOf } from '@/features/blueprints/public';
import { Badge } from '@/ui/badge';
import { Failure } from '@/ui/failure';
import type { GraphEdge } from '@/ui/graph/types';
import { Skeleton } from '@/ui/skeleton';
import { entityQuery } from '../api';
import { headline } from '../detail/headline';
import { TeamName } from '../names';
import { PropertyValue } from '../properties/property-value';
import classes from './graph.module.css';
import { type Blueprints, healthOf, impactOf, kindOf, type ServerNode } from './graph-model';
import { keyOf } from './graph-state';

interface GraphPanelProps {
  node: ServerNode;
  blueprints: Blueprints;
  edges: GraphEdge[];
  expanded: boolean;
  onExpand: (key: string) => void;
  onClose: () => void;
}

/** What is known of the selected entity, beside the graph. */
export function GraphPanel({ node, blueprints, edges, expanded, onExpand, onClose }: GraphPanelProps) {
  const { t } = useTranslation();
  const key = keyOf(node);
  const health = healthOf(node, blueprints);
  const hit = impactOf(key, edges).size - 1;
  return (
    <aside className={classes.side} aria-label={t('graph.panel')}>
      <div className="row">
        <h2 className={classes.sideTitle}>{node.title || node.identifier}</h2>
        <ActionIcon size={26} aria-label={t('action.close')} onClick={onClose}>
          <IconX size={15} />
        </ActionIcon>
      </div>
      <p className="muted small">{kindOf(node.blueprint, blueprints)}</p>
      {node.pending ? (
        <p className={classes.pending}>
          <Badge tone="warn">{t('graph.pending')}</Badge> {t('graph.pendingText')}
        </p>
      ) : (
        <>
          <dl className={classes.facts}>
            {health && (
              <div>
                <dt>{labelOf(health.id, health.schema)}</dt>
                <dd>
                  <PropertyValue id={health.id} schema={health.schema} value={health.value} />
                </dd>
              </div>
            )}
            {node.team.length > 0 && (
              <div>
                <dt>{labelOf('team', blueprints.get(node.blueprint)?.ownership ?? undefined)}</dt>
                <dd>
                  {node.team.slice(0, 3).map((team) => (
                    <TeamName key={team} identifier={team} />
                  ))}
                </dd>
              </div>
            )}
            <Facts node={node} blueprints={blueprints} />
            <div>
              <dt>{t('entity.pointedAt')}</dt>
              <dd>{t('graph.dependents', { count: hit })}</dd>
            </div>
          </dl>
          <div className="row wrap">
            <Button
              size="xs"
              variant="default"
              leftSection={<IconArrowUpRight size={14} />}
              renderRoot={(props) => (
                <Link
                  {...props}
                  to="/e/$blueprint/$entity"
                  params={{ blueprint: node.blueprint, entity: node.identifier }}
                />
              )}
            >
              {t('graph.open')}
            </Button>
            {!expanded && (node.hidden ?? 0) > 0 && (
              <Button
                size="xs"
                variant="default"
                leftSection={<IconArrowsSplit2 size={14} />}
                onClick={() => onExpand(key)}
              >
                {t('graph.showNeighbours', { count: node.hidden ?? 0 })}
              </Button>
            )}
          </div>
        </>
      )}
    </aside>
  );
}

/** The properties that tell most, loaded when the card is selected. */
function Facts({ node, blueprints }: { node: ServerNode; blueprints: Blueprints }) {
  const entity = useQuery(entityQuery(node.blueprint, node.identifier));
  const blueprint = blueprints.get(node.blueprint);
  if (entity.error) return <Failure error={entity.error} onRetry={() => void entity.refetch()} />;
  if (!entity.data || !blueprint) return <Skeleton kind="lines" rows={3} />;
  const { properties } = entity.data;
  return headline(blueprint, entity.data)
    .slice(0, 5)
    .map(([id, schema]) => (
      <div key={id}>
        <dt>{labelOf(id, schema)}</dt>
        <dd>
          <PropertyValue schema={schema} value={properties[id]} size="cell" />
        </dd>
      </div>
    ));
}
