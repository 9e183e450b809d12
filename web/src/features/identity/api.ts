import { queryOptions } from '@tanstack/react-query';
import { answer, api } from '@/api/client';
import type { Session } from '@/api/contract';
import { isStatus } from '@/api/error';
import { userOf } from '@/api/narrow';

export const identityKeys = {
  session: ['session'] as const,
  setup: ['setup'] as const,
  users: ['users'] as const,
};

/** Who is signed in, or null. */
export const sessionQuery = queryOptions({
  queryKey: identityKeys.session,
  queryFn: async (): Promise<Session | null> => {
    try {
      return (await answer(api.GET('/v1/session'))).session;
    } catch (error) {
      if (isStatus(error, 401)) return null;
      throw error;
    }
  },
  staleTime: 5 * 60_000,
});

/** Whether this installation still waits for its first administrator. */
export const setupQuery = queryOptions({
  queryKey: identityKeys.setup,
  queryFn: async () => (await answer(api.GET('/v1/setup'))).needed,
  staleTime: 0,
});

export const usersQuery = queryOptions({
  queryKey: identityKeys.users,
  queryFn: async () => (await answer(api.GET('/v1/users'))).users.map(userOf),
});

export async function signIn(email: string, password: string): Promise<Session> {
  return (await answer(api.POST('/v1/session', { body: { email, password } }))).session;
}

export async function signOut(): Promise<void> {
  await api.DELETE('/v1/session');
}

export interface Administrator {
  token: string;
  name: string;
  email: string;
  password: string;
}

/** Creates the first administrator, who is signed in then. */
export async function createAdministrator(body: Administrator): Promise<Session> {
  return (await answer(api.POST('/v1/setup', { body }))).session;
}

/** What an invitation offers; a person with an account already keeps name and password. */
export const invitationQuery = (token: string) =>
  queryOptions({
    queryKey: ['invitation', token] as const,
    queryFn: async () => (await answer(api.GET('/v1/invitations/{token}', { params: { path: { token } } }))).invitation,
    staleTime: Number.POSITIVE_INFINITY,
  });

export async function acceptInvitation(body: { token: string; name?: string; password: string }): Promise<Session> {
  return (await answer(api.POST('/v1/invitations/accept', { body }))).session;
}

export type Role = Session['role'];
export const ROLES: Role[] = ['Member', 'Admin'];

export async function invite(email: string, role: Role): Promise<string> {
  const { invitation } = await answer(api.POST('/v1/users/invite', { body: { invitee: { email, roles: [role] } } }));
  return invitation.link;
}

/** Where the person is signed in, this session first. */
export const sessionsQuery = queryOptions({
  queryKey: ['me', 'sessions'] as const,
  queryFn: async () => (await answer(api.GET('/v1/me/sessions'))).sessions,
});

export async function rename(name: string): Promise<Session> {
  return (await answer(api.PATCH('/v1/me/profile', { body: { name } }))).session;
}

export async function changePassword(body: { current: string; new: string }): Promise<void> {
  await api.POST('/v1/me/password', { body });
}

/** Signs out in one place, or everywhere else; returns how many sessions ended. */
export async function endSessions(session?: string): Promise<number> {
  if (session === undefined) return (await answer(api.DELETE('/v1/me/sessions'))).count;
  await api.DELETE('/v1/me/sessions/{session}', { params: { path: { session } } });
  return 1;
}
