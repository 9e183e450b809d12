import { Button, NativeSelect } from '@mantine/core';
import { IconClipboardText } from '@tabler/icons-react';
import { useMutation, useQueryClient, useSuspenseQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { usePage } from '@/lib/page';
import { toast } from '@/ui/toast';
import { blueprintsQuery, createBlueprint, refreshBlueprints, versionedQuery } from './api';
import { Builder } from './builder/builder';
import { FormContext } from './builder/context';
import { renamePart, type Section } from './builder/edits';
import { usualMode } from './builder/mode';
import { useDraft } from './builder/use-draft';
import classes from './create.module.css';
import { BLANK, copyOf, toInput } from './document';
import { rewritten } from './rewritten';
import './texts';

const PasteDialog = lazy(() => import('./paste-dialog-lazy'));
const RenameDialog = lazy(() => import('./builder/rename-dialog-lazy'));

const route = getRouteApi('/app/builder/new-blueprint');

/** Another beginning is another draft. */
export function CreateBlueprintPage() {
  const { from } = route.useSearch();
  const { data: known } = useSuspenseQuery(blueprintsQuery);
  const taken = new Set(known.map((each) => each.identifier));
  if (from !== undefined && taken.has(from)) return <Copier key={from} from={from} taken={taken} />;
  return <Creator key="" from={from} initial={BLANK} />;
}

/** Begins with what somebody wrote about another blueprint, comments, order and style included. */
function Copier({ from, taken }: { from: string; taken: ReadonlySet<string> }) {
  const { data } = useSuspenseQuery(versionedQuery(from));
  const [initial] = useState(() => rewritten(data.text, copyOf(data.blueprint, taken)));
  return <Creator from={from} initial={initial} />;
}

function Creator({ from, initial }: { from: string | undefined; initial: string }) {
  const { t } = useTranslation();
  const navigate = route.useNavigate();
  const search = route.useSearch();
  const queryClient = useQueryClient();
  const { data: known } = useSuspenseQuery(blueprintsQuery);
  const draft = useDraft({ name: from ? `new:${from}` : 'new', base: null, initial, known });
  const [pasting, setPasting] = useState(false);
  const [renamed, setRenamed] = useState<{ section: Section; name: string } | null>(null);
  usePage(t('blueprints.create'), [
    { label: t('nav.builder'), to: '/builder/blueprints' },
    { label: t('nav.blueprints'), to: '/builder/blueprints' },
  ]);
  const create = useMutation({
    mutationFn: () => createBlueprint(toInput(draft.data), draft.source),
    onSuccess: async ({ identifier, title }) => {
      toast(t('blueprints.created', { name: title || identifier }));
      draft.discard();
      await refreshBlueprints(queryClient);
      const params = { blueprint: identifier };
      await navigate({ to: '/builder/blueprints/$blueprint', params, search: {}, ignoreBlocker: true });
    },
  });
  const ready = draft.readable && draft.problems === 0 && !create.isPending;
  const submit = () => {
    if (ready) create.mutate();
  };
  return (
    <>
      <Builder
        draft={draft}
        title={t('blueprints.create')}
        description={t('blueprints.createText')}
        saved={undefined}
        known={known}
        mode={search.mode ?? usualMode()}
        onMode={(mode) => void navigate({ search: { ...search, mode }, replace: true, ignoreBlocker: true })}
        error={create.error}
        onSave={submit}
        onRename={(section, name) => setRenamed({ section, name })}
        actions={
          <>
            <NativeSelect
              className={classes.from}
              aria-label={t('builder.from.label')}
              data={[
                { value: '', label: t('builder.from.blank') },
                ...known.map(({ identifier, title }) => ({
                  value: identifier,
                  label: t('builder.from.copy', { name: title || identifier }),
                })),
              ]}
              value={from ?? ''}
              onChange={({ currentTarget: { value } }) =>
                void navigate({ search: { ...search, from: value || undefined } })
              }
            />
            <Button variant="default" leftSection={<IconClipboardText size={15} />} onClick={() => setPasting(true)}>
              {t('builder.paste.open')}
            </Button>
            <Button variant="default" renderRoot={(props) => <Link {...props} to="/builder/blueprints" />}>
              {t('action.cancel')}
            </Button>
            <Button disabled={!ready} loading={create.isPending} onClick={submit}>
              {t('action.create')}
            </Button>
          </>
        }
      />
      <Suspense>{pasting && <PasteDialog onPaste={draft.write} onClose={() => setPasting(false)} />}</Suspense>
      {renamed && (
        <FormContext.Provider
          value={{
            data: draft.data,
            saved: undefined,
            known,
            edit: draft.edit,
            rename: () => undefined,
            open: null,
            setOpen: () => undefined,
          }}
        >
          <Suspense>
            <RenameDialog
              {...renamed}
              stored={false}
              onRename={async (next) => draft.edit(renamePart(renamed.section, renamed.name, next))}
              onClose={() => setRenamed(null)}
            />
          </Suspense>
        </FormContext.Provider>
      )}
    </>
  );
}
