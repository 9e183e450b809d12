/** What a person wants of the palette, read from what they typed. */
export interface Asked {
  mode: 'all' | 'commands' | 'people';
  text: string;
  /** The blueprint to stay within, as in `service: pay`. */
  blueprint: string | null;
}

export interface Named {
  identifier: string;
  title: string;
}

/** `>` asks for commands, `@` for people and teams, and a blueprint's name with a colon for its entities. */
export function readAsked(input: string, blueprints: readonly Named[]): Asked {
  const rest = input.trimStart();
  const after = rest.slice(1).trim();
  if (rest.startsWith('>')) return { mode: 'commands', text: after, blueprint: null };
  if (rest.startsWith('@')) return { mode: 'people', text: after, blueprint: null };
  const colon = rest.indexOf(':');
  const name = rest.slice(0, Math.max(0, colon)).trim().toLowerCase();
  const scope =
    name && blueprints.find((each) => [each.identifier, each.title].some((own) => own.toLowerCase() === name));
  if (scope) return { mode: 'all', text: rest.slice(colon + 1).trim(), blueprint: scope.identifier };
  return { mode: 'all', text: rest.trim(), blueprint: null };
}
