import { useSuspenseQuery } from '@tanstack/react-query';
import { blueprintQuery } from '@/features/blueprints/public';
import { entityQuery } from './api';
import { PropertyList } from './detail/property-list';

/** What one entity says, property by property. */
export function EntityFacts({ blueprint, entity }: { blueprint: string; entity: string }) {
  const { data: definition } = useSuspenseQuery(blueprintQuery(blueprint));
  const { data } = useSuspenseQuery(entityQuery(blueprint, entity));
  return <PropertyList blueprint={definition} entity={data} />;
}
