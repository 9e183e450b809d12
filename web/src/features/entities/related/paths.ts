import type { Blueprint } from '@/api/contract';
import { labelOf } from '@/features/blueprints/public';

/** A step of a path, as the server takes it: `relation`, or `blueprint,relation` to go back along one. */
export interface Step {
  step: string;
  /** What it leads to. */
  target: string;
  label: string;
  backwards: boolean;
}

/** Every step that leads on from entities of a blueprint. */
export function stepsFrom(blueprint: string, blueprints: Blueprint[]): Step[] {
  const here = blueprints.find(({ identifier }) => identifier === blueprint);
  const forward = Object.entries(here?.relations ?? {}).map(([id, relation]) => ({
    step: id,
    target: relation.target,
    label: labelOf(id, relation),
    backwards: false,
  }));
  const backwards = blueprints.flatMap((each) =>
    Object.entries(each.relations)
      .filter(([, relation]) => relation.target === blueprint)
      .map(([id, relation]) => ({
        step: `${each.identifier},${id}`,
        target: each.identifier,
        label: `${each.title || each.identifier} · ${labelOf(id, relation)}`,
        backwards: true,
      })),
  );
  return [...forward, ...backwards];
}

/** The steps of a path in words, as far as they lead. */
export function walked(start: string, path: string[], blueprints: Blueprint[]): Step[] {
  const steps: Step[] = [];
  let here = start;
  for (const each of path) {
    const found = stepsFrom(here, blueprints).find(({ step }) => step === each);
    if (!found) break;
    steps.push(found);
    here = found.target;
  }
  return steps;
}

/** As many as the server walks. */
export const MOST_STEPS = 4;
