import type { User } from '@/api/contract';

/** The person's name, or the e-mail address where no name is known. */
export function nameOf(user: User): string {
  return [user.firstName, user.lastName].filter(Boolean).join(' ') || user.email;
}

/** The strongest role shown for a person. */
export function roleOf(user: User): string {
  return user.roles[0]?.name ?? '';
}
