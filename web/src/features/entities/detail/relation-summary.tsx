import { useTranslation } from 'react-i18next';
import type { Blueprint, Entity } from '@/api/contract';
import { labelOf } from '@/features/blueprints/public';
import { EntityLink, endOf } from '../entity-link';
import type { Health } from '../neighbours';
import { Unset } from '../properties/parts';
import classes from './detail.module.css';
import { EndHealth } from './end-health';

const SHOWN = 6;

interface RelationSummaryProps {
  blueprint: Blueprint;
  entity: Entity;
  /** How an end is doing, where that is known. */
  healthOf?: (end: { blueprint: string; identifier: string }) => Health | null;
}

/** What the entity itself points to, by relation. */
export function RelationSummary({ blueprint, entity, healthOf }: RelationSummaryProps) {
  const { t } = useTranslation();
  const relations = Object.entries(blueprint.relations);
  if (relations.length === 0) return <p className="faint">{t('entity.noRelations')}</p>;
  return (
    <dl className={classes.list}>
      {relations.map(([id, relation]) => {
        const value = entity.relations[id];
        const ends = (Array.isArray(value) ? value : value ? [value] : []).map(endOf);
        return (
          <div key={id}>
            <dt title={relation.description ?? id}>{labelOf(id, relation)}</dt>
            <dd className={classes.ends}>
              {ends.length === 0 && <Unset />}
              {ends.slice(0, SHOWN).map((end) => (
                <span key={end.identifier} className={classes.end}>
                  <EntityLink blueprint={relation.target} identifier={end.identifier} title={end.title} />
                  <EndHealth health={healthOf?.({ blueprint: relation.target, identifier: end.identifier })} />
                </span>
              ))}
              {ends.length > SHOWN && (
                <span className="faint small">{t('value.more', { count: ends.length - SHOWN })}</span>
              )}
            </dd>
          </div>
        );
      })}
    </dl>
  );
}
