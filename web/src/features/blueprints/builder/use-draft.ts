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
  /** The text is now what the server has, at this version. */
  settle: (base: Versioned) => void;
  /** Other text over another version, not saved yet. */
  rebase: (base: Versioned, source: string) => void;
  discard: () => void;
}

function begin(person: string, { name, base, initial }: DraftInput) {
  const kept = loadDraft(person, name);
  if (!kept || kept.source === kept.clean) return { source: initial, clean: initial, base, restored: null };
  const same = kept.base?.etag === base?.etag;
  return { source: kept.source, clean: kept.clean, base: same ? base : kept.base, restored: kept.at };
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
    const keep = () => {
      if (dirty) keepDraft(person.current, name, { source, clean, base, at: new Date().toISOString() });
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
    settle: (next) => setState({ source: next.text, clean: next.text, base: next, restored: null }),
    rebase: (next, text) => setState({ source: text, clean: next.text, base: next, restored: null }),
    discard: () => {
      dropDraft(person.current, name);
      const fresh = { source: initial, clean: initial, base: input.base, restored: null };
      setState(restored ? fresh : { source: clean, clean, base, restored: null });
    },
  };
}
