/** How often a property is drawn: `short` times in `npm test`, `long` times where `npm run test:full` runs the same file again (LONG in vitest.full.config.ts). */
export const times = (short: number, long: number): number => (process.env['MERITRA_LONG'] === '1' ? long : short);
