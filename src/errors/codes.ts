/**
 * Every code an error can carry, with the one sentence that a person needs. The union is closed: a new failure gets a new
 * line here, a code never changes its meaning, and `docs/formats.md` lists them from this table.
 */
export const ERROR_CODES = {
  // bytes and text of a document
  E_INPUT_EMPTY: 'there is nothing to read',
  E_ENCODING: 'the bytes are not UTF-8',
  E_JSON_SYNTAX: 'the text is not JSON',
  E_JSON_DUP_KEY: 'one object has the same key twice',
  E_LIMIT_BYTES: 'the input is larger than the limit',
  E_LIMIT_DEPTH: 'the nesting is deeper than the limit',
  E_LIMIT_STRING: 'a text is longer than the limit',
  E_LIMIT_COUNT: 'a list is longer than the limit',
  E_LIMIT_ERRORS: 'there are more problems than are listed',
  E_LIMIT_EDGES: 'the market has more eligible pairs than the limit',
  E_LIMIT_SEARCH: 'the search was given up without a plan and without a proof that there is none',
  // values
  E_TYPE: 'the value has another type than expected',
  E_VALUE_MISSING: 'a value is missing',
  E_VALUE_UNKNOWN: 'the value is not one of those the policy lists',
  E_NUM_RANGE: 'the number is out of range',
  E_NUM_UNSAFE_INT: 'the integer cannot be held exactly',
  E_NUM_SCALE: 'the number has more decimals than allowed',
  E_NUM_INT: 'the number must be whole',
  E_NUM_NAN: 'the value is not a number',
  E_NUM_FORMAT: 'the text is not a plain decimal number',
  E_BOOL_FORMAT: 'the text is neither true nor false',
  E_STRING_SURROGATE: 'the text holds half of a surrogate pair',
  E_STRING_CONTROL: 'the text holds a control character',
  E_STRING_EMPTY: 'the text is empty or blank',
  E_STRING_BIDI: 'the text holds a character that reverses the reading order',
  E_STRING_COMBINING: 'the text piles up combining marks',
  E_KEY_FORBIDDEN: 'the key is a name that JavaScript objects are born with',
  E_KEY_UNKNOWN: 'the key is not part of the format',
  E_ID_DUPLICATE: 'two entries have the same id',
  E_ID_SYNTAX: 'the id is not made of A-Z a-z 0-9 . _ -',
  E_ID_CASE: 'two ids differ in upper and lower case only',
  E_DATE_INVALID: 'the calendar has no such day',
  E_DATE_FORMAT: 'the date is not written YYYY-MM-DD',
  E_DATE_RANGE: 'the date is outside 1900-01-01 to 2199-12-31',
  E_DATE_ORDER: 'the two dates stand in the wrong order',
  // references and structure
  E_REF_UNKNOWN: 'the name refers to nothing',
  E_KIN_ASYMMETRIC: 'only one of the two people declared the relation',
  E_KIN_SELF: 'somebody is related to himself',
  E_GRAPH_CYCLE: 'the line of command runs in a circle',
  E_SEAT_OVERFILLED: 'a post has more holders than seats',
  E_REQ_CONTRADICTION: 'two requirements of one post cannot both be met',
  E_PIN_CONFLICT: 'two pins cannot both be kept',
  E_PIN_INELIGIBLE: 'a pinned person has no passing way to the post',
  E_WAIVER: 'the rule is not one that may be waived',
  E_SPELL: 'the stretch of time is not stated by its days or by its length alone',
  // policy
  E_WEIGHT_SUM: 'the weights do not add up to their stated total',
  E_BANDS: 'the table has a hole or an overlap',
  E_RULE: 'the rule cannot be evaluated as written',
  E_CITATION: 'a number has no citation, or one with an unknown confidence',
  E_TIE_COMMITMENT_MISSING: 'the policy allows ties but commits to no lottery',
  E_SEED_COMMITMENT: 'a revealed nonce does not hash to the commitment',
  E_SEED_WITHHELD: 'a committed nonce was not revealed',
  E_POLICY_HASH: 'the policy is not the one that was sealed',
  E_TOLERANCE: 'a tolerance was asked for; all arithmetic is exact',
  // tables of text
  E_CSV_HEADER_MISSING: 'a column is missing',
  E_CSV_HEADER_DUPLICATE: 'a column stands twice',
  E_CSV_FIELDS: 'the row has another number of fields than the header',
  E_CSV_QUOTE: 'a quote is not closed, or text follows a closed one',
  E_CSV_DELIMITER: 'the columns are separated by another character than stated',
  E_CSV_SEP_LINE: 'the first line is a spreadsheet directive, not a header',
  E_CSV_NEWLINE: 'lines end in a lone carriage return',
  // calls
  E_INPUT_CYCLE: 'an object contains itself',
  E_INPUT_SPARSE: 'an array has a hole',
  E_INPUT_TYPE: 'a value is not plain data',
  E_ABORTED: 'the caller stopped the run',
  E_SHAPE: 'the arrays do not fit together',
  E_OVERFLOW: 'the numbers are too large to be added exactly',
  E_FILE: 'a file cannot be read or written',
  E_FORMAT: 'the document is not of the format and version expected',
  E_APPROVAL: 'the step may not follow the one before it',
  // proofs: the codes of a verdict
  E_INPUT_HASH: 'the round is not the one the proposal was made from',
  E_PLAN: 'the plan breaks a rule that every plan must keep',
  E_ROW: 'the plan seats related people in one line of command or one unit',
  E_ELIGIBILITY: 'the plan seats somebody whose gates do not pass',
  E_SCORE: 'a stated score is not what the evidence gives',
  E_DERIVED: 'a stated move, chain, vacancy or count does not follow from the plan',
  E_CERT_SHAPE: 'the certificate does not fit the round',
  E_CERT_BOUND: 'the certificate does not bound every other plan',
  E_CERT_NOT_OPTIMAL: 'another plan may be better',
  E_TIE_ORDER: 'a tie was not settled by the declared rule',
} as const;

export type ErrorCode = keyof typeof ERROR_CODES;

/** Every code a warning can carry. A warning never changes a result: it says what a person should look at. */
export const WARNING_CODES = {
  W_BOM_STRIPPED: 'the file began with a byte order mark',
  W_NUM_NEG_ZERO: 'minus zero was read as zero',
  W_NFC: 'a text was stored in composed form (NFC)',
  W_NAME_MIXED_SCRIPT: 'one word mixes scripts that look alike',
  W_IDENTITY_TWIN: 'two people share name, birth date and birth place',
  W_ID_NATIONAL: 'an id looks like a national identity number',
  W_EVIDENCE_FUTURE: 'evidence is dated after the day of the round and is not counted',
  W_POLICY_DATE: 'the policy is not in force on the day of the round',
} as const;

export type WarningCode = keyof typeof WARNING_CODES;
