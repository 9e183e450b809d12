import { Autocomplete, Select } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { orderedProperties } from '../model';
import { useForm } from './context';
import { type ComputedSection, type Part, setField } from './edits';
import { LongField, TextField } from './fields';
import classes from './form.module.css';
import { KINDS, kindOf } from './kinds';
import { MirrorField } from './mirror-field';
import { KindField } from './property-editor';
import { TargetField } from './relation-editor';
import { text } from './text';
import { TrialView } from './trial-view';
import { type Trial, useTrial } from './use-trial';

interface ComputedEditorProps {
  section: ComputedSection;
  name: string;
  part: Part;
}

/** A property whose value comes from elsewhere: read, calculated or counted. */
export default function ComputedEditor({ section, name, part }: ComputedEditorProps) {
  const { t } = useTranslation();
  const field = { section, name };
  const trial = useTrial(section, name, part);
  return (
    <>
      <p className={classes.hint}>{t(`builder.computedHelp.${section}`)}</p>
      <TextField {...field} field="title" value={part.title} label={t('builder.title')} />
      {section !== 'mirrorProperties' && (
        <LongField {...field} field="description" value={part.description} label={t('builder.description')} />
      )}
      {section === 'mirrorProperties' && <MirrorField name={name} part={part} error={trial.wrong('path')} />}
      {section === 'calculationProperties' && <Calculation {...field} part={part} trial={trial} />}
      {section === 'aggregationProperties' && <Aggregation {...field} part={part} trial={trial} />}
      <TrialView trial={trial} />
    </>
  );
}

interface SectionProps extends ComputedEditorProps {
  trial: Trial;
}

function Calculation({ section, name, part, trial }: SectionProps) {
  const { t } = useTranslation();
  const { edit } = useForm();
  const kinds = KINDS.filter((kind) => kind.id !== 'choice');
  return (
    <>
      <KindField
        label={t('builder.type')}
        kinds={kinds}
        value={kindOf({ ...part, enum: undefined })}
        onChange={({ type, format, spec }) => {
          edit(setField(section, name, 'type', type));
          edit(setField(section, name, 'format', format ?? ''));
          edit(setField(section, name, 'spec', spec ?? ''));
        }}
      />
      <LongField
        section={section}
        name={name}
        field="calculation"
        value={part.calculation}
        label={t('builder.calculation')}
        description={t('builder.calculationText')}
        error={trial.wrong('calculation')}
        mono
      />
    </>
  );
}

const FUNCS = ['count', 'average', 'sum', 'min', 'max', 'median', 'mean'] as const;
const PERIODS = ['hour', 'day', 'week', 'month', 'total'] as const;
type Func = (typeof FUNCS)[number];

/** A figure over a property's values, or, as the wire has it, an average of a count per period. */
function specOf(func: Func, held: Part): Part {
  const ofTime = { averageOf: held.averageOf ?? 'day' };
  if (func === 'count') return { calculationBy: 'entities', func };
  if (func === 'average') return { calculationBy: 'entities', func, ...ofTime };
  const property = text(held.property);
  if (func === 'mean') return { calculationBy: 'property', func: 'average', property, averageOf: 'total' };
  return { calculationBy: 'property', func, property };
}

function funcOf(spec: Part): Func | null {
  if (spec.calculationBy === 'property' && spec.func === 'average') return 'mean';
  return FUNCS.find((each) => each === spec.func) ?? null;
}

function Aggregation({ section, name, part, trial }: SectionProps) {
  const { t } = useTranslation();
  const { known, edit } = useForm();
  const spec = (part.calculationSpec ?? {}) as Part;
  const func = funcOf(spec);
  const target = known.find((each) => each.identifier === part.target);
  const numbers = target ? orderedProperties(target).filter(([, each]) => each.type === 'number') : [];
  const set = (key: string, value: unknown) => edit(setField(section, name, ['calculationSpec', key], value));
  return (
    <>
      <div className={classes.columns}>
        <TargetField
          section={section}
          name={name}
          label={t('builder.aggregateTarget')}
          value={text(part.target)}
          error={trial.wrong('target')}
        />
        <Select
          label={t('builder.func')}
          data={FUNCS.map((each) => ({ value: each, label: t(`builder.funcs.${each}`) }))}
          value={func}
          onChange={(next) => next && edit(setField(section, name, 'calculationSpec', specOf(next as Func, spec)))}
        />
        {spec.calculationBy === 'property' && (
          <Autocomplete
            label={t('builder.ofProperty')}
            data={numbers.map(([each]) => each)}
            value={text(spec.property)}
            error={trial.wrong('calculationSpec.property')}
            onChange={(property) => set('property', property)}
          />
        )}
        {spec.func === 'average' && (
          <Select
            label={t('builder.averageOf')}
            data={PERIODS.map((each) => ({ value: each, label: t(`builder.periods.${each}`) }))}
            value={text(spec.averageOf) || null}
            onChange={(period) => period && set('averageOf', period)}
          />
        )}
        {spec.func === 'average' && (
          <TextField
            section={section}
            name={name}
            field={['calculationSpec', 'measureTimeBy']}
            value={spec.measureTimeBy}
            label={t('builder.measureTimeBy')}
            error={trial.wrong('calculationSpec.measureTimeBy')}
          />
        )}
      </div>
      <p className={classes.hint}>{t('builder.queryText')}</p>
    </>
  );
}
