import { queryOptions, useQuery } from '@tanstack/react-query';
import type { Entity } from '@/api/contract';
import { nameOf, usersQuery } from '@/features/identity/public';
import { formatList } from '@/lib/format';
import { Named } from '@/ui/avatar';
import { entityKeys, topSearch } from './api';

const MOST_TEAMS = 500;

/** The teams by title: the first so many, which is all of them almost everywhere. */
export const teamsQuery = queryOptions({
  queryKey: [...entityKeys.lists('_team'), 'titles'] as const,
  queryFn: async ({ signal }) => {
    const include = ['$identifier', '$title'];
    const sort = [{ property: '$title', order: 'asc' as const }];
    return (await topSearch('_team', { include, sort, limit: MOST_TEAMS }, signal)).entities;
  },
  staleTime: 5 * 60_000,
});

const peopleQuery = { ...usersQuery, staleTime: 5 * 60_000 };

/** One table of names for each answer of the server, however many cells ask. */
const tables = new WeakMap<object, ReadonlyMap<string, string>>();

function tableOf<Row extends object>(rows: Row[], pair: (row: Row) => [string, string]): ReadonlyMap<string, string> {
  const known = tables.get(rows);
  if (known) return known;
  const made = new Map(rows.map(pair));
  tables.set(rows, made);
  return made;
}

const titleOf = (team: Entity): [string, string] => [team.identifier, team.title || team.identifier];

/** What a team is called, by the identifier under which the catalog keeps it. */
export function useTeamTitles(): (identifier: string) => string {
  const { data } = useQuery(teamsQuery);
  return (identifier) => (data && tableOf(data, titleOf).get(identifier)) ?? identifier;
}

/** A team by title. */
export function TeamName({ identifier }: { identifier: string }) {
  return <Named name={useTeamTitles()(identifier)} square />;
}

/** Teams by title, in a sentence. */
export function TeamNames({ identifiers }: { identifiers: string[] }) {
  return <span className="truncate">{formatList(identifiers.map(useTeamTitles()))}</span>;
}

/** A person by name; by the e-mail address, where no name is known. */
export function PersonName({ email }: { email: string }) {
  const { data } = useQuery(peopleQuery);
  return <Named name={(data && tableOf(data, (user) => [user.email, nameOf(user)]).get(email)) ?? email} />;
}
