import { ActionIcon, Button, NumberInput, TextInput } from '@mantine/core';
import { IconPlus, IconX } from '@tabler/icons-react';
import { useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { PropertySchema } from '@/api/contract';
import { useForm } from './context';
import { freeName, type Section, setField } from './edits';
import { ColorField } from './fields';
import classes from './form.module.css';

type Choice = string | number;

interface ChoicesProps {
  section: Section;
  name: string;
  /** Where the schema stands in the part: nowhere deeper, or in its items. */
  within: string[];
  schema: Partial<PropertySchema>;
}

/** The values allowed, in their order, each with its colour. */
export function Choices({ section, name, within, schema }: ChoicesProps) {
  const { t } = useTranslation();
  const { edit } = useForm();
  const added = useRef(-1);
  const choices = Array.isArray(schema.enum) ? schema.enum : [];
  const colors = schema.enumColors ?? {};
  const numeric = schema.type === 'number';
  const put = (next: Choice[], nextColors: Record<string, string>) => {
    edit(setField(section, name, [...within, 'enum'], next.length > 0 ? next : ''));
    const kept = Object.fromEntries(Object.entries(nextColors).filter(([each]) => next.map(String).includes(each)));
    edit(setField(section, name, [...within, 'enumColors'], Object.keys(kept).length > 0 ? kept : ''));
  };
  const change = (at: number, next: Choice) => {
    const { [String(choices[at])]: color, ...others } = colors;
    const recolored = color && !(String(next) in others) ? { ...others, [String(next)]: color } : colors;
    put(choices.with(at, next), recolored);
  };
  const add = () => {
    added.current = choices.length;
    const next = numeric
      ? Math.max(0, ...choices.map(Number)) + 1
      : freeName('value', new Set(choices.map((each) => String(each))));
    put([...choices, next], colors);
  };
  const focusNew = (at: number) => (input: HTMLInputElement | null) => {
    if (input === null || added.current !== at) return;
    added.current = -1;
    input.focus();
    input.select();
  };
  return (
    <div>
      <p className={classes.label}>{t('builder.choices')}</p>
      <ul className={classes.choices} aria-label={t('builder.choices')}>
        {choices.map((choice, at) => {
          const label = t('builder.choice', { number: at + 1 });
          const twice = choices.indexOf(choice) !== at && t('builder.choiceTwice');
          return (
            // biome-ignore lint/suspicious/noArrayIndexKey: a choice changes with every key; its place is what stays.
            <li key={at} className={classes.choice}>
              {numeric ? (
                <NumberInput
                  ref={focusNew(at)}
                  aria-label={label}
                  hideControls
                  value={Number(choice)}
                  error={twice}
                  onChange={(next) => typeof next === 'number' && change(at, next)}
                />
              ) : (
                <TextInput
                  ref={focusNew(at)}
                  aria-label={label}
                  value={String(choice)}
                  error={twice}
                  onChange={(event) => change(at, event.currentTarget.value)}
                  onKeyDown={(event) => {
                    if (event.key === 'Enter') add();
                  }}
                />
              )}
              <ColorField
                label={t('builder.color', { value: choice })}
                value={colors[String(choice)]}
                onChange={(color) => {
                  const { [String(choice)]: _, ...others } = colors;
                  put(choices, color ? { ...others, [String(choice)]: color } : others);
                }}
              />
              <ActionIcon
                mt={2}
                aria-label={t('builder.removeChoice', { value: choice })}
                onClick={() => put(choices.toSpliced(at, 1), colors)}
              >
                <IconX size={15} />
              </ActionIcon>
            </li>
          );
        })}
      </ul>
      <Button variant="default" size="xs" mt={8} leftSection={<IconPlus size={13} />} onClick={add}>
        {t('builder.addChoice')}
      </Button>
    </div>
  );
}
