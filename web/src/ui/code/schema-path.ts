import type { JsonSchema } from '@/lib/json-schema';

/** The keys above a position, from indentation alone: it works while the text does not parse. */
export function pathAt(text: string, position: number): string[] {
  const lines = text.slice(0, position).split('\n');
  const current = lines.pop() ?? '';
  const bare = current.trimStart().replace(/^- /, '');
  let indent = current.length - bare.length;
  const path: string[] = [];
  for (const line of lines.reverse()) {
    if (indent === 0) break;
    const key = /^(\s*(?:- )?)([^\s:#][^:]*):/.exec(line);
    const width = key?.[1]?.length ?? indent;
    if (!key?.[2] || line.trimStart().startsWith('#') || width >= indent) continue;
    path.unshift(key[2].replace(/^["']|["']$/g, ''));
    indent = width;
  }
  return path;
}

/** The schema that rules the value at a path. */
export function schemaAt(schema: JsonSchema, path: string[]): JsonSchema | undefined {
  let current: JsonSchema | undefined = schema;
  for (const key of path) {
    const node: JsonSchema | undefined = current?.items ?? current;
    const rest: JsonSchema | boolean | undefined = node?.additionalProperties;
    current = node?.properties?.[key] ?? (typeof rest === 'object' ? rest : undefined);
  }
  return current?.items ?? current;
}
