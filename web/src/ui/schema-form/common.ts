import type { BaseInputTemplateProps, WidgetProps } from '@rjsf/utils';

export type Props = WidgetProps | BaseInputTemplateProps;

/** What every control of a form shares: its name, its help, its state and its first error. */
export function common(props: Props) {
  const { id, label, hideLabel, schema, required, disabled, readonly, rawErrors, placeholder } = props;
  return {
    id,
    label: hideLabel ? undefined : label,
    'aria-label': hideLabel ? label : undefined,
    description: schema.description,
    required: required === true,
    withAsterisk: required === true,
    disabled: disabled === true || readonly === true,
    error: rawErrors?.[0],
    placeholder: placeholder || undefined,
  };
}

export const blur = (props: Props) => () => props.onBlur(props.id, props.value);
