export { entityScorecardsQuery, scorecardsQuery, summaryQuery } from './api';
