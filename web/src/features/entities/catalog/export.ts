import { postForFile } from '@/api/client';
import type { SortKey } from '@/api/contract';
import { queryBody } from '@/api/narrow';
import { download } from '@/lib/download';
import type { EntityListView } from '../api';
import type { Field } from './fields';
import { type Chosen, queryOf } from './use-selection';

export type ExportFormat = 'csv' | 'json' | 'yaml';
export interface ExportJob {
  name: string;
  blueprint: string;
  view: EntityListView;
  fields: Field[];
  format: ExportFormat;
  /** Only these, when rows are selected. */
  only: Chosen | undefined;
  signal: AbortSignal;
  onProgress: (done: number, total: number) => void;
}

/** What begins a row in each format, roughly: good enough to say how far it is. */
const ROW: Record<ExportFormat, RegExp> = { csv: /\r\n/g, json: /\n\{/g, yaml: /(^|\n)- /g };
/** Tells spreadsheets that the text is UTF-8. */
const MARK = '\uFEFF';

function bodyOf({ view, fields, format, only }: ExportJob) {
  const query = only ? queryOf(only, view.query) : view.query;
  const columns = [...new Set(['$identifier', ...fields.map((field) => field.relation?.id ?? field.id)])];
  const sort: SortKey[] = view.sort;
  return { format, columns, sort, ...(query ? { query: queryBody(query) } : {}) };
}

/** Saves what matches with the columns shown, as the server streams it; answers how many rows there were. */
export async function exportRows(job: ExportJob): Promise<number> {
  const path = `/v1/blueprints/${encodeURIComponent(job.blueprint)}/entities/export`;
  const response = await postForFile(path, bodyOf(job), job.signal);
  const total = Number(response.headers.get('x-total-count') ?? 0);
  const parts: string[] = job.format === 'csv' ? [MARK] : [];
  let done = 0;
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  for (let chunk = await reader?.read(); chunk && !chunk.done; chunk = await reader?.read()) {
    parts.push(chunk.value);
    done += chunk.value.match(ROW[job.format])?.length ?? 0;
    job.onProgress(Math.min(done, total), total);
  }
  download(`${job.name}.${job.format}`, new Blob(parts), response.headers.get('content-type') ?? '');
  return total;
}
