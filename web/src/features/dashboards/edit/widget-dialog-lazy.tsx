import { Button, Group, Modal, NativeSelect, UnstyledButton } from '@mantine/core';
import type { RegistryWidgetsType } from '@rjsf/utils';
import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense, useDeferredValue, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Blueprint } from '@/api/contract';
import { blueprintQuery, blueprintsQuery, labelOf } from '@/features/blueprints/public';
import { Skeleton } from '@/ui/skeleton';
import { useFocusReturn } from '@/ui/use-focus-return';
import { useScope } from '../board/scope';
import { WidgetFrame } from '../board/widget-frame';
import { datasetOf, isPlain, rulesOf, scopeRulesOf } from '../model/dataset';
import { scopeChoices, scopeOf, scopeRule, THIS } from '../model/entity-scope';
import type { Widget } from '../model/types';
import { KINDS, type KindName } from '../widgets/registry';
import classes from './edit.module.css';
import { fromForm, toForm } from './form-data';
import { freshId } from './fresh-id';
import { LinksEditor } from './links-editor';
import { RulesEditor } from './rules-editor';
import { needsBlueprint, takesFilter, widgetSchema } from './widget-schema';

const SchemaForm = lazy(() => import('@/ui/schema-form/schema-form-lazy'));
const FORM = 'widget-form';
/** Types that may tell of one entity: on its page, of that. */
const OF_ONE = new Set<string>(['entity-info', 'line-chart']);
const EXTRA: RegistryWidgetsType = { links: LinksEditor };

interface WidgetDialogProps {
  /** The widget to change; without one, a new one is chosen first. */
  widget?: Widget;
  onClose: () => void;
  onDone: (widget: Widget) => void;
}

/** Chooses the type of a new widget, and says what a widget shows, with what it looks like beside it. */
export default function WidgetDialog({ widget, onClose, onDone }: WidgetDialogProps) {
  const { t } = useTranslation();
  useFocusReturn();
  const { entity } = useScope();
  const [draft, setDraft] = useState<Widget | null>(widget ?? null);
  const begin = (type: KindName) => {
    const about = entity && OF_ONE.has(type) ? { blueprint: entity.blueprint, entity: THIS } : {};
    setDraft({ id: freshId(), type, title: t(`dashboards.kinds.${type}`), ...about });
  };
  const kind = draft && t(`dashboards.kinds.${draft.type}`, { defaultValue: draft.type });
  const title = widget
    ? t('dashboards.editWidget', { name: widget.title ?? kind ?? '' })
    : (kind ?? t('dashboards.add'));
  return (
    <Modal
      opened
      onClose={onClose}
      title={title}
      size={draft ? 1040 : 640}
      closeButtonProps={{ 'aria-label': t('action.close') }}
    >
      {draft ? (
        <WidgetForm draft={draft} onChange={setDraft} onClose={onClose} onDone={onDone} added={!widget} />
      ) : (
        <Picker onPick={begin} />
      )}
    </Modal>
  );
}

function Picker({ onPick }: { onPick: (type: KindName) => void }) {
  const { t } = useTranslation();
  return (
    <ul className={classes.kinds}>
      {(Object.keys(KINDS) as KindName[]).map((type) => {
        const { icon: Icon } = KINDS[type];
        return (
          <li key={type}>
            <UnstyledButton onClick={() => onPick(type)}>
              <Icon size={20} stroke={1.7} aria-hidden />
              <span>
                <b>{t(`dashboards.kinds.${type}`)}</b>
                <small>{t(`dashboards.kindHelp.${type}`)}</small>
              </span>
            </UnstyledButton>
          </li>
        );
      })}
    </ul>
  );
}

interface WidgetFormProps {
  draft: Widget;
  added: boolean;
  onChange: (widget: Widget) => void;
  onClose: () => void;
  onDone: (widget: Widget) => void;
}

