import type { Audit } from './audit-document.js';
import type { Tests } from './family.js';
import type { Declared, Part, RawFinding, Study } from './study.js';

/** The sections of an audit that its parts fill. */
export type Sections = Pick<Audit, 'funnel' | 'ranks' | 'rankTests' | 'regret' | 'register' | 'overrides' | 'deciders' | 'ladders' | 'conflicts' | 'degrees' | 'timelines'>;

/** What a part said, with its section in its place. */
export interface Answer {
  readonly sections: Partial<Sections> & { /** Ways in which the section can be read wrongly, for the strip. */ readonly caveats?: readonly string[] };
  readonly findings: readonly RawFinding[];
  readonly cannot: Audit['cannot'];
}

/** One part of an audit: which tests it will make, and what it answers. */
export interface AuditPart {
  readonly name: string;
  readonly declared: (study: Study) => Declared;
  readonly run: (study: Study, tests: Tests) => Promise<Answer>;
}

/** A part from the functions of its file; `into` says where its section stands in the audit. */
export function part<Section>(
  name: string,
  run: (study: Study, tests: Tests) => Part<Section> | Promise<Part<Section>>,
  into: (section: Section) => Answer['sections'],
  declared: (study: Study) => Declared = () => [],
): AuditPart {
  const answer = async (study: Study, tests: Tests): Promise<Answer> => {
    const { section, findings, cannot } = await run(study, tests);
    return { sections: into(section), findings, cannot };
  };
  return { name, declared, run: answer };
}
