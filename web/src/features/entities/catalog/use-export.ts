import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { toast, toastFailure } from '@/ui/toast';
import { type ExportFormat, exportRows } from './export';
import type { Catalog } from './use-catalog';
import type { Chosen } from './use-selection';

/** Exports the view, telling how far it is; it can be stopped, and stops when the page is left. */
export function useExport({ page, view, shown }: Catalog) {
  const { t } = useTranslation();
  const [progress, setProgress] = useState<{ done: number; total: number } | null>(null);
  const running = useRef<AbortController | null>(null);
  useEffect(() => () => running.current?.abort(), []);
  const start = (format: ExportFormat, only?: Chosen) => {
    const controller = new AbortController();
    running.current = controller;
    setProgress({ done: 0, total: page.count });
    exportRows({
      name: page.identifier,
      blueprint: page.blueprint,
      view,
      fields: shown,
      format,
      only,
      signal: controller.signal,
      onProgress: (done, total) => setProgress({ done, total }),
    })
      .then((count) => toast(t('catalog.exported', { count })))
      .catch((error: unknown) => {
        if (!controller.signal.aborted) toastFailure(error);
      })
      .finally(() => setProgress(null));
  };
  return { progress, start, stop: () => running.current?.abort() };
}
