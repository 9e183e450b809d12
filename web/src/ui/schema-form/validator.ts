import { type RJSFSchema, type RJSFValidationError, toErrorSchema, type ValidatorType } from '@rjsf/utils';
import i18next from 'i18next';
import { fits, type JsonSchema, problemsOf, withoutNulls } from '@/lib/json-schema';
import type { Broken } from './broken';
import { messageOf } from './messages';

function errorsOf(schema: RJSFSchema, data: unknown): RJSFValidationError[] {
  return problemsOf(schema as JsonSchema, withoutNulls(data)).map((problem) => {
    const message = messageOf(problem, i18next.t);
    return { name: problem.keyword, property: `.${problem.path.join('.')}`, message, stack: message };
  });
}

/** What a text that is no value says of itself comes before what is wrong with the value that stood there. */
function withBroken(errors: RJSFValidationError[], broken: Broken): RJSFValidationError[] {
  const other = errors.filter(({ property = '' }) => !broken.has(property));
  const told = [...broken].map(([property, message]) => ({ name: 'text', property, message, stack: message }));
  return [...told, ...other];
}

/** RJSF's validator on a library that never evaluates code; `broken` are fields that hold no value yet. */
export function validatorWith(broken: Broken): ValidatorType {
  return {
    rawValidation: <Result>(schema: RJSFSchema, data: unknown) => ({ errors: errorsOf(schema, data) as Result[] }),
    isValid: (schema, data) => typeof schema === 'boolean' || fits(schema as JsonSchema, withoutNulls(data)),
    validateFormData: (data, schema) => {
      const errors = withBroken(errorsOf(schema, data), broken);
      return { errors, errorSchema: toErrorSchema(errors) };
    },
  };
}
