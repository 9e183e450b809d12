type Raw = Record<string, unknown>;

/**
 * Reads an address by `parse` and by nothing else: a parameter that it leaves out is gone.
 *
 * By itself the router lays what a check returns over the address, and so keeps what was left out, however wrong.
 */
export function strictly<Parse extends (said: Raw) => object>(parse: Parse): Parse {
  const strict = (said: Raw) => ({
    ...Object.fromEntries(Object.keys(said).map((name) => [name, undefined])),
    ...parse(said),
  });
  return strict as Parse;
}
