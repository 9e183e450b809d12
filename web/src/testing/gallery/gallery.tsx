import { SegmentedControl, useMantineColorScheme } from '@mantine/core';
import { type ComponentType, useState } from 'react';
import { setDense, useDense } from '@/lib/density';
import { ErrorBoundary } from '@/ui/error-boundary';
import { Charts, Documents, Editors, Graphs } from './big';
import { Dialogs, Fields } from './controls';
import classes from './gallery.module.css';
import { Headers, Marks, States } from './small';
import { Tables } from './tables';

const SECTIONS: Record<string, ComponentType> = {
  marks: Marks,
  states: States,
  headers: Headers,
  fields: Fields,
  dialogs: Dialogs,
  tables: Tables,
  charts: Charts,
  graphs: Graphs,
  documents: Documents,
  editors: Editors,
};
const NAMES = Object.keys(SECTIONS);

const asked = () => location.hash.slice(1);

/** Every shared component in every state, one kind at a time; the address names the kind. */
export function Gallery() {
  const [name, setName] = useState(() => (NAMES.includes(asked()) ? asked() : 'marks'));
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const dense = useDense();
  const Section = SECTIONS[name] ?? Marks;
  return (
    <div className={classes.gallery}>
      <header className={classes.top}>
        <h1>Components</h1>
        <nav aria-label="Kinds of components">
          {NAMES.map((each) => (
            <a
              key={each}
              href={`#${each}`}
              aria-current={each === name ? 'page' : undefined}
              onClick={() => setName(each)}
            >
              {each}
            </a>
          ))}
        </nav>
        <SegmentedControl
          aria-label="Theme"
          data={['light', 'dark', 'auto']}
          value={colorScheme}
          onChange={(scheme) => setColorScheme(scheme as 'auto')}
        />
        <SegmentedControl
          aria-label="Density"
          data={['comfortable', 'compact']}
          value={dense ? 'compact' : 'comfortable'}
          onChange={(density) => setDense(density === 'compact')}
        />
      </header>
      <main className={classes.body}>
        <ErrorBoundary resetKey={name}>
          <Section />
        </ErrorBoundary>
      </main>
    </div>
  );
}
