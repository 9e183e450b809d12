import { type QueryClient, queryOptions } from '@tanstack/react-query';
import { answer, api } from '@/api/client';
import type { components } from '@/api/schema';

type Schemas = components['schemas'];
export type Scorecard = Schemas['ScorecardShape'];
export type Summary = Schemas['SummaryShape'];
export type Figures = Schemas['FiguresShape'];
export type Course = Schemas['OverTimeShape'];
export type EntityScorecard = Schemas['EntityScorecard'];
/** A scorecard as a person writes it: the server says what is wrong with it. */
export type ScorecardInput = Record<string, unknown>;

export const scorecardKeys = {
  all: ['scorecards'] as const,
  one: (scorecard: string) => ['scorecards', scorecard] as const,
};

export const scorecardsQuery = queryOptions({
  queryKey: [...scorecardKeys.all, 'list'] as const,
  queryFn: async () => (await answer(api.GET('/v1/scorecards'))).scorecards,
});

export const summaryQuery = (scorecard: string) =>
  queryOptions({
    queryKey: [...scorecardKeys.one(scorecard), 'summary'] as const,
    queryFn: async () =>
      (await answer(api.GET('/v1/scorecards/{scorecard}/summary', { params: { path: { scorecard } } }))).summary,
    // Results follow changes by a moment; while they are made anew the page asks again.
    refetchInterval: ({ state }) => (state.data?.pending ? 2_000 : 30_000),
  });

export const courseQuery = (scorecard: string) =>
  queryOptions({
    queryKey: [...scorecardKeys.one(scorecard), 'course'] as const,
    queryFn: async () => {
      const zone = Intl.DateTimeFormat().resolvedOptions().timeZone || 'UTC';
      const query = { preset: 'lastMonth', interval: 'day', zone } as const;
      const params = { path: { scorecard }, query };
      return (await answer(api.GET('/v1/scorecards/{scorecard}/over-time', { params }))).result;
    },
  });

export const entityScorecardsQuery = (blueprint: string, entity: string) =>
  queryOptions({
    queryKey: [...scorecardKeys.all, 'of', blueprint, entity] as const,
    queryFn: async () => {
      const params = { path: { blueprint, entity } };
      return (await answer(api.GET('/v1/blueprints/{blueprint}/entities/{entity}/scorecards', { params }))).scorecards;
    },
  });

/** How entities would do; nothing is written. */
export const previewQuery = (blueprint: string, input: ScorecardInput | null) =>
  queryOptions({
    queryKey: [...scorecardKeys.all, 'preview', blueprint, input] as const,
    queryFn: async () => {
      const { blueprint: _, ...body } = input ?? {};
      const params = { path: { blueprint } };
      const sent = { params, body: body as unknown as Schemas['PreviewIn'] };
      return (await answer(api.POST('/v1/blueprints/{blueprint}/scorecards/preview', sent))).preview;
    },
    enabled: blueprint !== '' && input !== null,
    retry: false,
    staleTime: 0,
  });

export async function createScorecard(blueprint: string, input: ScorecardInput): Promise<Scorecard> {
  const sent = { params: { path: { blueprint } }, body: input as unknown as Schemas['ScorecardIn'] };
  return (await answer(api.POST('/v1/blueprints/{blueprint}/scorecards', sent))).scorecard;
}

export async function replaceScorecard(
  { blueprint, identifier }: Scorecard,
  input: ScorecardInput,
): Promise<Scorecard> {
  const params = { path: { blueprint, scorecard: identifier } };
  const sent = { params, body: input as unknown as Schemas['ScorecardIn'] };
  return (await answer(api.PUT('/v1/blueprints/{blueprint}/scorecards/{scorecard}', sent))).scorecard;
}

export async function deleteScorecard({ blueprint, identifier }: Scorecard): Promise<void> {
  const params = { path: { blueprint, scorecard: identifier } };
  await api.DELETE('/v1/blueprints/{blueprint}/scorecards/{scorecard}', { params });
}

/** Forgets what a change of scorecards may have made stale. */
export async function refreshScorecards(queryClient: QueryClient): Promise<void> {
  await queryClient.invalidateQueries({ queryKey: scorecardKeys.all });
}
