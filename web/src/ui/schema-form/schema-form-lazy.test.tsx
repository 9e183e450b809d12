import { EditorView } from '@codemirror/view';
import { act, screen } from '@testing-library/react';
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
        notes: { type: 'string', title: 'Notes' },
        readme: { type: 'string', title: 'Readme' },
        docs: {
          type: 'object',
          title: 'Docs',
          properties: { url: { type: 'string', format: 'url' } },
          required: ['url'],
        },
      },
    },
  },
};

const uiSchema = {
  properties: {
    limits: { 'ui:field': 'json' },
    notes: { 'ui:options': { grows: true } },
    readme: { 'ui:widget': 'markdown' },
    docs: { 'ui:field': 'link' },
  },
};

/** Writes into a code editor, in place of what is there. */
async function write(label: string, text: string): Promise<void> {
  const view = EditorView.findFromDOM(await screen.findByRole('textbox', { name: label }));
  act(() => view?.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: text } }));
}

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
        uiSchema={uiSchema}
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
    await write('Limits', '{"cpu": 2}');
    expect(onChange.mock.lastCall?.[0]).toEqual({ properties: { replicas: 12, pci: true, limits: { cpu: 2 } } });
  });

  it('does not write JSON that is not JSON yet, says where, and does not submit it', async () => {
    const [onChange, onSubmit] = [vi.fn(), vi.fn()];
    const data = { properties: { lifecycle: 'ga', limits: { cpu: 1 } } };
    renderIn(<Harness data={data} onChange={onChange} onSubmit={onSubmit} />);
    await write('Limits', '{"cpu": 2x}');
    expect(onChange).not.toHaveBeenCalled();
    expect(screen.getByText(/line 1, column 9/)).toBeTruthy();
    await userEvent.click(screen.getByRole('button', { name: 'Save' }));
    expect(onSubmit).not.toHaveBeenCalled();
    expect(screen.getByRole('alert').textContent).toMatch(/1 field.*Limits This is not valid JSON/);
    await write('Limits', '{"cpu": 2}');
    expect(onChange.mock.lastCall?.[0]).toMatchObject({ properties: { limits: { cpu: 2 } } });
    await userEvent.click(screen.getByRole('button', { name: 'Save' }));
    expect(onSubmit).toHaveBeenCalledOnce();
  });

  it('keeps the lines of a text', async () => {
    const onChange = vi.fn();
    renderIn(<Harness data={{ properties: { notes: 'one\ntwo' } }} onChange={onChange} />);
    const field = screen.getByLabelText<HTMLTextAreaElement>('Notes');
    expect(field.value).toBe('one\ntwo');
    await userEvent.type(field, '{enter}three');
    expect(onChange.mock.lastCall?.[0]).toEqual({ properties: { notes: 'one\ntwo\nthree' } });
  });

  it('takes lines that are pasted into a text of one, and sends the form by Enter there', async () => {
    const [onChange, onSubmit] = [vi.fn(), vi.fn()];
    renderIn(<Harness data={{ properties: { lifecycle: 'ga' } }} onChange={onChange} onSubmit={onSubmit} />);
    await userEvent.type(screen.getByLabelText('Notes'), 'one{enter}');
    expect(onSubmit).toHaveBeenCalledOnce();
    await userEvent.paste('\ntwo');
    expect(onChange.mock.lastCall?.[0]).toMatchObject({ properties: { notes: 'one\ntwo' } });
  });

  it('asks for a link in two fields', async () => {
    const [onChange, onSubmit] = [vi.fn(), vi.fn()];
    renderIn(<Harness data={{ properties: { lifecycle: 'ga' } }} onChange={onChange} onSubmit={onSubmit} />);
    await userEvent.type(screen.getByLabelText('Text to show'), 'Runbook');
    await userEvent.type(screen.getByLabelText('Address'), 'wiki');
    await userEvent.click(screen.getByRole('button', { name: 'Save' }));
    const alert = screen.getByRole('alert').textContent;
    expect(alert).toContain('Docs › url This must be a complete address such as https://example.com/page.');
    await userEvent.clear(screen.getByLabelText('Address'));
    await userEvent.type(screen.getByLabelText('Address'), 'https://wiki.example/a');
    await userEvent.click(screen.getByRole('button', { name: 'Save' }));
    expect(onSubmit).toHaveBeenCalledOnce();
    expect(onChange.mock.lastCall?.[0].properties.docs).toEqual({
      url: 'https://wiki.example/a',
      displayText: 'Runbook',
    });
  });

  it('shows Markdown as it will be read', async () => {
    renderIn(<Harness data={{ properties: { readme: '**bold**' } }} />);
    expect(screen.getByLabelText<HTMLTextAreaElement>('Readme').value).toBe('**bold**');
    await userEvent.click(screen.getByLabelText('Preview'));
    expect((await screen.findByText('bold')).tagName).toBe('STRONG');
  });

  it('lists what is missing on submit, and does not submit', async () => {
    const onSubmit = vi.fn();
    renderIn(<Harness data={{ properties: { replicas: 0 } }} onSubmit={onSubmit} />);
    await userEvent.click(screen.getByRole('button', { name: 'Save' }));
    const alert = screen.getByRole('alert');
    expect(alert.textContent).toContain('2 fields need attention');
    expect(alert.textContent).toContain('Lifecycle This is required.');
    expect(alert.textContent).not.toContain('properties.');
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
