import { Button } from '@mantine/core';
import { IconBox, IconPlus } from '@tabler/icons-react';
import { useSuspenseQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { blueprintsQuery, isSystemBlueprint } from '@/features/blueprints/public';
import { usePage } from '@/lib/page';
import { Empty } from '@/ui/empty';
import { EntityIcon } from '@/ui/entity-icon';
import { PageHeader } from '@/ui/page-header';
import classes from './choose.module.css';

/** Which kind of entity to create. */
export function ChooseBlueprintPage() {
  const { t } = useTranslation();
  usePage(t('entity.form.choose'));
  const { data } = useSuspenseQuery(blueprintsQuery);
  const blueprints = data.filter((blueprint) => !isSystemBlueprint(blueprint.identifier));
  return (
    <div className="page">
      <PageHeader
        title={t('entity.form.choose')}
        icon={<IconPlus size={20} />}
        description={t('entity.form.chooseText')}
      />
      {blueprints.length === 0 ? (
        <Empty
          icon={<IconBox size={28} stroke={1.5} />}
          title={t('entity.form.noBlueprints')}
          text={t('entity.form.noBlueprintsText')}
          action={
            <Button renderRoot={(props) => <Link {...props} to="/builder/new-blueprint" />}>
              {t('blueprints.create')}
            </Button>
          }
        />
      ) : (
        <ul className={classes.choices}>
          {blueprints.map((blueprint) => (
            <li key={blueprint.identifier}>
              <Link to="/create/$blueprint" params={{ blueprint: blueprint.identifier }} search={{}}>
                <span className={classes.tile}>
                  <EntityIcon icon={blueprint.icon} blueprint={blueprint.identifier} size={18} />
                </span>
                <span className="grow">
                  <b>{blueprint.title || blueprint.identifier}</b>
                  {blueprint.description && <small>{blueprint.description}</small>}
                </span>
              </Link>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
