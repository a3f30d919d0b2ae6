/** The source that everything measured in a simulation comes from. */
export const SIMULATED = 'simulated';

/** How the id of a newcomer looks; nobody of the first day has one like it. */
export const NEWCOMER = /^N[0-9]{4}-[0-9]{3,}$/u;
