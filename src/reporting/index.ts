export { chainsSvg } from './chains-svg.js';
export { formatJudgement, type JudgementContext } from './format-judgement.js';
export { locales, type Locale, type Words } from './locale/index.js';
export type { ReportInput, ReportOptions, ReportVerdict } from './context.js';
export { report } from './report.js';
export { summaryText } from './summary-text.js';
export { terminalText } from './terminal-text.js';
export { explanationText, type Answer } from './explanation-text.js';
export { aroundText, type Around } from './around-text.js';
