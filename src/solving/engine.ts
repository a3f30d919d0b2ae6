/** Name and version of what made a proposal; a test holds it equal to package.json. */
export const ENGINE = { name: 'meritra', version: '0.1.0' } as const;
