import { Button, Radio } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { writeYaml } from '@/lib/yaml-doc';
import { Dialog } from '@/ui/dialog';
import { type Comparison, takeOver, type Unit } from './merge';
import classes from './merge-dialog.module.css';

interface MergeDialogProps {
  comparison: Comparison;
  source: string;
  onClose: () => void;
  onMerged: (source: string) => void;
}

type Side = 'mine' | 'theirs';

/** Somebody saved in between: what they did, what I did, and a choice where both changed one thing. */
export function MergeDialog({ comparison, source, onClose, onMerged }: MergeDialogProps) {
  const { t } = useTranslation();
  const { conflicts, theirs, mine } = comparison;
  const [chosen, setChosen] = useState<Record<string, Side>>({});
  const ready = conflicts.every(({ key }) => chosen[key]);
  const merge = () =>
    onMerged(takeOver(source, [...theirs, ...conflicts.filter(({ key }) => chosen[key] === 'theirs')]));
  return (
    <Dialog title={t('builder.merge.title')} onClose={onClose} size={880}>
      <form
        className={classes.form}
        onSubmit={(event) => {
          event.preventDefault();
          if (ready) merge();
        }}
      >
        <p>{t(conflicts.length + theirs.length > 0 ? 'builder.merge.text' : 'builder.merge.textOnly')}</p>
        {conflicts.map((unit) => (
          <Conflict
            key={unit.key}
            unit={unit}
            side={chosen[unit.key]}
            onChoose={(side) => setChosen({ ...chosen, [unit.key]: side })}
          />
        ))}
        <Taken title={t('builder.merge.theirs', { count: theirs.length })} units={theirs} side="theirs" />
        <Taken title={t('builder.merge.mine', { count: mine.length })} units={mine} side="mine" />
        <div className={classes.actions}>
          <Button variant="default" onClick={onClose}>
            {t('action.cancel')}
          </Button>
          <Button type="submit" disabled={!ready} data-autofocus={ready || undefined}>
            {t('builder.merge.submit')}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

interface ConflictProps {
  unit: Unit;
  side: Side | undefined;
  onChoose: (side: Side) => void;
}

function Conflict({ unit, side, onChoose }: ConflictProps) {
  const { t } = useTranslation();
  return (
    <Radio.Group
      label={t('builder.merge.conflict', { name: unit.path.at(-1) ?? '' })}
      description={unit.path.slice(0, -1).join(' › ')}
      value={side ?? ''}
      onChange={(next) => onChoose(next as Side)}
      className={classes.conflict}
    >
      <div className={classes.sides}>
        <div>
          <p className={classes.label}>{t('builder.merge.base')}</p>
          <Value value={unit.base} />
        </div>
        {(['theirs', 'mine'] as const).map((each) => (
          <div key={each} data-on={side === each || undefined}>
            <Radio value={each} label={t(each === 'mine' ? 'builder.merge.takeMine' : 'builder.merge.takeTheirs')} />
            <Value value={unit[each]} />
          </div>
        ))}
      </div>
    </Radio.Group>
  );
}

function Value({ value }: { value: unknown }) {
  const { t } = useTranslation();
  if (value === undefined) return <p className="faint">{t('diff.nothing')}</p>;
  return <pre>{typeof value === 'object' ? writeYaml(value) : String(value)}</pre>;
}

function Taken({ title, units, side }: { title: string; units: Unit[]; side: Side }) {
  if (units.length === 0) return null;
  return (
    <details className={classes.taken}>
      <summary>{title}</summary>
      <ul>
        {units.map((unit) => (
          <li key={unit.key}>
            <b>{unit.path.join(' › ')}</b>
            <Value value={unit[side]} />
          </li>
        ))}
      </ul>
    </details>
  );
}
