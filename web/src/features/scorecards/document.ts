import { writeYaml } from '@/lib/yaml-doc';
import type { Scorecard, ScorecardInput } from './api';

const OWN = new Set(['id', 'blueprint', 'createdAt', 'createdBy', 'updatedAt', 'updatedBy']);

/** Where a new scorecard begins. */
export const BLANK = `identifier: my_scorecard
title: My scorecard

levels:
  - { title: Basic, color: paleBlue }
  - { title: Bronze, color: bronze }
  - { title: Silver, color: silver }
  - { title: Gold, color: gold }

rules:
  - identifier: owned
    title: Has an owner
    level: Bronze
    query:
      combinator: and
      conditions:
        - { property: $team, operator: isNotEmpty }
`;

/** A scorecard as a person writes it: without what the server fills in. */
export function toDocument(scorecard: Scorecard): string {
  return writeYaml(
    Object.fromEntries(Object.entries(scorecard).filter(([key, value]) => !OWN.has(key) && value != null)),
  );
}

/** What of a document is sent: the server fills in the rest, and refuses to be told it. */
export function toInput(data: Record<string, unknown>): ScorecardInput {
  return Object.fromEntries(Object.entries(data).filter(([key]) => !OWN.has(key)));
}

const CONDITIONS = {
  type: 'object',
  required: ['conditions'],
  properties: {
    combinator: { enum: ['and', 'or'] },
    conditions: {
      type: 'array',
      items: {
        type: 'object',
        required: ['operator'],
        properties: {
          property: { type: 'string' },
          relation: { type: 'string' },
          operator: { type: 'string' },
          value: {},
        },
      },
    },
  },
};

/** The shape of the document, for completion and problems while one types. */
export const SCHEMA = {
  type: 'object',
  required: ['identifier', 'title', 'rules'],
  properties: {
    identifier: { type: 'string' },
    title: { type: 'string' },
    filter: CONDITIONS,
    levels: {
      type: 'array',
      items: {
        type: 'object',
        required: ['title', 'color'],
        properties: { title: { type: 'string' }, color: { type: 'string' } },
      },
    },
    rules: {
      type: 'array',
      items: {
        type: 'object',
        required: ['identifier', 'title', 'level', 'query'],
        properties: {
          identifier: { type: 'string' },
          title: { type: 'string' },
          description: { type: 'string' },
          level: { type: 'string' },
          query: CONDITIONS,
        },
      },
    },
    properties: { type: 'object' },
  },
};
