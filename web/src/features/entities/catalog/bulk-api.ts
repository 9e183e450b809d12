import { queryOptions } from '@tanstack/react-query';
import { answer, api, tracesOf } from '@/api/client';
import type { EntityInput, Plan, Query } from '@/api/contract';
import { planOf, queryBody } from '@/api/narrow';
import type { components } from '@/api/schema';

type Schemas = components['schemas'];
export type Operation = Schemas['SweepOut'];
/** An operation that was started here; the bin keeps what it deletes under the traces. */
export type Started = Operation & { traces: string[] };
export type Refused = Schemas['Refused'];

/** What is to become of all that the query finds: a change, or nothing for deletion. */
export interface BulkOrder {
  blueprint: string;
  query: Query | undefined;
  change: Partial<EntityInput> | null;
  dependents: boolean;
}
export interface BulkPlan {
  plan: Plan;
  digest: string;
  count: number;
  rehearsed: number;
  failures: Refused[];
}

function bodyOf({ query, change, dependents }: BulkOrder, digest?: string): Schemas['SweepIn'] {
  return {
    ...(query ? { query: queryBody(query) } : {}),
    ...(change ? { change: change as Schemas['ChangeIn'] } : { delete: true as const }),
    deleteDependents: dependents,
    ...(digest ? { digest } : {}),
  };
}

const send = (order: BulkOrder, digest?: string) =>
  api.POST('/v1/blueprints/{blueprint}/entities/bulk-operations', {
    params: { path: { blueprint: order.blueprint } },
    body: bodyOf(order, digest),
  });

/** What would happen, rehearsed by the server on the first five hundred. */
export const bulkPlanQuery = (order: BulkOrder) =>
  queryOptions({
    queryKey: ['bulk-plan', order] as const,
    queryFn: async (): Promise<BulkPlan> => {
      const { plan, digest, count, rehearsed, failures } = await answer(send(order));
      return {
        plan: planOf(plan),
        digest: digest ?? '',
        count: count ?? 0,
        rehearsed: rehearsed ?? 0,
        failures: failures ?? [],
      };
    },
    staleTime: 0,
    gcTime: 0,
    placeholderData: undefined,
  });

function operationOf({ operation }: Partial<Schemas['SweepAnswer']>): Operation {
  if (!operation) throw new Error('The server sent no operation.');
  return operation;
}

/** Starts what the plan said; the server refuses when that would be something else by now. */
export async function startBulk(order: BulkOrder, digest: string): Promise<Started> {
  const { data, response } = await send(order, digest);
  return { ...operationOf(data ?? {}), traces: tracesOf(response) };
}

const path = (operation: string) => ({ params: { path: { operation } } });

export async function undoBulk(operation: string): Promise<Operation> {
  return operationOf(await answer(api.POST('/v1/bulk-operations/{operation}/undo', path(operation))));
}

export function isOver({ status }: Operation): boolean {
  return status === 'COMPLETED' || status === 'FAILURE';
}

/** How far an operation is; asked twice a second until it is over. */
export const operationQuery = (operation: string) =>
  queryOptions({
    queryKey: ['bulk-operation', operation] as const,
    queryFn: async () => operationOf(await answer(api.GET('/v1/bulk-operations/{operation}', path(operation)))),
    refetchInterval: ({ state }) => (state.data && isOver(state.data) ? false : 500),
    placeholderData: undefined,
  });
