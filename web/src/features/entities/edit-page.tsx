import { Button } from '@mantine/core';
import { useMutation, useQueryClient, useSuspenseQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { blueprintQuery } from '@/features/blueprints/public';
import { usePage } from '@/lib/page';
import { writeYaml } from '@/lib/yaml-doc';
import { toast } from '@/ui/toast';
import { entityQuery, refreshEntities, replaceEntity } from './api';
import { toDocument, toInput } from './form/document';
import { EntityEditor } from './form/entity-editor';

const route = getRouteApi('/app/e/$blueprint/$entity/edit');

/** Changes an entity, as a form or as YAML. */
export function EditEntityPage() {
  const { t } = useTranslation();
  const params = route.useParams();
  const { mode = 'form' } = route.useSearch();
  const navigate = route.useNavigate();
  const queryClient = useQueryClient();
  const { data: blueprint } = useSuspenseQuery(blueprintQuery(params.blueprint));
  const { data: entity } = useSuspenseQuery(entityQuery(params.blueprint, params.entity));
  const [initial] = useState(() => writeYaml(toDocument(blueprint, entity)));
  const name = entity.title || entity.identifier;
  usePage(t('entity.form.editTitle', { name }), [
    { label: blueprint.title || blueprint.identifier },
    { label: name, to: `/e/${encodeURIComponent(params.blueprint)}/${encodeURIComponent(params.entity)}` },
  ]);
  const save = useMutation({
    mutationFn: (data: Record<string, unknown>) => replaceEntity(params.blueprint, params.entity, toInput(data)),
    onSuccess: async (saved) => {
      toast(t('entity.form.saved', { name: saved.title || saved.identifier }));
      await refreshEntities(queryClient, params.blueprint);
      await navigate({
        to: '/e/$blueprint/$entity',
        params: { blueprint: params.blueprint, entity: saved.identifier },
        search: {},
        ignoreBlocker: true,
      });
    },
  });
  return (
    <EntityEditor
      blueprint={blueprint}
      title={t('entity.form.editTitle', { name })}
      fileName={t('entity.form.file', { name: entity.identifier })}
      initial={initial}
      mode={mode}
      onMode={(next) =>
        void navigate({ search: next === 'yaml' ? { mode: 'yaml' } : {}, replace: true, ignoreBlocker: true })
      }
      submitLabel={t('entity.form.save')}
      saving={save.isPending}
      saved={save.isSuccess}
      error={save.error}
      cancel={
        <Button
          variant="default"
          renderRoot={(props) => <Link {...props} to="/e/$blueprint/$entity" params={params} search={{}} />}
        >
          {t('action.cancel')}
        </Button>
      }
      onSubmit={(data) => save.mutate(data)}
    />
  );
}
