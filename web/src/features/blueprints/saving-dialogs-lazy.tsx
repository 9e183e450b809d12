import { useTranslation } from 'react-i18next';
import type { Blueprint, BlueprintInput } from '@/api/contract';
import { toast } from '@/ui/toast';
import type { Draft } from './builder/use-draft';
import { toDocument, toInput } from './document';
import { leavesOf } from './history/leaves';
import { Leaves } from './history/leaves-table';
import { ImpactDialog } from './impact-dialog';
import { MergeDialog } from './merge-dialog';
import type { Saving } from './use-saving';

interface SavingDialogsProps {
  saving: Saving;
  draft: Draft;
  before: Blueprint;
  entities: number;
}

/** The decisions on the way to saving: what it means, and what to keep when somebody was faster. */
export default function SavingDialogs({ saving, draft, before, entities }: SavingDialogsProps) {
  const { t } = useTranslation();
  const { step } = saving;
  if (step?.kind === 'conflict') {
    return (
      <MergeDialog
        comparison={step.comparison}
        source={draft.source}
        onClose={saving.close}
        onMerged={(source) => {
          saving.merged(source, step.theirs);
          toast(t('builder.merge.done'));
        }}
      />
    );
  }
  if (step?.kind !== 'review') return null;
  return (
    <ImpactDialog
      title={t(step.asked.restores ? 'builder.history.restoreTitle' : 'builder.impact.title')}
      restored={step.asked.restores && <Restored before={before} after={step.asked.after} />}
      before={before}
      after={step.asked.after}
      entities={entities}
      plan={saving.plan}
      error={saving.error}
      saving={saving.saving}
      onClose={saving.close}
      onSave={saving.confirm}
    />
  );
}

/** Part by part, what the earlier version says otherwise. */
function Restored({ before, after }: { before: Blueprint; after: BlueprintInput }) {
  const { t } = useTranslation();
  const now = toInput(toDocument(before)) as Record<string, unknown>;
  const then = after as Record<string, unknown>;
  const names = [...new Set([...Object.keys(now), ...Object.keys(then)])].filter((name) => name !== 'yaml');
  const leaves = names.flatMap((name) => leavesOf(name, now[name], then[name]));
  if (leaves.length === 0) return <p className="muted">{t('builder.history.text')}</p>;
  return <Leaves leaves={leaves} />;
}
