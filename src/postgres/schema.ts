import { MeritError } from '../errors/index.js';

/** Where the tables stand and who writes them. */
export interface PostgresNames {
  /** The schema of the tables, `meritra` when left out: a-z, 0-9 and _, at most 63. */
  readonly schema?: string;
}

/** @throws {MeritError} E_ID_SYNTAX: names are put into SQL as they are */
export function checkedName(name: string): string {
  if (!/^[a-z_][a-z0-9_]{0,62}$/.test(name)) throw new MeritError('E_ID_SYNTAX', 'a name for the database is made of a-z, 0-9 and _, at most 63, not beginning with a digit');
  return name;
}

/**
 * The SQL that makes the tables of a trail, to be run once by their owner, who should be nobody that appends. `writer` is the role under
 * which programs append: it may read and add, and change the vault alone. Even the owner cannot change or remove an entry without first
 * dropping a trigger; whoever does is shown by the next checkpoint that somebody else kept.
 * @throws {MeritError} E_ID_SYNTAX
 */
export function schemaOf({ schema = 'meritra', writer }: PostgresNames & { readonly writer: string }): string {
  const s = checkedName(schema);
  const role = checkedName(writer);
  const sealed = ['entry', 'node', 'checkpoint'];
  return `BEGIN;
CREATE SCHEMA ${s};
REVOKE ALL ON SCHEMA ${s} FROM PUBLIC;

-- One row an entry. leaf is SHA-256(0x00 || line) of RFC 6962; id makes an append that is tried again one entry.
CREATE TABLE ${s}.entry (
  index bigint PRIMARY KEY CHECK (index >= 0),
  id text COLLATE "C" NOT NULL UNIQUE,
  line text NOT NULL,
  leaf bytea NOT NULL,
  CONSTRAINT leaf_of_line CHECK (leaf = sha256(decode('00', 'hex') || convert_to(line, 'UTF8')))
);
-- Hashes of full subtrees, from level 1 on: row (level, index) covers the entries from index * 2^level on.
CREATE TABLE ${s}.node (
  level smallint NOT NULL CHECK (level BETWEEN 1 AND 53),
  index bigint NOT NULL CHECK (index >= 0),
  hash bytea NOT NULL CHECK (octet_length(hash) = 32),
  PRIMARY KEY (level, index)
);
-- Signed notes.
CREATE TABLE ${s}.checkpoint (
  number bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  size bigint NOT NULL CHECK (size >= 0),
  note text NOT NULL,
  hash bytea NOT NULL UNIQUE CHECK (hash = sha256(convert_to(note, 'UTF8')))
);
-- Personal values with their salts: what is erased is deleted here.
CREATE TABLE ${s}.vault (
  entry text COLLATE "C" NOT NULL,
  path text COLLATE "C" NOT NULL,
  subject text COLLATE "C",
  salt text NOT NULL,
  value text NOT NULL,
  PRIMARY KEY (entry, path)
);
CREATE INDEX vault_subject ON ${s}.vault (subject);

CREATE FUNCTION ${s}.append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'meritra: % is append-only, % is refused', TG_TABLE_NAME, TG_OP USING ERRCODE = 'insufficient_privilege';
END $$;
${sealed.map((table) => `CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON ${s}.${table} FOR EACH STATEMENT EXECUTE FUNCTION ${s}.append_only();
ALTER TABLE ${s}.${table} ENABLE ALWAYS TRIGGER append_only;`).join('\n')}

GRANT USAGE ON SCHEMA ${s} TO ${role};
GRANT SELECT, INSERT ON ${sealed.map((table) => `${s}.${table}`).join(', ')} TO ${role};
GRANT SELECT, INSERT, UPDATE, DELETE ON ${s}.vault TO ${role};
COMMIT;
`;
}
