import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { entityQuery } from '@/features/entities/public';
import { EntityFacts, Framed } from '@/features/entities/public-lazy';
import { Empty } from '@/ui/empty';
import { EntityIcon } from '@/ui/entity-icon';
import { Failure } from '@/ui/failure';
import { Skeleton } from '@/ui/skeleton';
import { useScope } from '../board/scope';
import { filled, safeUrl } from '../model/placeholders';
import type { Widget } from '../model/types';
import type { WidgetProps } from './registry';
import classes from './widgets.module.css';

const Markdown = lazy(() => import('@/ui/markdown-lazy'));

function Text({ children }: { children: string }) {
  return (
    <Suspense fallback={<Skeleton kind="lines" rows={3} />}>
      <Markdown>{children}</Markdown>
    </Suspense>
  );
}

/** A text of the page's own, or a Markdown property of an entity. */
export function MarkdownWidget({ widget }: WidgetProps) {
  const { t } = useTranslation();
  const scope = useScope();
  if (widget.source === 'property') return <PropertyText widget={widget} />;
  const text = filled(String(widget.markdown ?? ''), scope);
  return text.trim() ? <Text>{text}</Text> : <Empty title={t('dashboards.noText')} />;
}

function PropertyText({ widget }: { widget: Widget }) {
  const { t } = useTranslation();
  const scope = useScope();
  const [blueprint, identifier] = [widget.blueprintIdentifier, widget.entityIdentifier].map((each) =>
    String(filled(each ?? '', scope)),
  );
  const { data, error, refetch } = useQuery(entityQuery(blueprint ?? '', identifier ?? ''));
  if (error && !data) return <Failure error={error} onRetry={() => void refetch()} />;
  if (!data) return <Skeleton kind="lines" rows={3} />;
  const text = data.properties[String(widget.propertyIdentifier)];
  return typeof text === 'string' && text ? <Text>{text}</Text> : <Empty title={t('dashboards.noText')} />;
}

interface LinkShape {
  title: string;
  url: string;
  description?: string;
  icon?: string;
}

/** Links out, or to pages of this portal. An address that may not be opened is shown as text. */
export function LinksWidget({ widget }: WidgetProps) {
  const { t } = useTranslation();
  const scope = useScope();
  const links = (Array.isArray(widget.links) ? widget.links : []) as LinkShape[];
  if (links.length === 0) return <Empty title={t('dashboards.noLinks')} />;
  return (
    <ul className={classes.links}>
      {links.map((link) => {
        const href = safeUrl(filled(String(link.url), scope));
        const body = (
          <>
            <EntityIcon icon={link.icon ?? 'Link'} size={16} />
            <span className="grow">
              <b className="truncate">{filled(String(link.title), scope)}</b>
              {link.description && <small className="truncate">{link.description}</small>}
            </span>
          </>
        );
        const outside = href && !href.startsWith('/') ? { target: '_blank', rel: 'noopener noreferrer' } : {};
        return (
          <li key={`${link.title} ${link.url}`}>
            {href ? (
              <a href={href} {...outside}>
                {body}
              </a>
            ) : (
              <span title={t('dashboards.badLink')}>{body}</span>
            )}
          </li>
        );
      })}
    </ul>
  );
}

/** Another site in a frame that can neither reach this page nor open windows; the server says which sites may. */
export function FrameWidget({ widget }: WidgetProps) {
  const { t } = useTranslation();
  const scope = useScope();
  const url = safeUrl(filled(String(widget.url ?? ''), scope));
  if (widget.urlType === 'protected') return <Empty title={t('dashboards.protected')} text={t('dashboards.later')} />;
  if (!url) return <Empty title={t('dashboards.badFrame')} text={t('dashboards.badFrameText')} />;
  return (
    <Suspense fallback={<Skeleton kind="lines" rows={5} />}>
      <Framed title={widget.title || url} url={url} />
    </Suspense>
  );
}

export function EntityInfoWidget({ widget }: WidgetProps) {
  const { t } = useTranslation();
  const scope = useScope();
  const blueprint = String(filled(widget.blueprint ?? scope.entity?.blueprint ?? '', scope));
  const entity = String(filled(widget.entity ?? scope.entity?.identifier ?? '', scope));
  if (!blueprint || !entity || entity.includes('{{')) return <Empty title={t('dashboards.noEntity')} />;
  return (
    <Suspense fallback={<Skeleton kind="lines" rows={5} />}>
      <EntityFacts blueprint={blueprint} entity={entity} />
    </Suspense>
  );
}
