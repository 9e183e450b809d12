import { ActionIcon, Button, NativeSelect, TextInput } from '@mantine/core';
import { IconPlus, IconTrash } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { Blueprint, PropertySchema, Rule } from '@/api/contract';
import { labelOf } from '@/features/blueprints/public';
import classes from './edit.module.css';

const BY_TYPE: Record<string, string[]> = {
  string: ['=', '!=', 'contains', 'isEmpty', 'isNotEmpty'],
  number: ['=', '!=', '>', '>=', '<', '<=', 'isEmpty', 'isNotEmpty'],
  boolean: ['=', 'isEmpty', 'isNotEmpty'],
  array: ['containsAny', 'isEmpty', 'isNotEmpty'],
  date: ['between', 'isEmpty', 'isNotEmpty'],
  object: ['isEmpty', 'isNotEmpty'],
};
const WORDS: Record<string, string> = { '=': 'eq', '!=': 'ne', '>': 'gt', '>=': 'ge', '<': 'lt', '<=': 'le' };
const TIMES = ['today', 'lastWeek', 'lastMonth', 'last3Months', 'last12Months'];

function typeOf(name: string, schema: PropertySchema | undefined): string {
  if (name === '$team') return 'array';
  if (name === '$createdAt' || name === '$updatedAt' || schema?.format === 'date-time') return 'date';
  return schema?.type ?? 'string';
}

function readValue(type: string, text: string): unknown {
  if (type === 'number') return text.trim() === '' || Number.isNaN(Number(text)) ? text : Number(text);
  if (type === 'boolean') return text === 'true';
  if (type === 'array') return [text];
  return type === 'date' ? { preset: text } : text;
}

function textOf(value: unknown): string {
  if (Array.isArray(value)) return value.map(String).join(', ');
  if (typeof value === 'object' && value !== null && 'preset' in value) return String(value.preset);
  return value === undefined || value === null ? '' : String(value);
}

interface RulesEditorProps {
  blueprint: Blueprint;
  rules: Rule[];
  onChange: (rules: Rule[]) => void;
}

/** The filter of a widget as lines that must all hold. */
export function RulesEditor({ blueprint, rules, onChange }: RulesEditorProps) {
  const { t } = useTranslation();
  const names = [
    ...Object.keys(blueprint.schema.properties),
    '$title',
    '$identifier',
    '$team',
    '$createdAt',
    '$updatedAt',
  ];
  const schemaOf = (name: string) => blueprint.schema.properties[name];
  const fresh = (name: string): Rule => {
    const type = typeOf(name, schemaOf(name));
    const operator = BY_TYPE[type]?.[0] ?? '=';
    const first = type === 'date' ? 'lastMonth' : (schemaOf(name)?.enum?.[0] ?? '');
    return { property: name, operator, value: readValue(type, String(first)) };
  };
  return (
    <fieldset className={classes.lines}>
      <legend>{t('dashboards.filter')}</legend>
      {rules.map((rule, place) => {
        const name = rule.relation ?? String(rule.property ?? '');
        const type = typeOf(name, schemaOf(name));
        const operators = [...new Set([...(BY_TYPE[type] ?? []), rule.operator])];
        const set = (part: Partial<Rule>) => onChange(rules.with(place, { ...rule, ...part }));
        const choices =
          type === 'date' ? TIMES : type === 'boolean' ? ['true', 'false'] : schemaOf(name)?.enum?.map(String);
        const valueless = rule.operator === 'isEmpty' || rule.operator === 'isNotEmpty';
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: a line has no name but its place
          <div key={place} className={classes.line}>
            <NativeSelect
              aria-label={t('dashboards.ruleProperty', { place: place + 1 })}
              value={name}
              data={[...new Set([...names, name])].map((each) => ({
                value: each,
                label: labelOf(each, schemaOf(each)),
              }))}
              onChange={(event) => onChange(rules.with(place, fresh(event.currentTarget.value)))}
            />
            <NativeSelect
              aria-label={t('dashboards.ruleOperator', { place: place + 1 })}
              value={rule.operator}
              data={operators.map((each) => ({
                value: each,
                label: t(`dashboards.operators.${WORDS[each] ?? each}`, { defaultValue: each }),
              }))}
              onChange={(event) => set(withOperator(rule, event.currentTarget.value))}
            />
            {!valueless && choices && (
              <NativeSelect
                aria-label={t('dashboards.ruleValue', { place: place + 1 })}
                value={textOf(rule.value)}
                data={choices.map((each) => ({
                  value: each,
                  label: type === 'date' ? t(`dashboards.values.${each}`, { defaultValue: each }) : each,
                }))}
                onChange={(event) => set({ value: readValue(type, event.currentTarget.value) })}
              />
            )}
            {!valueless && !choices && (
              <TextInput
                aria-label={t('dashboards.ruleValue', { place: place + 1 })}
                value={textOf(rule.value)}
                onChange={(event) => set({ value: readValue(type, event.currentTarget.value) })}
              />
            )}
            <ActionIcon
              aria-label={t('dashboards.removeRule', { place: place + 1 })}
              onClick={() => onChange(rules.toSpliced(place, 1))}
            >
              <IconTrash size={15} />
            </ActionIcon>
          </div>
        );
      })}
      <Button
        size="xs"
        variant="default"
        leftSection={<IconPlus size={14} />}
        onClick={() => onChange([...rules, fresh(names[0] ?? '$title')])}
      >
        {t('dashboards.addRule')}
      </Button>
    </fieldset>
  );
}

function withOperator(rule: Rule, operator: string): Rule {
  if (operator !== 'isEmpty' && operator !== 'isNotEmpty') return { ...rule, operator, value: rule.value ?? '' };
  return { ...rule, operator, value: undefined };
}
