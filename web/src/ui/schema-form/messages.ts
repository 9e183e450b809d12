import type { TFunction } from 'i18next';
import { formatList } from '@/lib/format';
import type { SchemaProblem } from '@/lib/json-schema';

const FORMATS = ['url', 'email', 'date-time', 'ipv4', 'ipv6'] as const;

function wordsOf(format: string, t: TFunction): string {
  const known = FORMATS.find((each) => each === format);
  return known ? t(`form.formats.${known}`) : t('form.format', { format });
}

/** A schema problem in the person's words. */
export function messageOf({ keyword, rule, message }: SchemaProblem, t: TFunction): string {
  switch (keyword) {
    case 'required':
      return t('form.required');
    case 'unknown':
      return t('editor.unknownKey', { key: String(rule) });
    case 'type':
      return t('form.type', { type: Array.isArray(rule) ? formatList(rule.map(String), 'disjunction') : String(rule) });
    case 'enum':
      return t('form.enum', { values: formatList((Array.isArray(rule) ? rule : [rule]).map(String), 'disjunction') });
    case 'pattern':
      return t('form.pattern', { pattern: String(rule) });
    case 'minimum':
    case 'exclusiveMinimum':
      return t('form.minimum', { limit: Number(rule) });
    case 'maximum':
    case 'exclusiveMaximum':
      return t('form.maximum', { limit: Number(rule) });
    case 'minLength':
      return t('form.minLength', { count: Number(rule) });
    case 'maxLength':
      return t('form.maxLength', { count: Number(rule) });
    case 'format':
      return wordsOf(String(rule), t);
    case 'uniqueItems':
      return t('form.uniqueItems');
    default:
      return t('form.other', { message });
  }
}
