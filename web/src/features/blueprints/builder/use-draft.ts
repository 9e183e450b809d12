import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { Blueprint, BlueprintInput } from '@/api/contract';
import { useSession } from '@/features/identity/public';
import { problemsOf, withoutNulls } from '@/lib/json-schema';
import { readYaml } from '@/lib/yaml-doc';
import type { Versioned } from '../api';
import { blueprintSchema } from '../blueprint-schema';
import { dropDraft, keepDraft, loadDraft } from './draft-store';
import type { Edit } from './edits';

const KEEP_AFTER = 300;

interface DraftInput {
  /** Under which name the browser keeps it. */
  name: string;
  base: Versioned | null;
  initial: string;
  known: Blueprint[];
}

export interface Draft {
  source: string;
  /** What the text says, or said when it could last be read. */
  data: BlueprintInput;
  readable: boolean;
  problems: number;
  schema: ReturnType<typeof blueprintSchema>;
  dirty: boolean;
  /** The version that the draft stands on. */
  base: Versioned | null;
  /** When the draft was left that was found in this browser. */
  restored: string | null;
  write: (source: string) => void;
  edit: (edit: Edit) => void;
  /** The text now says what the server has, at this version. */
  settle: (base: Versioned | null, source?: string) => void;
  /** Other text over another version, not saved yet. */
  rebase: (base: Versioned, source: string, clean: string) => void;
  discard: () => void;
}

function begin(person: string, { name, base, initial }: DraftInput) {
  const kept = loadDraft(person, name);
  const same = kept !== null && kept.base?.etag === base?.etag;
  if (!kept || (kept.source === kept.clean && !same)) return { source: initial, clean: initial, base, restored: null };
  const restored = kept.source === kept.clean ? null : kept.at;
  return { source: kept.source, clean: kept.clean, base: same ? base : kept.base, restored };
}

/** A blueprint being changed: one text, which form and editor show, kept in the browser until it is saved. */
export function useDraft(input: DraftInput): Draft {
  const { user } = useSession();
  const { name, initial, known } = input;
  const [state, setState] = useState(() => begin(user.id, input));
  const { source, clean, base, restored } = state;
  const parsed = useMemo(() => readYaml(source), [source]);
  const schema = useMemo(() => blueprintSchema(known.map((each) => each.identifier)), [known]);
  const [data, setData] = useState<BlueprintInput>(parsed.data ?? {});
  if (parsed.data && parsed.data !== data) setData(parsed.data);
  const problems = useMemo(
    () => (parsed.data ? problemsOf(schema, withoutNulls(parsed.data)).length : parsed.errors.length),
    [parsed, schema],
  );
  const dirty = source !== clean;
  const person = useRef(user.id);
  useEffect(() => {
    // What holds no comment can be written anew from what the server has.
    const worth = dirty || (base !== null && source.includes('#'));
    const keep = () => {
      if (worth) keepDraft(person.current, name, { source, clean, base, at: new Date().toISOString() });
      else dropDraft(person.current, name);
    };
    const timer = setTimeout(keep, KEEP_AFTER);
    window.addEventListener('pagehide', keep); // whoever reloads at once loses nothing either
    return () => {
      clearTimeout(timer);
      window.removeEventListener('pagehide', keep);
    };
  }, [source, clean, base, dirty, name]);
  const write = useCallback((next: string) => setState((old) => ({ ...old, source: next })), []);
  const edit = useCallback((change: Edit) => setState((old) => ({ ...old, source: change(old.source) })), []);
  return {
    source,
    data,
    readable: parsed.data !== null,
    problems,
    schema,
    dirty,
    base,
    restored: dirty ? restored : null,
    write,
    edit,
    settle: (next, text) => {
      const settled = text ?? source;
      setState({ source: settled, clean: settled, base: next, restored: null });
    },
    rebase: (next, text, cleanText) => setState({ source: text, clean: cleanText, base: next, restored: null }),
    discard: () => {
      dropDraft(person.current, name);
      const fresh = { source: initial, clean: initial, base: input.base, restored: null };
      setState(restored ? fresh : { source: clean, clean, base, restored: null });
    },
  };
}
