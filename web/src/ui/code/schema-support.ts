import {
  autocompletion,
  type Completion,
  type CompletionContext,
  type CompletionResult,
} from '@codemirror/autocomplete';
import { type Diagnostic, linter } from '@codemirror/lint';
import type { Extension } from '@codemirror/state';
import i18next from 'i18next';
import { type Document, isCollection, isMap, isScalar, isSeq, LineCounter, type Node, parseDocument } from 'yaml';
import { type JsonSchema, problemsOf, type SchemaProblem, withoutNulls } from '@/lib/json-schema';
import { jsonFault } from '../schema-form/json-text';
import { messageOf } from '../schema-form/messages';
import type { Refusal } from './refusals';
import { pathAt, schemaAt } from './schema-path';
import type { Language } from './setup';

function valueChoices(schema: JsonSchema | undefined): Completion[] {
  const values = schema?.enum ?? (schema?.type === 'boolean' ? [true, false] : []);
  return values.map((value) => ({ label: String(value), type: 'enum' }));
}

function keyChoices(schema: JsonSchema | undefined): Completion[] {
  return Object.entries(schema?.properties ?? {}).map(([key, member]) => ({
    label: key,
    apply: `${key}: `,
    type: 'property',
    detail: String(member.type ?? ''),
    info: member.description ?? member.title ?? '',
  }));
}

function complete(schema: JsonSchema, context: CompletionContext): CompletionResult | null {
  const line = context.state.doc.lineAt(context.pos);
  const before = line.text.slice(0, context.pos - line.from);
  const path = pathAt(context.state.doc.toString(), context.pos);
  const assignment = /([\w$.-]+):\s+(\S*)$/.exec(before);
  if (assignment?.[1]) {
    const options = valueChoices(schemaAt(schema, [...path, assignment[1]]));
    return options.length > 0 ? { from: context.pos - (assignment[2]?.length ?? 0), options } : null;
  }
  const word = /[\w$.-]*$/.exec(before)?.[0] ?? '';
  if (!context.explicit && !word) return null;
  const options = keyChoices(schemaAt(schema, path));
  return options.length > 0 ? { from: context.pos - word.length, options } : null;
}

/** Offers keys and values that the schema knows. */
function schemaCompletion(schema: JsonSchema) {
  return autocompletion({ override: [(context) => complete(schema, context)] });
}

/** The part of the text that a problem is about. */
function rangeOf(document: Document, { path, keyword, rule }: SchemaProblem): [number, number] {
  const steps = keyword === 'required' ? path.slice(0, -1) : path;
  const last = steps.length - 1;
  let node = document.contents as Node | null;
  let range = node?.range;
  for (const [place, step] of steps.entries()) {
    if (isMap(node)) {
      const pair = node.items.find((each) => isScalar(each.key) && String(each.key.value) === step);
      if (!pair) break;
      const whole = keyword === 'refused' && place === last && isCollection(pair.value);
      const named = whole || (keyword === 'unknown' && step === rule);
      node = (named ? pair.key : pair.value) as Node | null;
    } else if (isSeq(node)) {
      node = (node.items[Number(step)] as Node | undefined) ?? null;
    }
    range = node?.range ?? range;
  }
  return [range?.[0] ?? 0, range?.[1] ?? 1];
}

function clamped(text: string, [from, to]: readonly [number, number]) {
  return { from: Math.min(from, text.length), to: Math.min(Math.max(to, from + 1), text.length) };
}

/** Syntax errors, schema problems and what the server refused, where they are. */
export function diagnose(schema: JsonSchema, text: string, refusals: readonly Refusal[] = []): Diagnostic[] {
  const document = parseDocument(text, { lineCounter: new LineCounter() });
  const broken = document.errors.map((error): Diagnostic => {
    return { ...clamped(text, error.pos), severity: 'error', message: error.message.split('\n')[0] ?? '' };
  });
  if (broken.length > 0) return broken;
  let data: unknown;
  try {
    data = document.toJS({ maxAliasCount: 100 });
  } catch (error) {
    return [{ ...clamped(text, [0, 1]), severity: 'error', message: String(error) }];
  }
  const problems = problemsOf(schema, withoutNulls(data)).map((problem): Diagnostic => {
    const key = problem.path.at(-1) ?? '';
    const missing = problem.keyword === 'required';
    const message = missing ? i18next.t('editor.missingKey', { key }) : messageOf(problem, i18next.t);
    return { ...clamped(text, rangeOf(document, problem)), severity: 'error', message };
  });
  const refused = refusals.map(({ path, message }): Diagnostic => {
    const range = rangeOf(document, { path: [...path], keyword: 'refused', rule: null, message });
    return { ...clamped(text, range), severity: 'error', message };
  });
  return [...problems, ...refused];
}

function faults(text: string): Diagnostic[] {
  const fault = text.trim() === '' ? null : jsonFault(text);
  if (!fault) return [];
  const { line, column } = fault;
  const message = i18next.t('form.notJsonAt', { line, column });
  return [{ ...clamped(text, [fault.at, fault.at + 1]), severity: 'error', message }];
}

/** What helps to write a language, and tells what is wrong with it. */
export function languageSupport(language: Language, schema: JsonSchema, refusals: readonly Refusal[]): Extension {
  if (language === 'text') return [];
  const find = (text: string) => (language === 'json' ? faults(text) : diagnose(schema, text, refusals));
  return [schemaCompletion(schema), linter((view) => find(view.state.doc.toString()), { delay: 200 })];
}
