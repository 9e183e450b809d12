import { EditorState, type Extension } from '@codemirror/state';
import i18next from 'i18next';
import { addEnglish } from '@/lib/i18n';
import { code } from '@/lib/i18n/en/code';

addEnglish({ code });

/** The editor's own words, as it looks them up, and ours for them. */
const WORDS: Record<string, keyof typeof code> = {
  Find: 'find',
  Replace: 'replace',
  next: 'next',
  previous: 'previous',
  all: 'selectAll',
  'match case': 'matchCase',
  regexp: 'regexp',
  'by word': 'byWord',
  replace: 'replace',
  'replace all': 'replaceAll',
  'current match': 'current',
  'on line': 'onLine',
  'replaced match on line $': 'replacedOne',
  'replaced $ matches': 'replacedMany',
  'Go to line': 'goToLine',
  go: 'go',
  Completions: 'completions',
  Diagnostics: 'problems',
  'No diagnostics': 'noProblems',
  'folded code': 'folded',
  unfold: 'unfold',
};

/** Lets the editor speak the person's language. */
export function phrases(): Extension {
  const said = Object.entries(WORDS).map(([theirs, ours]) => [theirs, i18next.t(`code.${ours}`)]);
  return EditorState.phrases.of({ ...Object.fromEntries(said), close: i18next.t('action.close') });
}
