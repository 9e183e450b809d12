import {
  autocompletion,
  type Completion,
  type CompletionContext,
  type CompletionResult,
} from '@codemirror/autocomplete';
import { type Diagnostic, linter } from '@codemirror/lint';
import i18next from 'i18next';
import { type Document, isMap, isScalar, isSeq, LineCounter, type Node, parseDocument } from 'yaml';
import { type JsonSchema, problemsOf, type SchemaProblem, withoutNulls } from '@/lib/json-schema';
import { messageOf } from '../schema-form/messages';
import { pathAt, schemaAt } from './schema-path';

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
export function schemaCompletion(schema: JsonSchema) {
  return autocompletion({ override: [(context) => complete(schema, context)] });
}

/** The part of the text that a problem is about. */
function rangeOf(document: Document, { path, keyword, rule }: SchemaProblem): [number, number] {
  const steps = keyword === 'required' ? path.slice(0, -1) : path;
  let node = document.contents as Node | null;
  let range = node?.range;
  for (const step of steps) {
    if (isMap(node)) {
      const pair = node.items.find((each) => isScalar(each.key) && String(each.key.value) === step);
      if (!pair) break;
      const isLast = keyword === 'unknown' && step === rule;
      node = (isLast ? pair.key : pair.value) as Node | null;
    } else if (isSeq(node)) {
      node = (node.items[Number(step)] as Node | undefined) ?? null;
    }
    range = node?.range ?? range;
  }
  return [range?.[0] ?? 0, range?.[1] ?? 1];
}

/** Syntax errors, and schema problems where they are. */
export function diagnose(schema: JsonSchema, text: string): Diagnostic[] {
  const document = parseDocument(text, { lineCounter: new LineCounter() });
  const clamp = (from: number, to: number) => ({
    from: Math.min(from, text.length),
    to: Math.min(Math.max(to, from + 1), text.length),
  });
  const broken = document.errors.map((error): Diagnostic => {
    return { ...clamp(error.pos[0], error.pos[1]), severity: 'error', message: error.message.split('\n')[0] ?? '' };
  });
  if (broken.length > 0) return broken;
  let data: unknown;
  try {
    data = document.toJS({ maxAliasCount: 100 });
  } catch (error) {
    return [{ ...clamp(0, 1), severity: 'error', message: String(error) }];
  }
  return problemsOf(schema, withoutNulls(data)).map((problem): Diagnostic => {
    const key = problem.path.at(-1) ?? '';
    const missing = problem.keyword === 'required';
    const message = missing ? i18next.t('editor.missingKey', { key }) : messageOf(problem, i18next.t);
    return { ...clamp(...rangeOf(document, problem)), severity: 'error', message };
  });
}

export function schemaLint(schema: JsonSchema) {
  return linter((view) => diagnose(schema, view.state.doc.toString()), { delay: 200 });
}
