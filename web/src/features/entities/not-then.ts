import type { Entity } from '@/api/contract';

/** An entity is looked at as of an instant at which it did not exist. */
export class NotThen {
  constructor(
    readonly entity: Entity,
    readonly at: string,
  ) {}
}
