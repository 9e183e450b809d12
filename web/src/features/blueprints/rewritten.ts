import type { BlueprintInput } from '@/api/contract';
import { editYaml, readYaml, writeYaml } from '@/lib/yaml-doc';
import { COMPUTED, movePart, partsOf, type Section } from './builder/edits';

type Fields = Record<string, unknown>;

/** What the server fills in where a text is silent: writing it there would be noise. */
function unsaid(document: Fields, said: BlueprintInput): Fields {
  const schema = { ...(document.schema as NonNullable<BlueprintInput['schema']>) };
  if (schema.required?.length === 0 && said.schema?.required === undefined) delete schema.required;
  const relations = Object.entries((document.relations ?? {}) as Fields).map(([name, relation]) => {
    const kept = Object.entries(relation as Fields).filter(
      ([key, value]) => value !== false || said.relations?.[name]?.[key as 'many'] !== undefined,
    );
    return [name, Object.fromEntries(kept)];
  });
  return { ...document, schema, ...(relations.length > 0 ? { relations: Object.fromEntries(relations) } : {}) };
}

const ORDERED: Section[] = ['properties', 'relations', ...COMPUTED];

function reordered(source: string, document: BlueprintInput): string {
  const data = (readYaml(source).data ?? {}) as BlueprintInput;
  return ORDERED.reduce((text, section) => {
    const names = partsOf(data, section).map(([name]) => name);
    return partsOf(document, section).reduce((moved, [name], at) => {
      if (names[at] === name) return moved;
      names.splice(names.indexOf(name), 1);
      names.splice(at, 0, name);
      return movePart(section, name, at)(moved);
    }, text);
  }, source);
}

/** A text that says this document: the one that was written, with no more of it changed than it takes. */
export function rewritten(text: string | null, document: Fields): string {
  const said = text === null ? null : readYaml(text).data;
  if (text === null || said === null) return writeYaml(document);
  return reordered(editYaml(text, unsaid(document, said)), document);
}
