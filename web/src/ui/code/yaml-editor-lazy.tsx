import { openLintPanel } from '@codemirror/lint';
import { Compartment, EditorState } from '@codemirror/state';
import { EditorView } from '@codemirror/view';
import { type Ref, useEffect, useImperativeHandle, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { JsonSchema } from '@/lib/json-schema';
import type { Refusal } from './refusals';
import { languageSupport } from './schema-support';
import { fromOutside, type Language, setup } from './setup';

/** What an editor can be asked for. */
export interface CodeHandle {
  /** Lists the problems below the text. */
  openProblems: () => void;
}

export interface YamlEditorProps {
  label: string;
  value: string;
  /** What the text must fit; without one, it must be of its language. */
  schema?: JsonSchema;
  language?: Language;
  /** What the server refused, shown where it stands. */
  refusals?: readonly Refusal[];
  readOnly?: boolean;
  /** More attributes of the text, such as its id. */
  attributes?: Record<string, string>;
  ref?: Ref<CodeHandle>;
  onChange: (value: string) => void;
  /** Ctrl+S. */
  onSave?: () => void;
  onBlur?: () => void;
}

const ANYTHING: JsonSchema = {};
const NONE: readonly Refusal[] = [];

/** The one stretch that differs, so that the cursor and the scroll stay where they are. */
function differenceOf(old: string, next: string) {
  const most = Math.min(old.length, next.length);
  let from = 0;
  while (from < most && old[from] === next[from]) from += 1;
  let end = 0;
  while (end < most - from && old[old.length - 1 - end] === next[next.length - 1 - end]) end += 1;
  return { from, to: old.length - end, insert: next.slice(from, next.length - end) };
}

/** A text of some language with completion and problems from a JSON Schema. Escape then Tab leaves it. */
export default function YamlEditor(props: YamlEditorProps) {
  const { t } = useTranslation();
  const { label, value, schema = ANYTHING, language = 'yaml', refusals = NONE, readOnly = false } = props;
  const host = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView | null>(null);
  const support = useRef(new Compartment());
  const access = useRef(new Compartment());
  const attributes = JSON.stringify({ 'aria-label': label, tabindex: '0', ...props.attributes });
  const accessed = [
    EditorView.contentAttributes.of(JSON.parse(attributes)),
    EditorState.readOnly.of(readOnly),
    EditorView.editable.of(!readOnly),
  ];
  const supported = languageSupport(language, schema, refusals);
  const latest = useRef({ ...props, accessed, supported });
  latest.current = { ...props, accessed, supported };
  useImperativeHandle(props.ref, () => ({ openProblems: () => view.current && openLintPanel(view.current) }), []);

  useEffect(() => {
    if (!host.current) return;
    const listening = {
      onChange: (next: string) => latest.current.onChange(next),
      onSave: () => latest.current.onSave?.(),
      onBlur: () => latest.current.onBlur?.(),
    };
    const { supported, accessed } = latest.current;
    const extensions = [setup(language, listening), support.current.of(supported), access.current.of(accessed)];
    const state = EditorState.create({ doc: latest.current.value, extensions });
    const editor = new EditorView({ parent: host.current, state });
    view.current = editor;
    return () => editor.destroy();
  }, [language]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: what supports it is made of these
  useEffect(() => {
    view.current?.dispatch({ effects: support.current.reconfigure(latest.current.supported) });
  }, [schema, language, refusals]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: what tells of it is made of these
  useEffect(() => {
    view.current?.dispatch({ effects: access.current.reconfigure(latest.current.accessed) });
  }, [attributes, readOnly]);

  useEffect(() => {
    const editor = view.current;
    const text = editor?.state.doc.toString() ?? value;
    if (!editor || text === value) return;
    editor.dispatch({ changes: differenceOf(text, value), annotations: fromOutside.of(true) });
  }, [value]);

  return (
    <>
      <p className="sr-only">{t('editor.leave')}</p>
      <div ref={host} style={{ height: '100%', minHeight: 0, overflow: 'hidden' }} />
    </>
  );
}
