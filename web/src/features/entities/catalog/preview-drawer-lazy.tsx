import { Button, Drawer } from '@mantine/core';
import { IconArrowRight } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { Blueprint } from '@/api/contract';
import { EntityIcon } from '@/ui/entity-icon';
import { Failure } from '@/ui/failure';
import { Skeleton } from '@/ui/skeleton';
import { useFocusReturn } from '@/ui/use-focus-return';
import { entityQuery } from '../api';
import { PropertyList } from '../detail/property-list';
import { RelationSummary } from '../detail/relation-summary';
import classes from './preview.module.css';

interface PreviewDrawerProps {
  blueprint: Blueprint;
  identifier: string;
  onClose: () => void;
}

/** An entity beside the list it was found in. */
export default function PreviewDrawer({ blueprint, identifier, onClose }: PreviewDrawerProps) {
  const { t } = useTranslation();
  useFocusReturn();
  return (
    <Drawer
      opened
      onClose={onClose}
      size={480}
      title={t('catalog.preview')}
      closeButtonProps={{ 'aria-label': t('action.close') }}
      overlayProps={{ backgroundOpacity: 0.18 }}
      transitionProps={{ duration: 120 }}
    >
      <Preview blueprint={blueprint} identifier={identifier} />
    </Drawer>
  );
}

function Preview({ blueprint, identifier }: { blueprint: Blueprint; identifier: string }) {
  const { t } = useTranslation();
  const { data: entity, error, refetch } = useQuery(entityQuery(blueprint.identifier, identifier));
  if (error) return <Failure error={error} onRetry={() => void refetch()} />;
  if (!entity) return <Skeleton kind="lines" rows={8} />;
  const name = entity.title || entity.identifier;
  return (
    <div className={classes.preview}>
      <div className={classes.head}>
        <span className={classes.tile}>
          <EntityIcon icon={entity.icon ?? blueprint.icon} blueprint={blueprint.identifier} size={20} />
        </span>
        <div className="grow">
          <h2>{name}</h2>
          <code className="faint">{entity.identifier}</code>
        </div>
      </div>
      <PropertyList blueprint={blueprint} entity={entity} />
      <RelationSummary blueprint={blueprint} entity={entity} />
      <Button
        rightSection={<IconArrowRight size={15} />}
        data-autofocus
        renderRoot={(props) => (
          <Link
            {...props}
            to="/e/$blueprint/$entity"
            params={{ blueprint: blueprint.identifier, entity: identifier }}
          />
        )}
      >
        {t('catalog.openFull', { name })}
      </Button>
    </div>
  );
}
