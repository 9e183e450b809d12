import { closeBrackets, completionKeymap } from '@codemirror/autocomplete';
import { defaultKeymap, history, historyKeymap, indentWithTab } from '@codemirror/commands';
import { yaml } from '@codemirror/lang-yaml';
import { bracketMatching, foldGutter, indentOnInput, syntaxHighlighting } from '@codemirror/language';
import { lintGutter, lintKeymap } from '@codemirror/lint';
import { searchKeymap } from '@codemirror/search';
import { Annotation, type Extension } from '@codemirror/state';
import { EditorView, highlightActiveLine, highlightActiveLineGutter, keymap, lineNumbers } from '@codemirror/view';
import { highlight, look } from './look';
import { phrases } from './phrases';

/** JSON is read as the YAML that it is; plain text has no colours. */
export type Language = 'yaml' | 'json' | 'text';

/** Marks a change that came from outside, so that it is not told back. */
export const fromOutside = Annotation.define<boolean>();

interface Listening {
  onChange: (value: string) => void;
  onSave: () => void;
  onBlur: () => void;
}

/** What an editor of some language can do. */
export function setup(language: Language, { onChange, onSave, onBlur }: Listening): Extension {
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
    language === 'text' ? [] : [foldGutter(), lintGutter(), indentOnInput(), yaml(), syntaxHighlighting(highlight)],
    highlightActiveLine(),
    highlightActiveLineGutter(),
    history(),
    bracketMatching(),
    closeBrackets(),
    look,
    phrases(),
    keymap.of([
      save,
      ...completionKeymap,
      ...lintKeymap,
      ...defaultKeymap,
      ...historyKeymap,
      ...searchKeymap,
      indentWithTab,
    ]),
    EditorView.domEventHandlers({ blur: onBlur }),
    EditorView.updateListener.of((update) => {
      const own = update.transactions.some((each) => !each.annotation(fromOutside) && each.docChanged);
      if (own) onChange(update.state.doc.toString());
    }),
  ];
}
