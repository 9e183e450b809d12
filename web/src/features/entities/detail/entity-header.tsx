import { ActionIcon, Button, Tooltip } from '@mantine/core';
import { useClipboard } from '@mantine/hooks';
import { IconCheck, IconLink, IconPencil } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Blueprint, Entity } from '@/api/contract';
import { labelOf, orderedProperties } from '@/features/blueprints/public';
import { useMay } from '@/features/identity/public';
import { WatchButton } from '@/features/notify/public';
import { FavouriteButton } from '@/features/personal/public';
import { EntityIcon } from '@/ui/entity-icon';
import { PageHeader } from '@/ui/page-header';
import { pagesQuery } from '../api';
import { TeamName } from '../names';
import { isHealth, PropertyValue } from '../properties/property-value';
import classes from './entity.module.css';
import { EntityMenu } from './entity-menu';
import { headline } from './headline';
import './texts';

const DeleteDialog = lazy(() => import('../delete-dialog-lazy'));
const AsOfDialog = lazy(async () => ({ default: (await import('./as-of-dialog')).AsOfDialog }));

interface EntityHeaderProps {
  blueprint: Blueprint;
  entity: Entity;
  /** Shown as it was: nothing can be changed. */
  past: boolean;
}

/** Name, actions, and up to seven properties that tell most. */
export function EntityHeader({ blueprint, entity, past }: EntityHeaderProps) {
  const properties = headline(blueprint, entity);
  const description = entity.properties.description;
  const health = orderedProperties(blueprint).find(([id, schema]) => isHealth(id, schema) && entity.properties[id]);
  return (
    <>
      <PageHeader
        icon={<EntityIcon icon={entity.icon ?? blueprint.icon} blueprint={blueprint.identifier} size={22} />}
        title={entity.title || entity.identifier}
        description={typeof description === 'string' ? description : <code>{entity.identifier}</code>}
        aside={health && <PropertyValue id={health[0]} schema={health[1]} value={entity.properties[health[0]]} />}
        actions={<Actions blueprint={blueprint} entity={entity} past={past} />}
      />
      {(properties.length > 0 || entity.team.length > 0) && (
        <dl className={classes.meta}>
          {entity.team.length > 0 && (
            <div>
              <dt>{labelOf('team', { title: blueprint.ownership?.title })}</dt>
              <dd className="row">
                {entity.team.slice(0, 2).map((team) => (
                  <TeamName key={team} identifier={team} />
                ))}
              </dd>
            </div>
          )}
          {properties.map(([id, schema]) => (
            <div key={id}>
              <dt>{labelOf(id, schema)}</dt>
              <dd>
                <PropertyValue schema={schema} value={entity.properties[id]} size="cell" />
              </dd>
            </div>
          ))}
        </dl>
      )}
    </>
  );
}

function Actions({ blueprint, entity, past }: EntityHeaderProps) {
  const { t } = useTranslation();
  const may = useMay();
  const navigate = useNavigate();
  const clipboard = useClipboard();
  const [dialog, setDialog] = useState<'delete' | 'asOf' | null>(null);
  const params = { blueprint: blueprint.identifier, entity: entity.identifier };
  const page = useQuery(pagesQuery).data?.find((each) => each.blueprint === blueprint.identifier);
  const leave = () =>
    page ? navigate({ to: '/catalog/$page', params: { page: page.identifier }, search: {} }) : navigate({ to: '/' });
  return (
    <>
      {!past && (
        <Suspense fallback={<span className={classes.marks} />}>
          <FavouriteButton target={{ kind: 'entity', blueprint: params.blueprint, identifier: params.entity }} />
          <WatchButton target={params} />
        </Suspense>
      )}
      <Tooltip label={t(clipboard.copied ? 'action.copied' : 'catalog.copyLink')}>
        <ActionIcon
          variant="default"
          size={34}
          aria-label={t('catalog.copyLink')}
          onClick={() => clipboard.copy(location.href)}
        >
          {clipboard.copied ? <IconCheck size={16} /> : <IconLink size={16} />}
        </ActionIcon>
      </Tooltip>
      {may('update:entities') && !past && (
        <Button
          leftSection={<IconPencil size={15} />}
          renderRoot={(props) => <Link {...props} to="/e/$blueprint/$entity/edit" params={params} search={{}} />}
        >
          {t('action.edit')}
        </Button>
      )}
      <EntityMenu
        blueprint={blueprint}
        entity={entity}
        onPast={() => setDialog('asOf')}
        onDelete={may('delete:entities') && !past ? () => setDialog('delete') : undefined}
      />
      <Suspense fallback={null}>
        {dialog === 'asOf' && <AsOfDialog entity={entity} onClose={() => setDialog(null)} />}
        {dialog === 'delete' && (
          <DeleteDialog
            blueprint={blueprint.identifier}
            identifier={entity.identifier}
            onClose={() => setDialog(null)}
            onDeleted={leave}
          />
        )}
      </Suspense>
    </>
  );
}
