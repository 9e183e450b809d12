import { ActionIcon, Tooltip } from '@mantine/core';
import { IconChartBar, IconPhotoDown, IconTable } from '@tabler/icons-react';
import { type ReactNode, Suspense, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Empty } from '@/ui/empty';
import { ErrorBoundary } from '@/ui/error-boundary';
import { savePicture } from '@/ui/save-picture';
import { Skeleton } from '@/ui/skeleton';
import { filled } from '../model/placeholders';
import type { Widget } from '../model/types';
import { kindOf } from '../widgets/registry';
import classes from './board.module.css';
import { useScope } from './scope';

interface WidgetFrameProps {
  widget: Widget;
  /** What stands in the heading in edit mode. */
  tools?: ReactNode;
}

/** The card of one widget. What fails inside stays inside. */
export function WidgetFrame({ widget, tools }: WidgetFrameProps) {
  const { t } = useTranslation();
  const scope = useScope();
  const id = useId();
  const [table, setTable] = useState(false);
  const kind = kindOf(widget.type);
  const title = widget.title ? filled(widget.title, scope) : t('dashboards.untitled');
  const other = table ? t('dashboards.asChart') : t('dashboards.asTable');
  return (
    <section className={classes.widget} aria-labelledby={id}>
      <div className={classes.head}>
        <h2 id={id} className={widget.title ? 'truncate' : 'sr-only'}>
          {title}
        </h2>
        {widget.description && (
          <span className={classes.about} title={widget.description}>
            {widget.description}
          </span>
        )}
        <span className="grow" />
        {kind?.figures && !tools && (
          <Tooltip label={other}>
            <ActionIcon
              size={26}
              className={classes.twin}
              aria-label={`${other}: ${title}`}
              onClick={() => setTable(!table)}
            >
              {table ? <IconChartBar size={15} /> : <IconTable size={15} />}
            </ActionIcon>
          </Tooltip>
        )}
        {kind?.figures && !tools && !table && (
          <Tooltip label={t('dashboards.picture')}>
            <ActionIcon
              size={26}
              className={classes.twin}
              aria-label={t('dashboards.pictureOf', { name: title })}
              onClick={({ currentTarget }) => void savePicture(currentTarget.closest('section'), title)}
            >
              <IconPhotoDown size={15} />
            </ActionIcon>
          </Tooltip>
        )}
        {tools}
      </div>
      <div className={kind?.flush ? classes.flush : classes.body}>
        <ErrorBoundary resetKey={JSON.stringify(widget)}>
          <Suspense fallback={<Skeleton kind="lines" rows={3} />}>
            {kind ? (
              <kind.draw widget={widget} table={table} />
            ) : (
              <Empty title={t('dashboards.unknown', { type: widget.type })} text={t('dashboards.later')} />
            )}
          </Suspense>
        </ErrorBoundary>
      </div>
    </section>
  );
}
