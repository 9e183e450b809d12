import { HighlightStyle } from '@codemirror/language';
import { EditorView } from '@codemirror/view';
import { tags } from '@lezer/highlight';

/** Colours of the text, from the tokens, so that one style serves both schemes. */
export const highlight = HighlightStyle.define([
  { tag: [tags.propertyName, tags.definition(tags.propertyName)], color: 'var(--brand-ink)' },
  { tag: tags.string, color: 'var(--ok)' },
  { tag: [tags.number, tags.bool, tags.null, tags.atom, tags.keyword], color: 'var(--violet)' },
  { tag: tags.comment, color: 'var(--ink-3)', fontStyle: 'italic' },
  { tag: tags.punctuation, color: 'var(--ink-3)' },
]);

export const look = EditorView.theme({
  '&': { height: '100%', fontSize: 'var(--fs-sm)', backgroundColor: 'var(--code-bg)', color: 'var(--ink)' },
  '.cm-scroller': { lineHeight: '20px', fontFamily: 'var(--font-mono)' },
  '.cm-content': { caretColor: 'var(--brand-ink)', padding: '10px 0' },
  '.cm-gutters': { backgroundColor: 'var(--code-bg)', color: 'var(--ink-3)', border: 'none' },
  '&:not(.cm-focused) :is(.cm-activeLine, .cm-activeLineGutter)': { backgroundColor: 'transparent' },
  '&.cm-focused :is(.cm-activeLine, .cm-activeLineGutter)': {
    backgroundColor: 'color-mix(in srgb, var(--info-dot) 7%, transparent)',
  },
  '.cm-cursor': { borderLeftColor: 'var(--brand-ink)' },
  '&.cm-focused': { outline: 'none' },
  // The gutter lies over an outline of the editor itself.
  '&.cm-focused::after': {
    content: '""',
    position: 'absolute',
    zIndex: '300',
    inset: '0',
    border: '2px solid var(--info-dot)',
    pointerEvents: 'none',
  },
  '.cm-tooltip': {
    backgroundColor: 'var(--raised)',
    border: '1px solid var(--line-2)',
    borderRadius: '8px',
    color: 'var(--ink)',
    boxShadow: 'var(--shadow-2)',
  },
  '.cm-panels': { backgroundColor: 'var(--surface)', color: 'var(--ink)' },
  '.cm-panels-bottom': { borderTop: '1px solid var(--line)' },
  '.cm-panel.cm-search, .cm-panel.cm-dialog': { padding: '6px 36px 6px 12px', fontFamily: 'var(--font-sans)' },
  '.cm-panel.cm-search label': { fontSize: 'var(--fs-sm)' },
  '.cm-panel.cm-panel-lint ul': { padding: '4px 40px 4px 0', fontFamily: 'var(--font-sans)' },
  '.cm-panel.cm-panel-lint ul [aria-selected], .cm-panel.cm-panel-lint ul:focus [aria-selected]': {
    backgroundColor: 'var(--brand-soft)',
    color: 'var(--ink)',
  },
  '.cm-panel.cm-search [name=close], .cm-panel.cm-panel-lint [name=close], .cm-dialog-close': {
    top: '8px',
    right: '8px',
    width: '24px',
    height: '24px',
    color: 'inherit',
    fontSize: 'var(--fs-lg)',
    cursor: 'pointer',
  },
  '.cm-textfield, .cm-button': {
    height: '26px',
    border: '1px solid var(--line-ctl)',
    borderRadius: 'var(--r-sm)',
    backgroundColor: 'var(--surface)',
    backgroundImage: 'none',
    fontSize: 'var(--fs-sm)',
  },
  '.cm-textfield': { padding: '0 8px' },
  '.cm-button': { padding: '0 10px', borderColor: 'var(--line-2)', cursor: 'pointer' },
  '.cm-button:hover, .cm-button:active': { backgroundColor: 'var(--hover)', backgroundImage: 'none' },
  '.cm-tooltip-autocomplete ul li[aria-selected]': { backgroundColor: 'var(--brand-soft)', color: 'var(--ink)' },
  '.cm-selectionBackground, &.cm-focused .cm-selectionBackground': {
    backgroundColor: 'color-mix(in srgb, var(--info-dot) 25%, transparent) !important',
  },
});
