export type { PgClient, PgPool } from './connection.js';
export { postgresStore } from './postgres-store.js';
export { schemaOf, type PostgresNames } from './schema.js';
