import { Tooltip } from '@mantine/core';
import { IconAlertTriangle, IconMath } from '@tabler/icons-react';
import type { TFunction } from 'i18next';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { components } from '@/api/schema';
import type { ShownProperty } from '@/features/blueprints/public';
import { isUnset } from '../properties/property-value';
import classes from './detail.module.css';
import './texts';

export type ComputedState = components['schemas']['ComputedAnswer'];

/** A long program is read in the Builder. */
const MOST = 400;
const FUNCS = ['count', 'average', 'sum', 'min', 'max', 'median', 'mean'] as const;
const text = (value: unknown): string => (typeof value === 'string' ? value : '');

/** Of what kind a computed property is, and from what it is computed. */
export function originText(t: TFunction, schema: ShownProperty): string {
  if (schema.computed === 'mirror') return t('detail.computed.mirror', { path: text(schema.path) });
  if (schema.computed === 'calculation') {
    const program = text(schema.calculation);
    const shown = program.length > MOST ? `${program.slice(0, MOST)}…` : program;
    return t('detail.computed.calculation', { program: shown });
  }
  const spec = (schema.calculationSpec ?? {}) as Record<string, unknown>;
  const func = spec.calculationBy === 'property' && spec.func === 'average' ? 'mean' : spec.func;
  const known = FUNCS.find((each) => each === func) ?? 'count';
  return t(`detail.computed.${known}`, { property: text(spec.property), target: text(schema.target) });
}

/** Marks a property whose value nobody enters; pointed at or focused, it says where the value comes from. */
export function ComputedSign({ schema }: { schema: ShownProperty }) {
  const { t } = useTranslation();
  const origin = originText(t, schema);
  return (
    <Tooltip label={origin} multiline maw={420} classNames={{ tooltip: classes.expression }}>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what it says must be reachable by keyboard. */}
      <span className={classes.computed} role="img" aria-label={origin} tabIndex={0}>
        <IconMath size={14} stroke={1.7} aria-hidden />
      </span>
    </Tooltip>
  );
}

interface ComputedProps {
  id: string;
  value: unknown;
  /** Undefined until it is known. */
  state: ComputedState | undefined;
  past: boolean;
  children: ReactNode;
}

/** A computed value, or why there is none. */
export function Computed({ id, value, state, past, children }: ComputedProps) {
  const { t } = useTranslation();
  if (past) return <span className="faint">{t('detail.computed.past')}</span>;
  if (!isUnset(value)) return children;
  const error = state?.properties[id]?.error;
  if (error) {
    return (
      <span className={classes.failed}>
        <IconAlertTriangle size={15} aria-hidden />
        <span>{t('detail.computed.failed', { error })}</span>
      </span>
    );
  }
  return state?.changedAt === null ? <span className="faint">{t('detail.computed.waiting')}</span> : children;
}
