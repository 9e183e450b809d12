export { importKeys, importQuery, importsQuery } from './api';
export { parseImportSearch, parseWizardSearch, STATUS_TONES } from './status';
