import { describe, expect, it } from 'vitest';
import { blueprint } from '@/testing/samples';
import { stepsFrom, walked } from './paths';

const blueprints = [
  blueprint(),
  blueprint({ identifier: 'system', title: 'System', relations: {} }),
  blueprint({
    identifier: 'deployment',
    title: 'Deployment',
    relations: { service: { title: 'Service', target: 'service', required: true, many: false } },
  }),
];

describe('paths of relations', () => {
  it('lead forwards, and back along what points here', () => {
    expect(stepsFrom('service', blueprints).map(({ step, target }) => [step, target])).toEqual([
      ['system', 'system'],
      ['depends_on', 'service'],
      ['service,depends_on', 'service'],
      ['deployment,service', 'deployment'],
    ]);
  });

  it('are read as far as they lead', () => {
    expect(walked('system', ['service,system', 'deployment,service'], blueprints).map(({ target }) => target)).toEqual([
      'service',
      'deployment',
    ]);
    expect(walked('system', ['nothing', 'service,system'], blueprints)).toEqual([]);
  });
});
