import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { answer, api, upload } from '@/api/client';
import type { ImportRun, Plan, TableFile, TableMapping } from '@/api/contract';
import { importKeys } from './api';

// What only the late pages of imports ask for; `api.ts` comes with the first page.

export type DocumentResult = 'accepted' | 'rejected' | 'skipped';

/** What became of each document, page by page. */
export const importDocumentsQuery = (id: string, result: DocumentResult | undefined) =>
  infiniteQueryOptions({
    queryKey: [...importKeys.one(id), 'documents', result ?? 'all'] as const,
    queryFn: ({ pageParam }) =>
      answer(
        api.GET('/v1/imports/{import_id}/documents', {
          params: {
            path: { import_id: id },
            query: { ...(pageParam ? { cursor: pageParam } : {}), ...(result ? { result } : {}) },
          },
        }),
      ),
    initialPageParam: '',
    getNextPageParam: (last) => last.next || undefined,
  });

export interface ImportRequest {
  file: File;
  source: string;
  dryRun: boolean;
  confirmRemovals: boolean;
  /** Which column goes where, when the file is a table of rows. */
  mapping?: TableMapping;
}

/** Uploads a file; the import runs on the server and answers with where to watch it. */
export async function startImport(request: ImportRequest): Promise<ImportRun> {
  const form = new FormData();
  form.set('file', request.file);
  form.set('source', request.source);
  form.set('dryRun', String(request.dryRun));
  form.set('confirmRemovals', String(request.confirmRemovals));
  if (request.mapping) form.set('mapping', JSON.stringify(request.mapping));
  return (await upload<{ import: ImportRun }>('/v1/imports', form)).import;
}

export interface Reading {
  blueprint?: string;
  encoding?: string;
  delimiter?: string;
}

/** Looks into a table of rows: its columns, samples, and where each probably goes. */
export async function inspectTable(file: File, reading: Reading): Promise<TableFile> {
  const form = new FormData();
  form.set('file', file);
  for (const [name, value] of Object.entries(reading)) if (value) form.set(name, value);
  return (await upload<{ table: TableFile }>('/v1/imports/tables', form)).table;
}

/** Where what an import rejected can be downloaded. */
export function rejectedHref(id: string): string {
  return `/v1/imports/${encodeURIComponent(id)}/rejected`;
}

/** What each source owns, page by page. */
export const sourcesQuery = infiniteQueryOptions({
  queryKey: importKeys.sources,
  queryFn: ({ pageParam }) =>
    answer(api.GET('/v1/imports/sources', { params: { query: pageParam ? { cursor: pageParam } : {} } })),
  initialPageParam: '',
  getNextPageParam: (last) => last.next || undefined,
});

/** What removing a source would delete. */
export const removalQuery = (source: string) =>
  queryOptions({
    queryKey: [...importKeys.sources, source, 'plan'] as const,
    queryFn: async () => (await removal(source, { dry_run: true })).plan as unknown as Plan,
    staleTime: 0,
    gcTime: 0,
  });

/** Takes back what a source states, as the plan with this digest said. */
export async function removeSource(source: string, digest: string): Promise<void> {
  await removal(source, { digest });
}

function removal(source: string, query: { dry_run?: boolean; digest?: string }) {
  return answer(api.DELETE('/v1/imports/sources/{source}', { params: { path: { source }, query } }));
}

/** Stops an import that is under way; what was written stays. */
export async function cancelImport(id: string): Promise<void> {
  await api.POST('/v1/imports/{import_id}/cancel', { params: { path: { import_id: id } } });
}
