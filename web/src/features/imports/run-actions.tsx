import { Button } from '@mantine/core';
import { IconDownload, IconRepeat, IconTable } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { ImportRun } from '@/api/contract';
import { pagesQuery } from '@/features/entities/public';
import { useMay } from '@/features/identity/public';
import { toastFailure } from '@/ui/toast';
import { cancelImport, rejectedHref } from './actions';
import { importKeys } from './api';
import { isOver } from './status';

/** What can be done about an import: stop it, or go on with what became of it. */
export function RunActions({ run }: { run: ImportRun }) {
  const { t } = useTranslation();
  const may = useMay();
  if (!isOver(run.status)) return may('create:imports') ? <CancelButton id={run.id} /> : null;
  return (
    <>
      {run.counts.rejected > 0 && (
        <Button
          component="a"
          href={rejectedHref(run.id)}
          download
          variant="default"
          leftSection={<IconDownload size={15} />}
        >
          {t(run.origin.type === 'table' ? 'imports.rejectedRows' : 'imports.rejectedList')}
        </Button>
      )}
      {run.origin.type === 'table' && may('create:imports') && (
        <Button
          variant="default"
          leftSection={<IconRepeat size={15} />}
          renderRoot={(props) => <Link {...props} to="/imports/new" search={{ again: run.id }} />}
        >
          {t('imports.again')}
        </Button>
      )}
      {run.origin.mapping && !run.dryRun && <OpenCatalog blueprint={run.origin.mapping.blueprint} />}
    </>
  );
}

function OpenCatalog({ blueprint }: { blueprint: string }) {
  const { t } = useTranslation();
  const { data: pages } = useQuery(pagesQuery);
  const page = pages?.find((each) => each.blueprint === blueprint);
  if (!page) return null;
  return (
    <Button
      leftSection={<IconTable size={15} />}
      renderRoot={(props) => <Link {...props} to="/catalog/$page" params={{ page: page.identifier }} search={{}} />}
    >
      {t('imports.openCatalog')}
    </Button>
  );
}

function CancelButton({ id }: { id: string }) {
  const { t } = useTranslation();
  const queryClient = useQueryClient();
  const cancel = useMutation({
    mutationFn: () => cancelImport(id),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: importKeys.one(id) }),
    onError: (error) => toastFailure(error),
  });
  return (
    <Button variant="default" loading={cancel.isPending} onClick={() => cancel.mutate()}>
      {t('imports.cancel')}
    </Button>
  );
}
