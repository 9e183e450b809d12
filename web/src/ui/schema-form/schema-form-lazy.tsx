// The package's index also names its Ajv test helper, which we do not install.
import Form from '@rjsf/core/lib/components/Form.js';
import type { ErrorSchema, RegistryWidgetsType, RJSFSchema, UiSchema } from '@rjsf/utils';
import { useMemo, useRef } from 'react';
import { type Broken, BrokenContext } from './broken';
import { fields, templates } from './templates';
import { validatorWith } from './validator';
import { widgets } from './widgets';

export interface SchemaFormProps {
  id: string;
  schema: RJSFSchema;
  uiSchema: UiSchema;
  data: Record<string, unknown>;
  /** More widgets, by the name that uiSchema uses. */
  extra?: RegistryWidgetsType;
  /** What the server refused, by field. */
  serverErrors?: ErrorSchema;
  readOnly?: boolean;
  onChange: (data: Record<string, unknown>) => void;
  onSubmit: () => void;
}

/** The errors are listed above the fields; RJSF would also write them to the console. */
function ignore(): void {}

/** A form drawn from a JSON Schema. Its buttons live elsewhere and name it by id. */
export default function SchemaForm(props: SchemaFormProps) {
  const { id, schema, uiSchema, data, extra, serverErrors, readOnly = false, onChange, onSubmit } = props;
  const form = useRef<Form | null>(null);
  const broken = useRef<Broken>(new Map()).current;
  const validator = useMemo(() => validatorWith(broken), [broken]);
  return (
    <BrokenContext.Provider value={broken}>
      <Form
        ref={form}
        id={id}
        schema={schema}
        uiSchema={{ ...uiSchema, 'ui:submitButtonOptions': { norender: true } }}
        formData={data}
        validator={validator}
        widgets={{ ...widgets, ...extra }}
        templates={templates}
        fields={fields}
        readonly={readOnly}
        extraErrors={serverErrors}
        extraErrorsBlockSubmit={false}
        liveValidate="onBlur"
        noHtml5Validate
        showErrorList="top"
        focusOnFirstError
        experimental_defaultFormStateBehavior={{ emptyObjectFields: 'skipDefaults' }}
        onChange={({ formData }) => onChange((formData ?? {}) as Record<string, unknown>)}
        onSubmit={onSubmit}
        onError={ignore}
      />
    </BrokenContext.Provider>
  );
}
