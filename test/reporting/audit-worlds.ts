/** Audits of small invented worlds for the tests of what is shown. */
import { CITY_RULES, world } from '../../examples/audit/world.js';
import { audit, type Audit, type Past } from '../../src/auditing/index.js';
import { auditCsv, auditPictures, auditReport, auditText } from '../../src/reporting/audit/index.js';

const FAVOUR = { odds: 6, rigged: 2, tailoredRequirements: 3, tailoredWeights: 2, lateChanges: 3, raterLifts: 3, rivalsRemoved: 3, dummies: 3, conflictedEvidence: 3, wrongTotals: 2, breaches: 2 };

export const plantedPast = (): Past => world({ seed: 3, decisions: 40, favour: FAVOUR }).past;

export const plantedAudit = (past: Past = plantedPast()): Promise<Audit> => audit(past, { rules: CITY_RULES, ladder: { unit: ['unit'], merit: ['decision'] }, draws: 99 });

/** Everything that is shown of an audit, by what it is. */
export function allShown(one: Audit): readonly (readonly [string, string])[] {
  return (['en', 'id'] as const).flatMap((locale) => [
    [`${locale} html`, auditReport(one, { locale })] as const,
    [`${locale} text`, auditText(one, { locale, top: 1000 })] as const,
    ...auditPictures(one, { locale }).map(({ name, svg }) => [`${locale} ${name}`, svg] as const),
    ...Object.entries(auditCsv(one, { locale })).map(([name, text]) => [`${locale} ${name}`, text] as const),
  ]);
}

/** Words that say why somebody did something, or judge him. */
export const BANNED = {
  en: /\b(gain(s|ed)?|favou?r(ed|ite|itism)?|undeclared|nepot\w*|guilt\w*|suspicio\w*|suspect\w*|corrupt\w*|cheat\w*|rigged|manipulat\w*|fraud\w*|illegal\w*|unlawful\w*|crime|criminal|culprit|offend\w*|violat\w*|prices?|vanish\w*|harga)\b/i,
  id: /\b(nepotis\w*|korup\w*|curang|kecurangan|bersalah|mencuriga\w*|dicurigai|menguntungkan|diuntungkan|beruntung|merugikan|manipulasi|penipuan|melanggar|pelanggaran|pelaku(?! )|kejahatan|harga|pilih kasih)\b/i,
};
