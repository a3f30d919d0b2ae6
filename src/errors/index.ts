export { ERROR_CODES, WARNING_CODES, type ErrorCode, type WarningCode } from './codes.js';
export { bug, Issues, MeritError, type Issue, type Place, type Warning } from './merit-error.js';
