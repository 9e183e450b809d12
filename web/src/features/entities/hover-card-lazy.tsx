import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useLayoutEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { blueprintQuery, labelOf, orderedProperties } from '@/features/blueprints/public';
import { Named } from '@/ui/avatar';
import { EntityIcon } from '@/ui/entity-icon';
import { Skeleton } from '@/ui/skeleton';
import { toast, toastFailure } from '@/ui/toast';
import { entityQuery } from './api';
import { headline } from './detail/headline';
import { entityHref } from './entity-link';
import classes from './hover-card.module.css';
import { isHealth, PropertyValue } from './properties/property-value';

interface HoverCardProps {
  link: HTMLElement;
  blueprint: string;
  identifier: string;
}

const WIDTH = 320;
const GAP = 6;
const MOST = 4;

/** Below the link, or above it where there is no room; always inside the window. */
function placed(link: HTMLElement, height: number): { left: number; top: number } {
  const box = link.getBoundingClientRect();
  const left = Math.max(8, Math.min(box.left, innerWidth - WIDTH - 8));
  const below = box.bottom + GAP;
  return { left, top: below + height > innerHeight - 8 ? Math.max(8, box.top - GAP - height) : below };
}

/** Kind, owner, health and what else tells most of one entity, with two ways on. */
export default function HoverCard({ link, blueprint: name, identifier }: HoverCardProps) {
  const { t } = useTranslation();
  const card = useRef<HTMLElement>(null);
  const [place, setPlace] = useState(() => placed(link, 0));
  const { data: blueprint } = useQuery(blueprintQuery(name));
  const { data: entity, error } = useQuery({ ...entityQuery(name, identifier), staleTime: 60_000 });
  // biome-ignore lint/correctness/useExhaustiveDependencies: what is loaded makes the card higher.
  useLayoutEffect(() => setPlace(placed(link, card.current?.offsetHeight ?? 0)), [link, entity, blueprint]);
  const title = entity?.title || identifier;
  const copy = () =>
    void navigator.clipboard
      .writeText(new URL(entityHref(name, identifier), location.href).href)
      .then(() => toast(t('action.copied')), toastFailure);
  return (
    <aside ref={card} className={classes.card} style={place} data-hover-card aria-label={title}>
      <header>
        <EntityIcon icon={entity?.icon ?? blueprint?.icon} blueprint={name} size={18} />
        <span className="grow">
          <b className="truncate">{title}</b>
          <small className="truncate">{blueprint?.title || name}</small>
        </span>
      </header>
      {error && <p className="muted small">{error.message}</p>}
      {!error && !(entity && blueprint) && <Skeleton kind="lines" rows={3} />}
      {entity && blueprint && <Facts entity={entity} blueprint={blueprint} />}
      <footer>
        <Link
          className="link"
          to="/e/$blueprint/$entity"
          params={{ blueprint: name, entity: identifier }}
          search={{ tab: 'relations' }}
        >
          {t('entity.tabs.relations')}
        </Link>
        <button type="button" className="link" onClick={copy}>
          {t('catalog.copyLink')}
        </button>
      </footer>
    </aside>
  );
}

type Known = Parameters<typeof headline>;

function Facts({ blueprint, entity }: { blueprint: Known[0]; entity: Known[1] }) {
  const { description } = entity.properties;
  const health = orderedProperties(blueprint).filter(([id, schema]) => isHealth(id, schema) && entity.properties[id]);
  const facts = [...health, ...headline(blueprint, entity)].slice(0, MOST);
  return (
    <>
      {typeof description === 'string' && description && <p className={classes.about}>{description}</p>}
      <dl>
        {entity.team.length > 0 && (
          <div>
            <dt>{labelOf('team', { title: blueprint.ownership?.title })}</dt>
            <dd>
              <Named name={entity.team[0] ?? ''} square />
            </dd>
          </div>
        )}
        {facts.map(([id, schema]) => (
          <div key={id}>
            <dt>{labelOf(id, schema)}</dt>
            <dd>
              <PropertyValue schema={schema} value={entity.properties[id]} id={id} size="cell" />
            </dd>
          </div>
        ))}
      </dl>
    </>
  );
}
