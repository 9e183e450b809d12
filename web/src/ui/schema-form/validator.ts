import { type RJSFSchema, type RJSFValidationError, toErrorSchema, type ValidatorType } from '@rjsf/utils';
import i18next from 'i18next';
import { fits, type JsonSchema, problemsOf, withoutNulls } from '@/lib/json-schema';
import { messageOf } from './messages';

function errorsOf(schema: RJSFSchema, data: unknown): RJSFValidationError[] {
  return problemsOf(schema as JsonSchema, withoutNulls(data)).map((problem) => {
    const message = messageOf(problem, i18next.t);
    return { name: problem.keyword, property: `.${problem.path.join('.')}`, message, stack: message };
  });
}

/** RJSF's validator on a library that never evaluates code. */
export const validator: ValidatorType = {
  rawValidation: <Result>(schema: RJSFSchema, data: unknown) => ({ errors: errorsOf(schema, data) as Result[] }),
  isValid: (schema, data) => typeof schema === 'boolean' || fits(schema as JsonSchema, withoutNulls(data)),
  validateFormData: (data, schema) => {
    const errors = errorsOf(schema, data);
    return { errors, errorSchema: toErrorSchema(errors) };
  },
};
