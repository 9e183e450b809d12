import type { Entity } from '@/api/contract';

/** An entity is looked at as of an instant at which it did not exist. */
export class NotThen extends Error {
  constructor(
    readonly entity: Entity,
    readonly at: string,
  ) {
    super(`${entity.identifier} did not exist at ${at}`);
    this.name = 'NotThen';
  }
}
