import type { Blueprint, Entity } from '@/api/contract';

const STAMPS = {
  createdAt: '2026-01-05T10:00:00.000Z',
  createdBy: 'u_1',
  updatedAt: '2026-01-06T10:00:00.000Z',
  updatedBy: 'u_1',
};

/** A blueprint with a property of every kind that matters to the portal. */
export function blueprint(change: Partial<Blueprint> = {}): Blueprint {
  return {
    identifier: 'service',
    title: 'Service',
    icon: 'Microservice',
    schema: {
      properties: {
        health: {
          type: 'string',
          title: 'Health',
          enum: ['Healthy', 'Down'],
          enumColors: { Healthy: 'green', Down: 'red' },
        },
        replicas: { type: 'number', title: 'Replicas', minimum: 1 },
        pci: { type: 'boolean', title: 'Handles cards' },
        expires: { type: 'string', format: 'date-time', title: 'Expires' },
        tags: { type: 'array', items: { type: 'string' }, title: 'Tags' },
        readme: { type: 'string', format: 'markdown' },
        limits: { type: 'object' },
      },
      required: ['health'],
    },
    relations: {
      system: { title: 'System', target: 'system', required: true, many: false },
      depends_on: { title: 'Depends on', target: 'service', required: false, many: true },
    },
    mirrorProperties: {},
    calculationProperties: { score: { type: 'number', title: 'Score', calculation: '1' } },
    aggregationProperties: {},
    ownership: { type: 'Direct' },
    ...STAMPS,
    ...change,
  };
}

export function entity(change: Partial<Entity> = {}): Entity {
  return {
    identifier: 'default/checkout',
    title: 'Checkout',
    icon: null,
    blueprint: 'service',
    team: ['payments'],
    properties: { health: 'Healthy', replicas: 3 },
    relations: { system: { identifier: 'shop', title: 'Shop' }, depends_on: [] },
    ...STAMPS,
    ...change,
  };
}
