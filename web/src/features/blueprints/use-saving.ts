import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { BlueprintInput, Plan } from '@/api/contract';
import { ApiError } from '@/api/error';
import { planBlueprint, refreshBlueprints, replaceBlueprint, type Versioned, versionedQuery } from './api';
import type { Draft } from './builder/use-draft';
import { toDocument, toInput } from './document';
import { impactOf, isHarmless } from './impact';
import { type Comparison, compare } from './merge';

/** What stands between a wish to save and its end. */
export type Step =
  | { kind: 'review'; asked: Asked }
  | { kind: 'conflict'; comparison: Comparison; theirs: Versioned }
  | null;

export interface Asked {
  after: BlueprintInput;
  /** The text that says it. */
  text: string;
  /** Shows the impact also where nothing is lost. */
  show: boolean;
  /** The change is an earlier version, brought back. */
  restores?: boolean;
}

const isOutdated = (error: unknown) => error instanceof ApiError && error.code === 'outdated';

/** Saves a draft over the version that it stands on: the plan first, and a merge when somebody was faster. */
export function useSaving(draft: Draft, base: Versioned, onSaved: (saved: Versioned) => void) {
  const queryClient = useQueryClient();
  const [step, setStep] = useState<Step>(null);
  const { identifier } = base.blueprint;

  const conflict = async () => {
    const theirs = await queryClient.fetchQuery(versionedQuery(identifier));
    const before = toInput(toDocument(base.blueprint));
    const comparison = compare(before, draft.data, toInput(toDocument(theirs.blueprint)));
    setStep({ kind: 'conflict', comparison, theirs });
  };
  const onError = (error: unknown) => {
    if (isOutdated(error)) void conflict();
  };
  const put = useMutation({
    mutationFn: ({ after, text }: Asked) => replaceBlueprint(identifier, after, text, base.etag),
    onSuccess: async (saved) => {
      setStep(null);
      draft.settle(saved);
      await refreshBlueprints(queryClient);
      onSaved(saved);
    },
    onError,
  });
  const plan = useMutation({
    mutationFn: ({ after }: Asked): Promise<Plan> => planBlueprint(identifier, after, base.etag),
    onSuccess: (found, asked) => {
      if (!asked.show && isHarmless(impactOf(base.blueprint, asked.after, found))) put.mutate(asked);
      else setStep({ kind: 'review', asked });
    },
    onError,
  });
  const start = (asked: Asked) => {
    put.reset();
    if (asked.show) setStep({ kind: 'review', asked });
    plan.mutate(asked);
  };
  const error = [put.error, plan.error].find((each) => each !== null && !isOutdated(each)) ?? null;
  return {
    step,
    plan: plan.data,
    busy: plan.isPending || put.isPending,
    saving: put.isPending,
    error,
    start,
    confirm: () => {
      if (step?.kind === 'review') put.mutate(step.asked);
    },
    close: () => setStep(null),
    merged: (source: string, theirs: Versioned) => {
      draft.rebase(theirs, source);
      setStep(null);
    },
  };
}

export type Saving = ReturnType<typeof useSaving>;
