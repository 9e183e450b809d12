import { ApiError } from '@/api/error';
import { pathOf, type Refusal } from '@/ui/code/refusals';

/** Which part of a blueprint the server would not take, where it names one. */
export function refusedParts(error: unknown): Refusal[] {
  if (!(error instanceof ApiError) || typeof error.details.path !== 'string') return [];
  const { path } = error.details;
  return [{ path: pathOf(path), message: error.message.replace(`${path}: `, '') }];
}
