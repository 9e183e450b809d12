import type { RJSFSchema } from '@rjsf/utils';

/** The part of a schema that rules a member. */
function memberOf(schema: RJSFSchema | undefined, key: string): RJSFSchema | undefined {
  const found = schema?.properties?.[key] ?? (/^\d+$/.test(key) ? schema?.items : undefined);
  return typeof found === 'object' && !Array.isArray(found) ? found : undefined;
}

/** What a person calls the field of an error, such as `.properties.text`: its title; sections are not told. */
export function titleOf(schema: RJSFSchema, property: string | undefined): string {
  const path = (property ?? '').split('.').filter(Boolean);
  let current: RJSFSchema | undefined = schema;
  const names = path.map((key) => {
    current = memberOf(current, key);
    return current?.title || key;
  });
  const section = names.length > 1 && memberOf(schema, path[0] ?? '')?.properties !== undefined;
  return (section ? names.slice(1) : names).join(' › ');
}
