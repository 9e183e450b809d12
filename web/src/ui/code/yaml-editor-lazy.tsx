import { closeBrackets, completionKeymap } from '@codemirror/autocomplete';
import { defaultKeymap, history, historyKeymap, indentWithTab } from '@codemirror/commands';
import { yaml } from '@codemirror/lang-yaml';
import { bracketMatching, foldGutter, indentOnInput, syntaxHighlighting } from '@codemirror/language';
import { lintGutter } from '@codemirror/lint';
import { searchKeymap } from '@codemirror/search';
import { Annotation, Compartment, EditorState } from '@codemirror/state';
import { EditorView, highlightActiveLine, highlightActiveLineGutter, keymap, lineNumbers } from '@codemirror/view';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { JsonSchema } from '@/lib/json-schema';
import { highlight, look } from './look';
import { phrases } from './phrases';
import { schemaCompletion, schemaLint } from './schema-support';

export interface YamlEditorProps {
  label: string;
  value: string;
  schema: JsonSchema;
  onChange: (value: string) => void;
  /** Ctrl+S. */
  onSave?: () => void;
}

/** Marks a change that came from outside, so that it is not told back. */
const fromOutside = Annotation.define<boolean>();

/** The one stretch that differs, so that the cursor and the scroll stay where they are. */
function differenceOf(old: string, next: string) {
  const most = Math.min(old.length, next.length);
  let from = 0;
  while (from < most && old[from] === next[from]) from += 1;
  let end = 0;
  while (end < most - from && old[old.length - 1 - end] === next[next.length - 1 - end]) end += 1;
  return { from, to: old.length - end, insert: next.slice(from, next.length - end) };
}

function extensions(label: string, onChange: (value: string) => void, onSave: () => void) {
  const save = {
    key: 'Mod-s',
    preventDefault: true,
    run: () => {
      onSave();
      return true;
    },
  };
  return [
    lineNumbers(),
    foldGutter(),
    lintGutter(),
    highlightActiveLine(),
    highlightActiveLineGutter(),
    history(),
    indentOnInput(),
    bracketMatching(),
    closeBrackets(),
    yaml(),
    syntaxHighlighting(highlight),
    look,
    phrases(),
    EditorView.contentAttributes.of({ 'aria-label': label, tabindex: '0' }),
    keymap.of([save, ...completionKeymap, ...defaultKeymap, ...historyKeymap, ...searchKeymap, indentWithTab]),
    EditorView.updateListener.of((update) => {
      const own = update.transactions.some((each) => !each.annotation(fromOutside) && each.docChanged);
      if (own) onChange(update.state.doc.toString());
    }),
  ];
}

/** YAML with completion and problems from a JSON Schema. Escape then Tab leaves it. */
export default function YamlEditor({ label, value, schema, onChange, onSave }: YamlEditorProps) {
  const { t } = useTranslation();
  const host = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView | null>(null);
  const support = useRef(new Compartment());
  const latest = useRef({ onChange, onSave, value, schema });
  latest.current = { onChange, onSave, value, schema };

  useEffect(() => {
    if (!host.current) return;
    const change = (next: string) => latest.current.onChange(next);
    const save = () => latest.current.onSave?.();
    const forSchema = [schemaCompletion(latest.current.schema), schemaLint(latest.current.schema)];
    const editor = new EditorView({
      parent: host.current,
      state: EditorState.create({
        doc: latest.current.value,
        extensions: [extensions(label, change, save), support.current.of(forSchema)],
      }),
    });
    view.current = editor;
    return () => editor.destroy();
  }, [label]);

  useEffect(() => {
    view.current?.dispatch({ effects: support.current.reconfigure([schemaCompletion(schema), schemaLint(schema)]) });
  }, [schema]);

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
