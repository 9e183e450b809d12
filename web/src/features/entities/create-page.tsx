import { Button } from '@mantine/core';
import { useMutation, useQueryClient, useSuspenseQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { blueprintQuery } from '@/features/blueprints/public';
import { usePage } from '@/lib/page';
import { writeYaml } from '@/lib/yaml-doc';
import { toast } from '@/ui/toast';
import { createEntity, refreshEntities } from './api';
import { emptyDocument, toInput } from './form/document';
import { EntityEditor } from './form/entity-editor';

const route = getRouteApi('/app/create/$blueprint');

/** Creates an entity of one blueprint. */
export function CreateEntityPage() {
  const { t } = useTranslation();
  const params = route.useParams();
  const { mode = 'form' } = route.useSearch();
  const navigate = route.useNavigate();
  const queryClient = useQueryClient();
  const { data: blueprint } = useSuspenseQuery(blueprintQuery(params.blueprint));
  const [initial] = useState(() => writeYaml(emptyDocument(blueprint)));
  const title = t('entity.form.createTitle', { blueprint: blueprint.title || blueprint.identifier });
  usePage(title, [{ label: t('entity.form.choose'), to: '/create' }]);
  const create = useMutation({
    mutationFn: (data: Record<string, unknown>) => createEntity(params.blueprint, toInput(data)),
    onSuccess: async (entity) => {
      toast(t('entity.form.created', { name: entity.title || entity.identifier }));
      await refreshEntities(queryClient, params.blueprint);
      await navigate({
        to: '/e/$blueprint/$entity',
        params: { blueprint: params.blueprint, entity: entity.identifier },
        search: {},
        ignoreBlocker: true,
      });
    },
  });
  return (
    <EntityEditor
      blueprint={blueprint}
      title={title}
      fileName={t('entity.form.file', { name: blueprint.identifier })}
      initial={initial}
      mode={mode}
      onMode={(next) =>
        void navigate({ search: next === 'yaml' ? { mode: 'yaml' } : {}, replace: true, ignoreBlocker: true })
      }
      submitLabel={t('action.create')}
      saving={create.isPending}
      saved={create.isSuccess}
      error={create.error}
      cancel={
        <Button variant="default" renderRoot={(props) => <Link {...props} to="/create" />}>
          {t('action.cancel')}
        </Button>
      }
      onSubmit={(data) => create.mutate(data)}
    />
  );
}
