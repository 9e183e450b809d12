import { useMutation, useQueryClient, useSuspenseQuery } from '@tanstack/react-query';
import { getRouteApi, notFound, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { blueprintsQuery } from '@/features/blueprints/public';
import { usePage } from '@/lib/page';
import { toast } from '@/ui/toast';
import {
  createScorecard,
  refreshScorecards,
  replaceScorecard,
  type Scorecard,
  type ScorecardInput,
  scorecardsQuery,
} from './api';
import { BLANK, toDocument } from './document';
import { ScorecardEditor } from './editor';
import './texts';

const route = getRouteApi('/app/builder/scorecards/$scorecard');

/** Another scorecard is another editor. */
export function EditScorecardPage() {
  const { scorecard: identifier } = route.useParams();
  const { data: scorecards } = useSuspenseQuery(scorecardsQuery);
  const scorecard = scorecards.find((each) => each.identifier === identifier);
  if (!scorecard) throw notFound();
  return <Changing key={identifier} scorecard={scorecard} />;
}

function Changing({ scorecard }: { scorecard: Scorecard }) {
  const { t } = useTranslation();
  const [initial] = useState(() => toDocument(scorecard));
  usePage(scorecard.title, [{ label: t('nav.scorecards'), to: '/scorecards' }]);
  const save = useSave((input) => replaceScorecard(scorecard, input), 'saved');
  return (
    <ScorecardEditor
      title={scorecard.title}
      initial={initial}
      blueprint={scorecard.blueprint}
      saving={save.isPending}
      saved={save.isSuccess}
      error={save.error}
      submitLabel={t('action.save')}
      onSubmit={save.mutate}
    />
  );
}

/** A scorecard of any blueprint, from a short beginning. */
export function CreateScorecardPage() {
  const { t } = useTranslation();
  const { data: blueprints } = useSuspenseQuery(blueprintsQuery);
  const [blueprint, setBlueprint] = useState('');
  usePage(t('scorecards.create'), [{ label: t('nav.scorecards'), to: '/scorecards' }]);
  const save = useSave((input) => createScorecard(blueprint, input), 'created');
  return (
    <ScorecardEditor
      title={t('scorecards.create')}
      initial={BLANK}
      blueprint={blueprint}
      blueprints={blueprints}
      onBlueprint={setBlueprint}
      saving={save.isPending}
      saved={save.isSuccess}
      error={save.error}
      submitLabel={t('action.create')}
      onSubmit={save.mutate}
    />
  );
}

function useSave(send: (input: ScorecardInput) => Promise<Scorecard>, said: 'saved' | 'created') {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: send,
    onSuccess: async ({ identifier, title }) => {
      await refreshScorecards(queryClient);
      toast(t(`scorecards.${said}`, { name: title }));
      await navigate({ to: '/scorecards/$scorecard', params: { scorecard: identifier }, ignoreBlocker: true });
    },
  });
}
