import { createContext, useContext } from 'react';
import type { Blueprint, BlueprintInput } from '@/api/contract';
import type { Refusal } from '@/ui/code/refusals';
import { type Edit, pathOf, type Section } from './edits';

/** What every part of the form reads and how it writes. */
export interface Form {
  data: BlueprintInput;
  /** What the server has; undefined while the blueprint is new. */
  saved: Blueprint | undefined;
  /** Every blueprint of the organisation, for targets and paths. */
  known: Blueprint[];
  edit: (edit: Edit) => void;
  rename: (section: Section, name: string) => void;
  /** What the server would not take. */
  refusals?: readonly Refusal[];
  /** The part whose editor is open, as "section.name". */
  open: string | null;
  setOpen: (key: string | null) => void;
}

export const FormContext = createContext<Form | null>(null);

export function useForm(): Form {
  const form = useContext(FormContext);
  if (!form) throw new Error('Outside of the form.');
  return form;
}

export const keyOf = (section: Section, name: string) => `${section}.${name}`;

/** What the server said against the value at a path, or a part of it. */
export function useRefusal(...path: string[]): string | undefined {
  const { refusals = [] } = useForm();
  return refusals.find((each) => path.every((key, at) => each.path[at] === key))?.message;
}

export function usePartRefusal(section: Section, name: string): string | undefined {
  return useRefusal(...pathOf(section), name);
}
