import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { useState } from 'react';
import { describe, expect, it, vi } from 'vitest';
import { renderIn } from '@/testing/render';
import SchemaForm, { type SchemaFormProps } from './schema-form-lazy';

const schema: SchemaFormProps['schema'] = {
  type: 'object',
  required: ['properties'],
  properties: {
    title: { type: 'string', title: 'Title' },
    properties: {
      type: 'object',
      title: 'Properties',
      required: ['lifecycle'],
      properties: {
        lifecycle: { type: 'string', title: 'Lifecycle', enum: ['ga', 'eol'] },
        replicas: { type: 'number', title: 'Replicas', minimum: 1 },
        pci: { type: 'boolean', title: 'Handles cards' },
        limits: { type: 'object', title: 'Limits' },
      },
    },
  },
};

function Harness({ onChange, onSubmit, ...props }: Partial<SchemaFormProps>) {
  const [data, setData] = useState<Record<string, unknown>>(props.data ?? {});
  const change = (next: Record<string, unknown>) => {
    setData(next);
    onChange?.(next);
  };
  return (
    <>
      <SchemaForm
        {...props}
        id="form"
        schema={schema}
        uiSchema={{ properties: { limits: { 'ui:field': 'json' } } }}
        data={data}
        onChange={change}
        onSubmit={() => onSubmit?.()}
      />
      <button type="submit" form="form">
        Save
      </button>
    </>
  );
}

describe('a form drawn from a schema', () => {
  it('writes values of the right type', async () => {
    const onChange = vi.fn();
    renderIn(<Harness onChange={onChange} />);
    await userEvent.type(screen.getByLabelText('Replicas'), '12');
    await userEvent.click(screen.getByLabelText('Yes'));
    await userEvent.click(screen.getByLabelText('Limits'));
    await userEvent.paste('{"cpu": 2}');
    expect(onChange.mock.lastCall?.[0]).toEqual({ properties: { replicas: 12, pci: true, limits: { cpu: 2 } } });
  });

  it('does not write JSON that is not JSON yet', async () => {
    const onChange = vi.fn();
    renderIn(<Harness onChange={onChange} />);
    await userEvent.click(screen.getByLabelText('Limits'));
    await userEvent.paste('{"cpu": ');
    expect(onChange).not.toHaveBeenCalled();
    expect(screen.getByText('This is not valid JSON.')).toBeTruthy();
  });

  it('lists what is missing on submit, and does not submit', async () => {
    const onSubmit = vi.fn();
    renderIn(<Harness data={{ properties: { replicas: 0 } }} onSubmit={onSubmit} />);
    await userEvent.click(screen.getByRole('button', { name: 'Save' }));
    const alert = screen.getByRole('alert');
    expect(alert.textContent).toContain('2 fields need attention');
    expect(alert.textContent).toContain('This must be at least 1.');
    expect(onSubmit).not.toHaveBeenCalled();
  });

  it('puts what the server refused to its field, and lets the person try again', async () => {
    const onSubmit = vi.fn();
    const serverErrors = { properties: { replicas: { __errors: ['Too many for this plan'] } } };
    renderIn(
      <Harness
        data={{ properties: { lifecycle: 'ga', replicas: 9 } }}
        serverErrors={serverErrors as unknown as SchemaFormProps['serverErrors']}
        onSubmit={onSubmit}
      />,
    );
    expect(screen.getAllByText(/Too many for this plan/).length).toBeGreaterThan(0);
    await userEvent.click(screen.getByRole('button', { name: 'Save' }));
    expect(onSubmit).toHaveBeenCalledOnce();
  });
});
