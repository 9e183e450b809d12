export { importHistoryQuery, importKeys, importQuery, importsQuery } from './api';
export { parseHistorySearch, parseImportSearch, parseWizardSearch, STATUS_TONES } from './status';
