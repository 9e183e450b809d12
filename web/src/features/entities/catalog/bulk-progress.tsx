import { Button, Progress } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { toastDeleted } from '@/features/bin/public';
import { Failure } from '@/ui/failure';
import { toastFailure, toastUndo } from '@/ui/toast';
import { refreshEntities } from '../api';
import classes from './bulk.module.css';
import { isOver, operationQuery, type Started, undoBulk } from './bulk-api';
import { Refusals } from './bulk-plan';

interface BulkProgressProps {
  operation: Started;
  blueprint: string;
  onDone: () => void;
}

/** How far it is; closing the dialog stops nothing. */
export function BulkProgress({ operation, blueprint, onDone }: BulkProgressProps) {
  const { t } = useTranslation();
  const queryClient = useQueryClient();
  const { traces } = operation;
  const { data = operation, error } = useQuery(operationQuery(operation.id));
  const over = isOver(data);
  const dealt = data.done + data.unchanged + data.failed;
  const clean = data.status === 'COMPLETED' && data.failed === 0;
  const finished = t(data.op === 'delete' ? 'bulk.deleted' : 'bulk.changed', { count: data.done });
  useEffect(() => {
    if (!over) return;
    void refreshEntities(queryClient, blueprint);
    if (!clean) return;
    const undo = () =>
      void undoBulk(data.id)
        .then(() => refreshEntities(queryClient, blueprint))
        .catch((failure: unknown) => toastFailure(failure));
    if (data.op === 'delete' && data.done > 0) void toastDeleted(finished, traces, queryClient);
    else toastUndo(finished, data.undoable ? undo : null);
    onDone();
  }, [over, clean, data, finished, traces, queryClient, blueprint, onDone]);
  return (
    <div className={classes.form}>
      <p role="status">{over ? finished : t('bulk.running', { done: dealt, total: data.total })}</p>
      <Progress value={data.total > 0 ? (dealt / data.total) * 100 : 100} aria-label={t('bulk.progress')} />
      {error && <Failure error={error} />}
      {data.reason && <p className={classes.notice}>{data.reason}</p>}
      <Refusals failures={data.failures} />
      <p className="faint small">{over ? null : t('bulk.background')}</p>
      <div className={classes.actions}>
        <Button variant="default" onClick={onDone}>
          {t('action.close')}
        </Button>
      </div>
    </div>
  );
}