function WidgetForm({ draft, added, onChange, onClose, onDone }: WidgetFormProps) {
  const { t } = useTranslation();
  const { entity } = useScope();
  const preview = useDeferredValue(draft);
  const data = toForm(draft);
  const name = needsBlueprint(draft.type) && typeof data.blueprint === 'string' ? data.blueprint : undefined;
  const { data: blueprints } = useQuery(blueprintsQuery);
  const { data: blueprint } = useQuery({ ...blueprintQuery(name ?? ''), enabled: name !== undefined });
  const words = {
    field: (field: string) => t(`dashboards.fields.${field}`, { defaultValue: field }),
    value: (value: string) => t(`dashboards.values.${value}`, { defaultValue: value }),
  };
  if (!blueprints) return <Skeleton kind="lines" rows={6} />;
  const { schema, uiSchema } = widgetSchema(draft, blueprints, { blueprint, words, owner: entity?.blueprint });
  const scope = (of: string) => {
    const target = blueprints.find(({ identifier }) => identifier === of);
    return entity && target ? scopeRule(scopeChoices(entity.blueprint, target)[0] ?? 'all', target) : [];
  };
  const previewed = toForm(preview);
  const known = name === undefined || (blueprint !== undefined && previewed.blueprint === name);
  const complete = known && (schema.required ?? []).every((field) => (previewed[field] ?? '') !== '');
  const shown = Object.fromEntries(Object.entries(data).filter(([key]) => key in (schema.properties ?? {})));
  return (
    <>
      <div className={classes.split}>
        <div className={classes.form}>
          <Suspense fallback={<Skeleton kind="lines" rows={6} />}>
            <SchemaForm
              id={FORM}
              schema={schema}
              uiSchema={uiSchema}
              data={shown}
              extra={EXTRA}
              onChange={(next) => onChange(fromForm(draft, next, scope))}
              onSubmit={() => onDone(draft)}
            />
          </Suspense>
          {blueprint && takesFilter(draft) && isPlain(draft) && (
            <>
              {entity && <EntityScope owner={entity.blueprint} target={blueprint} draft={draft} onChange={onChange} />}
              <RulesEditor
                blueprint={blueprint}
                rules={rulesOf(draft)}
                onChange={(rules) =>
                  onChange({ ...draft, dataset: datasetOf(blueprint.identifier, rules, scopeRulesOf(draft)) })
                }
              />
            </>
          )}
        </div>
        <section className={classes.preview} aria-label={t('dashboards.preview')}>
          {complete ? (
            <WidgetFrame widget={preview} />
          ) : (
            <p className="muted">
              {t(needsBlueprint(draft.type) && !name ? 'dashboards.chooseBlueprint' : 'dashboards.fillIn')}
            </p>
          )}
        </section>
      </div>
      <Group justify="flex-end" gap={8} mt="md">
        <Button variant="default" onClick={onClose}>
          {t('action.cancel')}
        </Button>
        <Button type="submit" form={FORM}>
          {added ? t('dashboards.add') : t('dashboards.apply')}
        </Button>
      </Group>
    </>
  );
}

interface EntityScopeProps {
  owner: string;
  target: Blueprint;
  draft: Widget;
  onChange: (widget: Widget) => void;
}

/** How what a widget shows has to do with the entity on whose page it stands. */
function EntityScope({ owner, target, draft, onChange }: EntityScopeProps) {
  const { t } = useTranslation();
  const labelled = (choice: string) => {
    const relation = choice.startsWith('to:') ? choice.slice(3) : undefined;
    if (!relation) return t(`dashboards.scopes.${choice}`, { defaultValue: choice });
    return t('dashboards.scopes.to', { relation: labelOf(relation, target.relations[relation]) });
  };
  return (
    <NativeSelect
      label={t('dashboards.scopes.label')}
      value={scopeOf(scopeRulesOf(draft))}
      data={scopeChoices(owner, target).map((value) => ({ value, label: labelled(value) }))}
      onChange={(event) => {
        const rules = scopeRule(event.currentTarget.value, target);
        onChange({ ...draft, dataset: datasetOf(target.identifier, rulesOf(draft), rules) });
      }}
    />
  );
}
