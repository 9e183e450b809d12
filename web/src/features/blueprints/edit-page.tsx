import { Button } from '@mantine/core';
import { IconHistory } from '@tabler/icons-react';
import { useQuery, useQueryClient, useSuspenseQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { formatList } from '@/lib/format';
import { usePage } from '@/lib/page';
import { Skeleton } from '@/ui/skeleton';
import { toast } from '@/ui/toast';
import {
  blueprintCountQuery,
  blueprintsQuery,
  type Renaming,
  refreshBlueprints,
  renamePart as renameStored,
  replaceBlueprint,
  type Versioned,
  versionedQuery,
} from './api';
import { Builder } from './builder/builder';
import { FormContext } from './builder/context';
import { partsOf, renamePart, type Section } from './builder/edits';
import { usualMode } from './builder/mode';
import { type Draft, useDraft } from './builder/use-draft';
import { toDocument, toInput } from './document';
import { rewritten } from './rewritten';
import { useSaving } from './use-saving';
import './texts';

const HistoryView = lazy(() => import('./history/history-view-lazy'));
const RenameDialog = lazy(() => import('./builder/rename-dialog-lazy'));
const SavingDialogs = lazy(() => import('./saving-dialogs-lazy'));

const route = getRouteApi('/app/builder/blueprints/$blueprint');

/** Another blueprint is another editor. */
export function EditBlueprintPage() {
  const { blueprint } = route.useParams();
  return <Editor key={blueprint} identifier={blueprint} />;
}

function Editor({ identifier }: { identifier: string }) {
  const { t } = useTranslation();
  const navigate = route.useNavigate();
  const search = route.useSearch();
  const { data: opened } = useSuspenseQuery(versionedQuery(identifier));
  const { data: known } = useSuspenseQuery(blueprintsQuery);
  const count = useQuery(blueprintCountQuery(identifier)).data ?? 0;
  const [start] = useState(opened);
  const draft = useDraft({ name: identifier, base: start, initial: start.text, known });
  const base = draft.base ?? start;
  const name = base.blueprint.title || base.blueprint.identifier;
  usePage(name, [
    { label: t('nav.builder'), to: '/builder/blueprints' },
    { label: t('nav.blueprints'), to: '/builder/blueprints' },
  ]);
  const saving = useSaving(draft, base, async ({ blueprint: { identifier: now, title } }) => {
    toast(t('blueprints.saved', { name: title || now }));
    if (now !== identifier) {
      const params = { blueprint: now };
      await navigate({ to: '/builder/blueprints/$blueprint', params, search, ignoreBlocker: true, replace: true });
    }
  });
  const [renamed, setRenamed] = useState<{ section: Section; name: string } | null>(null);
  const history = search.mode === 'history';
  const ready = draft.dirty && draft.readable && draft.problems === 0;
  const save = (show: boolean) => {
    if (ready && !saving.busy) saving.start({ after: draft.data, text: draft.source, show });
  };
  const show = (mode: typeof search.mode) => navigate({ search: { mode }, replace: true, ignoreBlocker: true });
  return (
    <>
      <Builder
        draft={draft}
        title={name}
        description={t('blueprints.entities', { count })}
        saved={base.blueprint}
        known={known}
        mode={history || !search.mode ? usualMode() : (search.mode as 'form')}
        onMode={(mode) => void show(mode)}
        error={saving.step === null ? saving.error : null}
        onSave={() => save(false)}
        onRename={(section, part) => setRenamed({ section, name: part })}
        instead={
          history ? (
            <Suspense fallback={<Skeleton kind="lines" rows={6} />}>
              <HistoryView
                identifier={base.blueprint.identifier}
                text={base.text}
                dirty={draft.dirty}
                onRestore={saving.start}
              />
            </Suspense>
          ) : undefined
        }
        actions={
          <>
            <Button
              variant="default"
              aria-pressed={history}
              leftSection={<IconHistory size={15} />}
              onClick={() => void show(history ? undefined : 'history')}
            >
              {t('builder.showHistory')}
            </Button>
            <Button variant="default" disabled={!ready} onClick={() => save(true)}>
              {t('builder.preview')}
            </Button>
            <Button disabled={!ready} loading={saving.busy} onClick={() => save(false)}>
              {t('action.save')}
            </Button>
          </>
        }
      />
      <Suspense>
        {saving.step && <SavingDialogs saving={saving} draft={draft} before={base.blueprint} entities={count} />}
        {renamed && <Rename draft={draft} base={base} part={renamed} onClose={() => setRenamed(null)} />}
      </Suspense>
    </>
  );
}

const STORED = ['properties', 'mirrorProperties', 'relations'];

interface RenameProps {
  draft: Draft;
  base: Versioned;
  part: { section: Section; name: string };
  onClose: () => void;
}

/** What is stored is renamed there, so that values move along; what is not, in the draft alone. */
function Rename({ draft, base, part: { section, name }, onClose }: RenameProps) {
  const { t } = useTranslation();
  const queryClient = useQueryClient();
  const held = partsOf(toDocument(base.blueprint), section).some(([each]) => each === name);
  const stored = held && STORED.includes(section);
  const rename = async (next: string) => {
    const edit = renamePart(section, name, next);
    if (stored) {
      const asked = { section, name, next } as Renaming;
      const { mentions, ...saved } = await renameStored(base.blueprint.identifier, asked);
      const document = toDocument(saved.blueprint);
      const renamed = { ...saved, text: rewritten(edit(base.text), document) };
      if (draft.dirty) draft.rebase(renamed, edit(draft.source));
      else {
        const { identifier } = saved.blueprint;
        draft.settle(await replaceBlueprint(identifier, toInput(document), renamed.text, saved.etag));
      }
      await refreshBlueprints(queryClient);
      const done = { name: next, list: formatList(mentions) };
      toast(t(mentions.length > 0 ? 'builder.rename.mentions' : 'builder.rename.done', done));
    } else draft.edit(edit);
  };
  return (
    <FormContext.Provider
      value={{
        data: draft.data,
        saved: base.blueprint,
        known: [],
        edit: draft.edit,
        rename: () => undefined,
        open: null,
        setOpen: () => undefined,
      }}
    >
      <RenameDialog section={section} name={name} stored={stored} onRename={rename} onClose={onClose} />
    </FormContext.Provider>
  );
}
