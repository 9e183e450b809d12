import { Button } from '@mantine/core';
import { IconBox, IconCircleCheck, IconFileImport, IconTable, IconUserPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { createElement, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { blueprintsQuery } from '@/features/blueprints/public';
import { pagesQuery } from '@/features/entities/public';
import { usersQuery } from '@/features/identity/public';
import { importsQuery } from '@/features/imports/public';
import { hasSeen, markSeen } from '@/lib/seen';
import { Badge } from '@/ui/badge';
import { Card } from '@/ui/card';
import { Skeleton } from '@/ui/skeleton';
import classes from './checklist.module.css';
import { STEPS, type Step, stepsTaken } from './steps';

const HIDDEN = 'checklist-hidden';
const ICONS = { import: IconFileImport, look: IconTable, invite: IconUserPlus, model: IconBox };

/** The first four steps of an installation; each shows when it is taken. */
export function Checklist() {
  const { t } = useTranslation();
  const [hidden, setHidden] = useState(() => hasSeen(HIDDEN));
  const imports = useQuery({ ...importsQuery, enabled: !hidden });
  const users = useQuery({ ...usersQuery, enabled: !hidden });
  const blueprints = useQuery({ ...blueprintsQuery, enabled: !hidden });
  if (hidden) return null;
  const frame = { flush: true, title: t('home.checklist'), icon: <IconCircleCheck size={16} /> };
  if (imports.isPending || users.isPending || blueprints.isPending) {
    return (
      <Card {...frame}>
        <div className={classes.waiting}>
          <Skeleton kind="lines" rows={4} />
        </div>
      </Card>
    );
  }
  const taken = stepsTaken({
    imports: imports.data ?? [],
    users: users.data ?? [],
    blueprints: blueprints.data ?? [],
    looked: hasSeen('catalog'),
  });
  const done = STEPS.filter((step) => taken[step]).length;
  const next = STEPS.find((step) => !taken[step]);
  const hide = () => {
    markSeen(HIDDEN);
    setHidden(true);
  };
  return (
    <Card
      {...frame}
      action={
        <span className="row">
          <Badge tone={next ? 'info' : 'ok'}>{t('home.done', { done, total: STEPS.length })}</Badge>
          <Button variant="subtle" color="gray" size="xs" onClick={hide}>
            {t('home.hide')}
          </Button>
        </span>
      }
    >
      <ol className={classes.steps}>
        {STEPS.map((step) => (
          <li key={step} data-done={taken[step] || undefined}>
            <span className={classes.mark}>
              {taken[step] ? (
                <IconCircleCheck size={22} stroke={1.7} aria-hidden />
              ) : (
                createElement(ICONS[step], { size: 18, stroke: 1.7, 'aria-hidden': true })
              )}
            </span>
            <div className="grow">
              <b>{t(`home.steps.${step}.title`)}</b>
              {taken[step] && <span className="sr-only">{t('home.stepDone')}</span>}
              <p>{t(`home.steps.${step}.text`)}</p>
            </div>
            <StepButton step={step} primary={step === next} done={taken[step]} />
          </li>
        ))}
      </ol>
    </Card>
  );
}

function StepButton({ step, primary, done }: { step: Step; primary: boolean; done: boolean }) {
  const { t } = useTranslation();
  const page = useQuery(pagesQuery).data?.[0];
  const look = { size: 'xs', variant: primary ? 'filled' : done ? 'subtle' : 'default' } as const;
  const label = t(`home.steps.${step}.action`);
  if (step === 'look') {
    if (!page) return null;
    return (
      <Button
        {...look}
        renderRoot={(props) => <Link {...props} to="/catalog/$page" params={{ page: page.identifier }} search={{}} />}
      >
        {label}
      </Button>
    );
  }
  const to = { import: '/imports/new', invite: '/settings/users', model: '/builder/new-blueprint' } as const;
  return (
    <Button {...look} renderRoot={(props) => <Link {...props} to={to[step]} />}>
      {label}
    </Button>
  );
}
