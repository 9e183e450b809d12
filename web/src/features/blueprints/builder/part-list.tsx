import type { Icon } from '@tabler/icons-react';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { labelOf } from '../model';
import { keyOf, useForm } from './context';
import { movePart, type Part, type Section } from './edits';
import classes from './form.module.css';
import { PartRow } from './part-row';

export interface Head {
  icon: Icon;
  /** What stands at the right of the row: badges and the type. */
  aside: ReactNode;
}

interface PartListProps {
  section: Section;
  label: string;
  empty?: string;
  parts: [string, Part][];
  head: (name: string, part: Part) => Head;
  editor: (name: string, part: Part) => ReactNode;
}

/** Parts of a section as rows that open, in an order that a person can change by mouse and keyboard. */
export function PartList({ section, label, empty, parts, head, editor }: PartListProps) {
  const { t } = useTranslation();
  const { edit, open, setOpen } = useForm();
  const [dragged, setDragged] = useState<string | null>(null);
  const [said, setSaid] = useState('');
  const move = (name: string, to: number) => {
    if (to < 0 || to >= parts.length) return;
    edit(movePart(section, name, to));
    const title = labelOf(name, parts.find(([each]) => each === name)?.[1]);
    setSaid(t('builder.part.moved', { name: title, number: to + 1, count: parts.length }));
  };
  if (parts.length === 0) return empty ? <p className={classes.none}>{empty}</p> : null;
  return (
    <>
      <ul className={classes.list} aria-label={label}>
        {parts.map(([name, part], at) => (
          <PartRow
            key={name}
            section={section}
            name={name}
            title={labelOf(name, part)}
            head={head(name, part)}
            open={open === keyOf(section, name)}
            onToggle={(on) => setOpen(on ? keyOf(section, name) : null)}
            at={at}
            last={at === parts.length - 1}
            onMove={(to) => move(name, to)}
            onDrag={setDragged}
            onDrop={dragged === null ? undefined : () => move(dragged, at)}
          >
            {editor(name, part)}
          </PartRow>
        ))}
      </ul>
      <p className="sr-only" aria-live="polite">
        {said}
      </p>
    </>
  );
}
