import { Button } from '@mantine/core';
import { IconArrowRight, IconMath, IconPlus, IconQuestionMark } from '@tabler/icons-react';
import { lazy, type ReactNode, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { BlueprintInput } from '@/api/contract';
import { formatNumber } from '@/lib/format';
import { Badge } from '@/ui/badge';
import { AddComputedDialog, AddRelationDialog } from './add-part-dialogs';
import { keyOf, useForm } from './context';
import { addPart, COMPUTED, type Part, partsOf, requiredOf, type Section } from './edits';
import classes from './form.module.css';
import { General } from './general';
import { kindOf, startOf } from './kinds';
import { type Head, PartList } from './part-list';
import { PropertyEditor } from './property-editor';
import { RelationEditor } from './relation-editor';
import { text } from './text';

const AddPropertyDialog = lazy(() => import('./add-dialog-lazy'));
const ComputedEditor = lazy(() => import('./computed-editor-lazy'));

/** The blueprint as a form. While it is read-only it shows the last state that could be read. */
export default function BuilderForm({ readOnly }: { readOnly: boolean }) {
  const { t } = useTranslation();
  return (
    <fieldset className={classes.form} disabled={readOnly}>
      <legend className="sr-only">{t('builder.mode.form')}</legend>
      <section className={classes.section} aria-label={t('builder.general')}>
        <General />
      </section>
      <Properties />
      <Relations />
      <Computed />
    </fieldset>
  );
}

interface SectionProps {
  title: string;
  count: number;
  add: string;
  onAdd: () => void;
  children: ReactNode;
}

function FormSection({ title, count, add, onAdd, children }: SectionProps) {
  return (
    <section className={classes.section} aria-label={title}>
      <div className={classes.heading}>
        <h2>{title}</h2>
        <span className={classes.count}>{formatNumber(count)}</span>
        <span className="grow" />
        <Button variant="default" size="xs" leftSection={<IconPlus size={14} />} onClick={onAdd}>
          {add}
        </Button>
      </div>
      {children}
    </section>
  );
}

/** Adds a part and opens its editor. */
function useAdd(close: () => void) {
  const { edit, setOpen } = useForm();
  return (section: Section, name: string, part: Part) => {
    edit(addPart(section, name, part));
    setOpen(keyOf(section, name));
    close();
  };
}

function Properties() {
  const { t } = useTranslation();
  const { data } = useForm();
  const [adding, setAdding] = useState(false);
  const add = useAdd(() => setAdding(false));
  const parts = partsOf(data, 'properties');
  const required = new Set(requiredOf(data));
  const head = (name: string, part: Part): Head => {
    const kind = kindOf(part);
    return {
      icon: kind?.icon ?? IconQuestionMark,
      aside: (
        <>
          {required.has(name) && <Badge>{t('builder.required')}</Badge>}
          {kind ? t(`builder.kind.${kind.id}.title`) : text(part.type)}
        </>
      ),
    };
  };
  return (
    <FormSection
      title={t('builder.properties')}
      count={parts.length}
      add={t('builder.addProperty')}
      onAdd={() => setAdding(true)}
    >
      <PartList
        section="properties"
        label={t('builder.properties')}
        empty={t('builder.noProperties')}
        parts={parts}
        head={head}
        editor={(name, part) => (
          <PropertyEditor section="properties" name={name} part={part} required={required.has(name)} />
        )}
      />
      {adding && (
        <Suspense>
          <AddPropertyDialog
            onClose={() => setAdding(false)}
            onAdd={(name, title, kind) => add('properties', name, startOf(kind, title))}
          />
        </Suspense>
      )}
    </FormSection>
  );
}

function Relations() {
  const { t } = useTranslation();
  const { data, known } = useForm();
  const [adding, setAdding] = useState(false);
  const add = useAdd(() => setAdding(false));
  const parts = partsOf(data, 'relations');
  const titles = new Map(known.map((each) => [each.identifier, each.title || each.identifier]));
  const head = (_: string, part: Part): Head => ({
    icon: IconArrowRight,
    aside: (
      <>
        <span>{t('builder.to', { target: titles.get(text(part.target)) ?? text(part.target) })}</span>
        {part.required === true && <Badge>{t('builder.required')}</Badge>}
        {t(part.many === true ? 'builder.toMany' : 'builder.one')}
      </>
    ),
  });
  return (
    <FormSection
      title={t('builder.relations')}
      count={parts.length}
      add={t('builder.addRelation')}
      onAdd={() => setAdding(true)}
    >
      <PartList
        section="relations"
        label={t('builder.relations')}
        empty={t('builder.noRelations')}
        parts={parts}
        head={head}
        editor={(name, part) => <RelationEditor name={name} part={part} />}
      />
      {adding && (
        <AddRelationDialog onClose={() => setAdding(false)} onAdd={(name, part) => add('relations', name, part)} />
      )}
    </FormSection>
  );
}

function Computed() {
  const { t } = useTranslation();
  const { data } = useForm();
  const [adding, setAdding] = useState(false);
  const add = useAdd(() => setAdding(false));
  const count = COMPUTED.reduce((sum, section) => sum + partsOf(data as BlueprintInput, section).length, 0);
  return (
    <FormSection
      title={t('builder.computed')}
      count={count}
      add={t('builder.addComputed')}
      onAdd={() => setAdding(true)}
    >
      {count === 0 && <p className={classes.none}>{t('builder.noComputed')}</p>}
      <div className={classes.stack}>
        {COMPUTED.map((section) => (
          <PartList
            key={section}
            section={section}
            label={t(`builder.computedKind.${section}`)}
            parts={partsOf(data, section)}
            head={() => ({
              icon: IconMath,
              aside: <Badge tone="violet">{t(`builder.computedKind.${section}`)}</Badge>,
            })}
            editor={(name, part) => (
              <Suspense>
                <ComputedEditor section={section} name={name} part={part} />
              </Suspense>
            )}
          />
        ))}
      </div>
      {adding && <AddComputedDialog onClose={() => setAdding(false)} onAdd={add} />}
    </FormSection>
  );
}
