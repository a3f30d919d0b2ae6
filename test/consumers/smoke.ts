// A user's program in TypeScript: checked with skipLibCheck off under node16 (ESM and CJS) and bundler, then run.
import { MeritError, type ErrorCode } from 'meritra';
import * as imports from 'meritra/import';
import * as node from 'meritra/node';
import * as report from 'meritra/report';
import * as verify from 'meritra/verify';

for (const [name, subpath] of Object.entries({ imports, node, report, verify })) {
  if (Object.keys(subpath).length === 0) throw new Error(`${name} exports nothing`);
}

const code: ErrorCode = 'E_SHAPE';
const error = new MeritError(code, 'cost has 3 entries for 2 rows and 2 cols');
// @ts-expect-error the codes are a closed union: if this line compiles, the types have become any
const wrong: ErrorCode = 'E_NO_SUCH_CODE';
if (error.code !== code || error.code === wrong) throw new Error(error.message);
