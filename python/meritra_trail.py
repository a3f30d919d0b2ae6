"""The trail of a bundle: signatures, notes, the Merkle tree, entries, the frozen input. Part of meritra_verify.py, written from
docs/formats.md alone; numbers in brackets are its sections."""
import base64, datetime, hashlib, hmac, re
from meritra_rules import (SAFE, SIMPLE, Fail, at, canonical, hash_of, is_day, is_int, is_like, lp, named, need, read_json, record, sha,
    shape)
# ---- [9.3] one verdict on a signature
P, L = 2 ** 255 - 19, 2 ** 252 + 27742317777372353535851937790883648493; D, ROOT = -121665 * pow(121666, -1, P) % P, pow(2, (P - 1) // 4, P)
def add(a, b):  # RFC 8032 5.1.4, extended coordinates
  A, B, C, E = (a[1] - a[0]) * (b[1] - b[0]), (a[1] + a[0]) * (b[1] + b[0]), 2 * a[3] * b[3] * D, 2 * a[2] * b[2]
  e, f, g, h = (B - A) % P, (E - C) % P, (E + C) % P, (B + A) % P; return e * f % P, g * h % P, f * g % P, e * h % P
def times(n, a):
  out = 0, 1, 1, 0
  while n:
    if n & 1: out = add(out, a)
    a, n = add(a, a), n >> 1
  return out
def same(a, b): return (a[0] * b[2] - b[0] * a[2]) % P == 0 == (a[1] * b[2] - b[1] * a[2]) % P
def point(data):  # steps 2 and 3: a point of order L, or None
  number = int.from_bytes(data, 'little'); y, sign = number & 2 ** 255 - 1, number >> 255; u, v = (y * y - 1) % P, (D * y * y + 1) % P
  x = u * pow(v, 3, P) * pow(u * pow(v, 7, P), (P - 5) // 8, P) % P
  if (v * x * x - u) % P: x = x * ROOT % P
  if len(data) != 32 or y >= P or (v * x * x - u) % P or x == 0 and sign: return None
  x = P - x if x & 1 != sign else x; a = x, y, 1, x * y % P; neutral = 0, 1, 1, 0
  return a if not same(a, neutral) and same(times(L, a), neutral) else None
BASE = point(bytes.fromhex('5866666666666666666666666666666666666666666666666666666666666666'))
def signed(public, signature, message):
  s, R, A = int.from_bytes(signature[32:], 'little'), point(signature[:32]), point(public)
  if len(signature) != 64 or s >= L or R is None or A is None: return False
  k = int.from_bytes(hashlib.sha512(signature[:32] + public + message).digest(), 'little') % L
  return same(times(s, BASE), add(R, times(k, A)))
# ---- [9.1, 9.2, 9.5] the tree, keys, notes
def node(a, b): return sha(b'\1', a, b)
def leaf(data): return sha(b'\0', data)
def root(leaves):
  stack = []
  for k, x in enumerate(leaves, 1):
    stack.append(x)
    while not k & 1: b = stack.pop(); stack.append(node(stack.pop(), b)); k >>= 1
  if not stack: return sha()
  x = stack.pop()
  while stack: x = node(stack.pop(), x)
  return x
def included(i, n, r, proof, top):
  if not 0 <= i < n <= SAFE or any(len(x) != 32 for x in [r, top, *proof]): return False
  fn, sn = i, n - 1
  for p in proof:
    if sn == 0: return False
    if fn & 1 or fn == sn:
      r = node(p, r)
      while fn and not fn & 1: fn >>= 1; sn >>= 1
    else: r = node(r, p)
    fn >>= 1; sn >>= 1
  return sn == 0 and r == top
def consistent(m, n, old, new, proof):
  if not 0 < m <= n <= SAFE: return False
  if m == n: return not proof and old == new
  if not proof or any(len(x) != 32 for x in [old, new, *proof]): return False
  first, *more = [old, *proof] if m & (m - 1) == 0 else proof; fn, sn, fr, sr = m - 1, n - 1, first, first
  while fn & 1: fn >>= 1; sn >>= 1
  for c in more:
    if sn == 0: return False
    if fn & 1 or fn == sn:
      fr, sr = node(c, fr), node(c, sr)
      while fn and not fn & 1: fn >>= 1; sn >>= 1
    else: sr = node(sr, c)
    fn >>= 1; sn >>= 1
  return (fr, sr, sn) == (old, new, 0)
def unbase(text, size=None):  # bytes of base64 in its one spelling, or None
  try: data = base64.b64decode(text, validate=True)
  except ValueError: return None
  return data if base64.b64encode(data).decode() == text and size in (None, len(data)) else None
BAD_NAME = re.compile('[+\0-\x20\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]')
def key_of(text):  # (name, id, type, public key) of a verifier key; Fail E_KEY
  parts = re.fullmatch(r'([^+]+)\+([0-9a-f]{8})\+(.+)', text, re.S) if isinstance(text, str) else None
  data = parts and unbase(parts[3], 33); need(data and not BAD_NAME.search(parts[1]) and data[0] in (1, 4), '', 'E_KEY')
  name, mark = parts[1], sha(parts[1].encode(), b'\n', data)[:4]; need(mark.hex() == parts[2] and point(data[1:]), '', 'E_KEY')
  return name, mark, data[0], data[1:]
def note_of(text):  # (text, [(name, id, signature)]); Fail E_NOTE
  need(isinstance(text, str) and not re.search('[\0-\x09\x0b-\x1f\ud800-\udfff]', text) and len(text.encode()) <= 10 ** 6
      and text.endswith('\n') and '\n\n' in text, '', 'E_NOTE')
  body, _, tail = text[:-1].rpartition('\n\n'); lines = []
  for line in tail.split('\n'):
    parts = re.fullmatch('\u2014 ([^ ]+) ([^ ]+)', line); data = parts and unbase(parts[2])
    need(data and len(data) >= 5 and not BAD_NAME.search(parts[1]), '', 'E_NOTE'); lines.append((parts[1], data[:4], data[4:]))
  need(1 <= len(lines) <= 100, '', 'E_NOTE'); return body + '\n', lines
class Checkpoint:  # [9.2] origin, size, root; good(key): None where the key has no line, else whether its lines verify
  def __init__(self, text):
    self.text, self.lines = note_of(text)
    self.origin, size, top, *more = self.text[:-1].split('\n') + [''] * (3 - len(self.text[:-1].split('\n'))); self.root = unbase(top, 32)
    need(self.origin and all(more) and self.root and re.fullmatch('0|[1-9][0-9]{0,15}', size) and int(size) <= SAFE, '', 'E_NOTE')
    self.size, self.seen = int(size), {}; need(self.size or self.root == sha(), '', 'E_NOTE')
  def good(self, key):
    name, mark, kind, public = key
    if key not in self.seen:
      mine = [s for n, m, s in self.lines if (n, m) == (name, mark)]
      self.seen[key] = all(self.line(kind, public, s) for s in mine) if mine else None
    return self.seen[key]
  def line(self, kind, public, s):
    if kind == 1: return signed(public, s, self.text.encode())
    t = int.from_bytes(s[:8], 'big')
    return len(s) == 72 and t <= SAFE and signed(public, s[8:], b'cosignature/v1\ntime %d\n' % t + self.text.encode())
  def times(self, keys):
    return [int.from_bytes(s[:8], 'big') for key in keys if self.good(key) for n, m, s in self.lines if (n, m) == key[:2]]
# ---- [10.1, 10.2] entries: kind, fields | states it may follow | state it leads to
KINDS = {line.split('|')[0].split()[0]: (line.split('|')[0].split()[1:], *[part.split() for part in line.split('|')[1:]])
  for line in '''genesis||
key||
erasure||
seal|none sealed resealing|
statement /interests /person|sealed|
open|sealed|opened
rating /attribute /person /value|opened|
recusal /person|opened|
waiver /person|opened|
freeze|opened resealing|frozen
reopen|frozen proposed|opened
reveal|frozen|
withheld|frozen|resealing
attempt|frozen proposed|attempting
abandoned|attempting|frozen
proposal /proposal /public|attempting|proposed
exploration|sealed opened frozen resealing attempting proposed decided|
decision /decision|proposed|decided
objection /person /text|proposed decided|
answer /text|proposed decided|
refusal /person /position|decided|
repair /repair|decided|
rectification /path /person /value|sealed opened frozen resealing attempting proposed decided closed|
close|sealed opened frozen resealing proposed decided|closed'''.split('\n')}
def is_time(v):
  return isinstance(v, str) and bool(re.fullmatch(r'(19|2[01])[0-9]{2}-[0-9]{2}-[0-9]{2}T([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]Z',
      v)) and is_day(v[:10])
def is_key(*kinds):  # of verifier keys of these types
  def test(v):
    try: return key_of(v)[2] in kinds
    except Fail: return False
  return test
SIMPLE.update({'time': is_time, 'vkey': is_key(1), 'wkey': is_key(4), 'count': lambda v: is_int(v, 0), 'hex': is_like('[0-9a-f]{64}'),
    'path': is_like('(/[A-Za-z0-9._-]{1,64}){1,4}'), 'pseudonym': is_like('p-[0-9a-f]{20}'),
    'b64': lambda v: isinstance(v, str) and unbase(v, 32) is not None, 'kind': lambda v: isinstance(v, str) and v in KINDS})

for line in '''entry format=meritra/entry/1 index:count id time:time kind:kind round:id? ordinal:count? body:any fields:[(str,str)]
trail checkpoint:str entries:[entry] proofs:[[str]]~ openings:[opening] attachments:[any]?;opening entry:count path:str salt:hex value:any
input key:hex people:[(id,hex)] commitments:[hex];leaves leaves:[(path,hex,hex~)];k/genesis origin:text keys:[+vkey] witnesses:wits~
 controller:text retention:keep~
wits keys:[+wkey] quorum:int,1,100;keep years:int,1,200 citation:text;k/key add:vkey~ retire:vkey~ reason;k/erasure by:id on basis:text
 document entries:[(count,[path])] subjects:[(id,pseudonym)]
k/seal policy:hash rules:hash commitments:[commitment] revealBy:day reason:text~;k/statement actor:id
 role=scorer|panel|proposer|spec-writer|issuer|decider document;k/open on positions:ids
k/rating actor:id document;k/recusal actor:id reason;k/waiver by:id document position reason rule:id;k/freeze root:hex leaves:count
 people:count positions:count;k/reopen by:id reason
k/reveal party nonce:nonce;k/withheld party reason;k/attempt number:count freeze:count policy:hash engine:engine2 reason:text~;engine2
 name:text version:text;k/abandoned attempt:count reason
k/proposal attempt:count status=optimal|feasible|infeasible objectives:[stated] gap:told~;stated stage:text value:int;told stage:text
 value:int bound:int
k/exploration purpose=frontier|levers|what-if|simulation|other policy:hash reason:text~;k/decision proposal:count by:id on changes:count
 loss:[stated];k/objection to:count
k/answer objection:count outcome=upheld|dismissed|withdrawn by:id on document;k/refusal cause=declined|refused by:id on document
k/repair of:count cause=choice|declined|refused|objection-upheld|court|several by:id on changed:count;k/rectification supersedes:count
 by:id document reason;k/close on reason'''.replace('\n ', ' ').replace('\n', ';').split(';'):
  record(line)
def entry_form(e, path):  # [10.1, 10.2]
  kind, body = e['kind'], e['body']; shape(body, 'k/' + kind, path + '/body'); free = kind in ('genesis', 'key', 'erasure')
  for key in ('round', 'ordinal'): need((key in e) != free, at(path, key))
  need(len(e['fields']) == len(KINDS[kind][0]), path + '/fields')
  for k, (name, mark) in enumerate(e['fields']):
    need(KINDS[kind][0][k] == name, at(path, 'fields', k, 0)); need(SIMPLE['hex'](mark), at(path, 'fields', k, 1))
  here = path + '/body'
  if kind == 'key': need(body['add'] or body['retire'], here)
  if kind == 'genesis':
    keys = [body['keys']] + ([body['witnesses']['keys']] if body['witnesses'] else []); need(len(keys[0]) <= 16, here + '/keys')
    need(not body['witnesses'] or body['witnesses']['quorum'] <= len(keys[1]), here + '/witnesses/quorum')
    for of, p in zip(keys, ('/keys', '/witnesses/keys')):
      for k, x in enumerate(of): need(x not in of[:k], here + p)
  if kind == 'erasure':
    need(body['entries'] or body['subjects'], here)
    for key, of in (('entries', [x[0] for x in body['entries']]), ('subjects', body['subjects'])):
      for k in range(1, len(of)): need(of[k - 1] < of[k], at(here, key, k))
    for k, (_, paths) in enumerate(body['entries']):
      need(paths, at(here, 'entries', k, 1))
      for n in range(1, len(paths)): need(paths[n - 1] < paths[n], at(here, 'entries', k, 1, n))
  if kind == 'open' and body['positions'] != 'all':
    for k in range(1, len(body['positions'])): need(body['positions'][k - 1] < body['positions'][k], at(here, 'positions', k))
class History:  # [10.2, 10.6] the state of each round, and of the keys, entry by entry
  def __init__(self):
    self.sealed = {}  # the round of which a seal has a commitment
    self.rounds, self.by, self.ids, self.keys, self.retired, self.time, self.ending, self.after = {}, {}, set(), [], set(), '', [], []
  def fits(self, e):  # Fail with the code of what an entry breaks
    def ask(truth, code='E_STATE'): need(truth, '', code)
    kind, b, k = e['kind'], e['body'], e['index']
    r = None if 'round' not in e else self.rounds.setdefault(e['round'], {'state': 'none', 'n': 0, 'seals': [], 'freeze': None, 'shown': {},
        'burnt': set(), 'tries': {}, 'answered': set(), 'of': []})
    if r: ask(e['ordinal'] == r['n'], 'E_LOG_GAP'); r['n'] += 1; r['of'].append(k)
    if kind == 'genesis' and not self.after: self.key(b, kind, ask); self.after.append((0, list(self.keys), []))
    ask(e['id'] not in self.ids, 'E_ID_DUPLICATE'); ask(e['time'] >= self.time, 'E_LOG_TIME_BACKWARDS')
    ask((kind == 'genesis') == (k == 0)); self.ids.add(e['id']); self.time = e['time']; self.by[k] = e
    if kind == 'genesis': return
    if kind == 'key': self.key(b, kind, ask); self.after.append((k, list(self.keys), self.ending)); return
    if kind == 'erasure':
      ask(all(x < k and (x not in self.by or set(p) <= {f for f, _ in self.by[x]['fields']}) for x, p in b['entries']), 'E_REF_UNKNOWN')
      return
    def ref(x, *kinds):
      ask(x < k and (x not in self.by or self.by[x].get('round') == e['round'] and self.by[x]['kind'] in kinds), 'E_REF_UNKNOWN')
    state, seal = r['state'], r['seals'][-1]['body'] if r['seals'] else None; ask(state in KINDS[kind][1])
    parties = {c['party']: c['hash'] for c in seal['commitments']} if seal else {}; to = (KINDS[kind][2] or [state])[0]
    if kind == 'seal':
      names, hashes = [c['party'] for c in b['commitments']], {c['hash'] for c in b['commitments']}
      ask(len(set(names)) == len(names), 'E_ID_DUPLICATE'); ask(len(names) >= 2, 'E_TIE_COMMITMENT_MISSING')
      ask(not hashes & r['burnt'], 'E_SEED_COMMITMENT'); ask((b['reason'] is None) == (seal is None), 'E_VALUE_MISSING')
      if state == 'resealing': ask(b['rules'] == seal['rules'], 'E_POLICY_HASH'); r['shown'] = {}
      ask(all(self.sealed.setdefault(h, e['round']) == e['round'] for h in hashes), 'E_SEED_COMMITMENT')
      r['seals'].append(e); to = 'frozen' if state == 'resealing' else 'sealed'; r['stale'] = False
    elif kind == 'freeze':
      ask(state == 'opened'); to = 'resealing' if any(h in r['burnt'] for h in parties.values()) else 'frozen'
      r.update(freeze=e, shown={}, proposals=[])
    elif kind == 'reveal':
      ask(b['party'] in parties and b['party'] not in r['shown'] and parties[b['party']] == named(b'meritra/tie-commitment/0',
          lp(b['party']), lp(b['nonce'])), 'E_SEED_COMMITMENT')
      r['shown'][b['party']] = b['nonce']; r['burnt'].add(parties[b['party']])
    elif kind == 'withheld': ask(b['party'] in parties, 'E_REF_UNKNOWN'); ask(b['party'] not in r['shown'])
    elif kind == 'attempt':
      ask(b['freeze'] == r['freeze']['index'], 'E_REF_UNKNOWN')
      ask(b['policy'] == seal['policy'], 'E_POLICY_SUPERSEDED' if b['policy'] in [s['body']['policy'] for s in r['seals']]
          else 'E_POLICY_HASH')
      n = r['tries'][r['freeze']['body']['root']] = r['tries'].get(r['freeze']['body']['root'], 0) + 1
      ask(b['number'] == n and (n == 1 or b['reason'] is not None), 'E_RERUN'); ask(set(parties) == set(r['shown']), 'E_SEED_WITHHELD')
      r['attempt'] = k
    elif kind in ('abandoned', 'proposal'):
      ask(b['attempt'] == r['attempt'], 'E_REF_UNKNOWN')
      if kind == 'proposal': r['proposals'].append(k)
    elif kind == 'decision': ask(b['proposal'] in r['proposals'], 'E_REF_UNKNOWN'); r['last'] = k
    elif kind == 'objection': ref(b['to'], 'proposal', 'decision', 'repair')
    elif kind == 'answer': ref(b['objection'], 'objection'); ask(b['objection'] not in r['answered']); r['answered'].add(b['objection'])
    elif kind == 'repair': ask(b['of'] == r['last'], 'E_REF_UNKNOWN'); r['last'] = k
    elif kind == 'rectification': ask(b['supersedes'] in r['of'][:-1] and self.by[b['supersedes']]['fields'], 'E_REF_UNKNOWN')
    r['state'] = to
  def key(self, b, kind, ask):
    self.ending = []
    if kind == 'genesis': self.keys = [key_of(x) for x in b['keys']]; return
    out, new = b['retire'] and key_of(b['retire']), b['add'] and key_of(b['add'])
    if out: ask(out in self.keys, 'E_KEY'); self.keys = [x for x in self.keys if x != out]; self.retired.add(out[3]); self.ending = [out]
    if new: ask(new[3] not in self.retired | {x[3] for x in self.keys}, 'E_KEY'); self.keys = self.keys + [new]
    ask(self.keys, 'E_KEY')
  def signers(self, size):  # [10.3]
    of = [x for x in self.after if x[0] < size]; return of[-1][1] + (of[-1][2] if of[-1][0] == size - 1 else []) if of else []
# ---- [11.2] the frozen input
def pseudonym(key): return 'p-' + sha(b'\3', lp(key)).hex()[:20]
def published(b):  # [11.4] the public proposal of a full bundle
  p, of = b['proposal'], {who: pseudonym(key) for who, key in b['input']['people']}; plan = p['certain']
  moves = [{'person': of.get(m['person'], ''), **{key: m[key] for key in ('from', 'to', 'kind', 'route')}} for m in plan['moves']]
  return {'format': 'meritra/public-proposal/1', 'round': {key: p['round'][key] for key in ('id', 'asOf')}, 'policy': p['policy'],
      'objective': p['objective'], **{key: plan[key] for key in ('status', 'objectives', 'gap', 'tiesProven')},
      'seats': sorted([of.get(who, ''), at_] for who, at_ in plan['seats']), 'moves': sorted(moves, key=lambda m: m['person']),
      'vacant': [{key: v[key] for key in ('position', 'seats', 'cause')} for v in plan['vacant']]}
def commit(salt, path, value): return sha(b'\2', lp(salt), lp(path), canonical(value).encode()).hex()
def salt_of(path, keys):
  s = path.encode()
  for key in keys: s = hmac.new(bytes.fromhex(key), s, 'sha256').digest()
  return s.hex()
def open_leaves(r, public=False):  # (path, value, place) of what is about nobody by its kind
  for key in ('format', 'id', 'title', 'asOf', 'horizon', 'opened'): yield '/' + key, r.get(key), '/round/' + key
  yield '/scope/positions', r['scope']['positions'], '/round/scope'
  yield '/scope/people', 'all' if r['scope']['people'] == 'all' else 'listed', '/round/scope'
  for key in ('sources', 'units', 'positions', 'actors'):
    for k, x in enumerate(r[key]):
      yield f"/{key}/{x['id']}", {a: v for a, v in x.items() if key != 'actors' or a not in ('person', 'interests')}, f'/round/{key}/{k}'
def leaves(r, policy, of):  # (path, value, place, people) of every leaf, in order; of: pseudonym by id
  found = [x + ((),) for x in open_leaves(r)]
  scope, attrs = r['scope']['people'], [(n, a['type'] == 'spells') for n, a in policy['attributes'].items() if a['of'] == 'person']
  for k, x in enumerate(r['people']):
    up, me, here = f"/people/{of[x['id']]}/", (x['id'],), f'/round/people/{k}'
    for key in ('id', 'name', 'born', 'bornAt', 'seat', 'since', 'retires', 'acceptsLower', 'wishes'):
      found.append((up + key, x.get(key), f'{here}/{key}', me))
    found.append((up + 'inScope', scope == 'all' or x['id'] in scope, '/round/scope', me))
    for name, spells in attrs:
      for key in ('spells', 'checked') if spells else ('evidence',):
        rows = [{a: v for a, v in y.items() if a != 'attribute'} for y in x.get(key, []) if y['attribute'] == name]
        found.append((f'{up}{key}/{name}', rows or None, f'{here}/{key}', me))
  for key, names in (('relations', ('a', 'b')), ('pins', ('person',)), ('waivers', ('person',))):
    for k, x in enumerate(r[key]): found.append((f'/{key}/{k}', x, f'/round/{key}/{k}', tuple(x[n] for n in names)))
  for k, a in enumerate(r['actors']):
    here = f"/actors/{a['id']}"
    found.append((here + '/person', a.get('person'), f'/round/actors/{k}/person', (a['person'],) if 'person' in a else ()))
    found.append((here + '/interests', a.get('interests'), f'/round/actors/{k}/interests', tuple(x['person'] for x in a.get('interests',
        []))))
  return sorted(found, key=lambda x: x[0])
def lines_of(log):  # entries of a log given as entries, lines or a text
  log = log.split('\n')[:-1] if isinstance(log, str) else log
  return log if log is None else [read_json(x.encode()) if isinstance(x, str) else x for x in log]
class Trail:
  def __init__(self, bundle, given):
    self.b, self.given, self.t, self.r = bundle, given, bundle['trail'], bundle['round']
    self.entries, self.top, self.upto = self.t['entries'], '/trail/checkpoint', None
    self.keys, self.witnesses, self.quorum = [key_of(x) for x in given.get('keys', [])], [key_of(x) for x in given.get('witnesses',
        {'keys': []})['keys']], given.get('witnesses', {'quorum': 0})['quorum']
    self.h, self.broken, self.proper, self.log = History(), None, True, lines_of(given.get('log'))
    self.place = {e['index']: k for k, e in enumerate(self.entries)}; every = self.log if self.log is not None else self.entries
    for k, e in enumerate(every):
      try:
        if self.log is not None: shape(e, 'entry', ''); entry_form(e, '')
      except Fail as fail: self.broken, self.proper = self.broken or Fail(fail.code, '/trail'), False; continue
      self.proper = self.proper and e['index'] == k  # whether every line of a given log is an entry in its place
      try: need(self.log is None or e['index'] == k, '', 'E_LOG_GAP'); self.h.fits(e)
      except Fail as fail: self.broken = self.broken or Fail(fail.code, self.at(e['index']))
    self.k = self.h
    if self.log is not None:
      self.k = History()
      for e in self.entries:
        try: self.k.fits(e)
        except Fail: pass
      if len(self.h.after) > len(self.k.after): self.k = self.h
    self.hashes = [leaf(canonical(e).encode()) for e in every]; self.whole = self.log is not None or self.t['proofs'] is None
    try: self.cp = Checkpoint(self.t['checkpoint'])
    except Fail: self.cp = None
    self.led = bool(self.cp) and self.whole and all(isinstance(e, dict) and e.get('index') == k for k,
        e in enumerate(every)) and root(self.hashes[:self.cp.size]) == self.cp.root and len(self.hashes) >= self.cp.size
    self.gone, self.notes = {(x, p) for e in self.entries if e['kind'] == 'erasure' for x, paths in e['body']['entries'] for p in paths}, []
    for text in given.get('checkpoints', []):
      try: self.notes.append(Checkpoint(text))
      except Fail: pass
    self.mine = self.h.rounds.get(self.r['id']); self.by = [e for e in self.entries if e.get('round') == self.r['id']]
    self.freeze, self.seal = (([None] + [e for e in self.by if e['kind'] == kind])[-1] for kind in ('freeze', 'seal'))
    self.open = {(o['entry'], o['path']): o['value'] for o in self.t['openings']}
  def at(self, index): return f'/trail/entries/{self.place[index]}' if index in self.place else '/trail'
  def agrees(self, cp):  # whether a note's root is that of the first entries; None where it cannot be seen
    if self.cp and cp.size == self.cp.size: return cp.root == self.cp.root
    return root(self.hashes[:cp.size]) == cp.root if self.led and cp.size <= len(self.hashes) else None
  def may(self, cp):  # [10.3] keys that may sign a checkpoint, as far as the given ones lead
    if not self.keys: return self.k.signers(cp.size)
    counted, notes = set(self.keys), sorted([x for x in self.notes + [self.cp] if x and x.origin == self.cp.origin and (x is self.cp
        or self.agrees(x))], key=lambda x: x.size)
    for x in notes:
      if any(key in counted and x.good(key) for key in self.k.signers(x.size)):
        counted |= {key for k, keys, _ in self.k.after if k < x.size for key in keys}
    return [key for key in self.k.signers(cp.size) if key in counted]
  def integrity(self):  # [10.5]
    es, t, cp, top, b = self.entries, self.t, self.cp, self.top, self.b; need(cp, top, 'E_NOTE')
    need(es and es[0]['index'] == 0 and es[0]['kind'] == 'genesis', '/trail/entries', 'E_LOG_GAP')
    need(cp.origin == es[0]['body']['origin'], top, 'E_LOG_ROOT'); may = self.may(cp)
    need(all(cp.good(key) is not False for key in may + self.witnesses), top, 'E_SIGNATURE')
    need(any(cp.good(key) and key[0] == cp.origin and key[2] == 1 for key in may), top, 'E_KEY')
    own = [leaf(canonical(e).encode()) for e in es]
    if t['proofs'] is None:
      for k, e in enumerate(es): need(e['index'] == k, f'/trail/entries/{k}', 'E_LOG_GAP')
      need(len(es) >= cp.size, '/trail/entries', 'E_LOG_TRUNCATED'); need(len(es) == cp.size, '/trail/entries', 'E_LOG_GAP')
      need(root(own) == cp.root, '/trail/entries', 'E_LOG_ROOT')
    else:
      for k in range(1, len(es)): need(es[k - 1]['index'] < es[k]['index'], f'/trail/entries/{k}', 'E_LOG_GAP')
      need(len(t['proofs']) == len(es), '/trail/proofs', 'E_PROOF')
      for k, (e, x, proof) in enumerate(zip(es, own, t['proofs'])):
        need(included(e['index'], cp.size, x, [unbase(p, 32) or b'' for p in proof], cp.root), f'/trail/proofs/{k}', 'E_PROOF')
    fields, before, public = {(e['index'], path): c for e in es for path, c in e['fields']}, (-1, ''), b['profile'] == 'public'
    for k, o in enumerate(t['openings']):
      key = o['entry'], o['path']; good = key > before and fields.get(key) == commit(o['salt'], o['path'], o['value'])
      need(good and (not public or o['path'] == '/public'), f'/trail/openings/{k}', 'E_COMMITMENT'); before = key
    for k, e in enumerate(es):
      for n, (path, _) in enumerate(e['fields'] if e.get('round') == self.r['id'] else []):
        need(public and path != '/public' or (e['index'], path) in self.open or (e['index'], path) in self.gone,
            f'/trail/entries/{k}/fields/{n}', 'E_COMMITMENT')
    need(self.freeze, '/trail/entries', 'E_STATE'); place = self.input(); need(place is None, place, 'E_INPUT_HASH')
    said = {e['body']['actor']: e['body']['document'] for e in self.by if e['kind'] == 'statement'}
    opened = [e['body']['on'] for e in self.by if e['kind'] == 'open'] or [None]
    need(opened[-1] == self.r.get('opened', self.r['asOf']), '/round/opened', 'E_INPUT_HASH')
    for k, a in enumerate(self.r['actors']):
      need(said.get(a['id']) == a.get('statement', {}).get('document'), f'/round/actors/{k}/statement', 'E_INPUT_HASH')
    policy, seal, by = b['policy'], self.seal, self.by; known, here = hash_of(policy), self.at(seal['index'] if seal else -1) + '/body'
    need(seal and known == seal['body']['policy'], '/policy', 'E_POLICY_SUPERSEDED' if known in [e['body']['policy'] for e in by
        if e['kind'] == 'seal'] else 'E_POLICY_HASH')
    need(seal['body']['rules'] == hash_of({**policy, 'ties': {**policy['ties'], 'commitments': []}})
        and seal['body']['commitments'] == policy['ties']['commitments'], here, 'E_POLICY_HASH')
    since = max(seal['index'], self.freeze['index']); shown = [e['body'] for e in by if e['kind'] == 'reveal' and e['index'] > since]
    need(sorted((x['party'], x['nonce']) for x in self.r['reveals']) == sorted((x['party'], x['nonce']) for x in shown), '/round/reveals',
        'E_SEED_COMMITMENT')
    made, named_ = [e for e in by if e['kind'] == 'proposal'], [e['body']['proposal'] for e in by if e['kind'] == 'decision']
    e = next((e for e in made if e['index'] in named_), None if named_ or not made else made[-1]); need(e, '/trail/entries', 'E_STATE')
    path, p = '/public' if public else '/proposal', b['proposal']; need((e['index'], path) in self.open, self.at(e['index']), 'E_ERASED')
    need(self.open[e['index'], path] == hash_of(p), '/proposal', 'E_INPUT_HASH'); plan = p if public else p['certain']
    if not public and (e['index'], '/public') in self.open:
      need(self.open[e['index'], '/public'] == hash_of(published(b)), self.at(e['index']) + '/fields/1', 'E_INPUT_HASH')
    need(all(plan[key] == e['body'][key] for key in ('status', 'objectives', 'gap')), self.at(e['index']) + '/body', 'E_REPORT_MISMATCH')
    return 'holds'
  def input(self):  # [11.2, 11.4] the place of the first thing that is not the frozen input, or None
    b, r, say, freeze = self.b, self.r, self.b['input'], self.freeze; here = self.at(freeze['index']) + '/body'; body = freeze['body']
    if b['profile'] == 'public':
      known = {path: (value, place) for path, value, place in open_leaves(r)}; before, marks = '', []
      for k, (path, mark, salt) in enumerate(say['leaves']):
        if not before < path or (salt is None) == (path in known) or path not in known \
            and not re.match('/(people|relations|pins|waivers|actors)/', path):
          return f'/input/leaves/{k}'
        if path in known and commit(salt, path, known[path][0]) != mark: return known[path][1]
        before = path; marks.append(mark)
      there = {x[0] for x in say['leaves']}; lost = [place for path, (_, place) in sorted(known.items()) if path not in there]
      if lost: return lost[0]
      people = len([1 for x in there if re.fullmatch('/people/[^/]+/id', x)])
    else:
      ids, said = [x['id'] for x in r['people']], [x[0] for x in say['people']]
      for k, (a, c) in enumerate(zip(ids, said)):
        if a != c: return f'/round/people/{k}/id'
      if len(ids) != len(said): return '/round/people'
      keys, of = dict(say['people']), {who: pseudonym(key) for who, key in say['people']}; marks, people = say['commitments'], len(ids)
      if len(set(of.values())) < len(of): return '/round'
      every = leaves(r, b['policy'], of)
      if len(marks) != len(every): return '/round'
      for k, (path, value, place, who) in enumerate(every):
        salt = salt_of(path, [keys[x] for x in sorted(set(who), key=of.get)] or [say['key']])
        if commit(salt, path, value) != marks[k]: return place
    top = root([leaf(bytes.fromhex(x)) for x in marks]).hex()
    return None if (top, len(marks), people, len(r['positions'])) == tuple(body[key] for key in ('root', 'leaves', 'people',
        'positions')) else here
  def anchored(self):  # [10.7]
    cp, self.upto = self.cp, 0
    if cp is None: return 'unproven'
    outside = [x for x in self.notes if x.origin == cp.origin and any(x.good(key) for key in self.may(x) + self.keys)
        and all(x.good(key) is not False for key in self.may(x) + self.keys + self.witnesses)]
    if self.quorum and len({key[3] for key in self.witnesses if cp.good(key)}) >= self.quorum: outside.append(cp)
    for x in outside:
      good = self.agrees(x) if x.size else x.root == sha(); need(good is not False, self.top, 'E_LOG_FORK')
      if good and x.size: self.upto = max(self.upto, x.size)
    for x in outside:
      seen = x.times([key for key in self.witnesses if key[2] == 4])
      for e in (self.log or self.entries) if seen else ():
        if e['index'] >= x.size: need(seconds(e['time']) >= min(seen), self.at(e['index']), 'E_LOG_BACKDATED')
    return 'holds' if self.upto else 'unproven'
  def completeness(self):  # [10.6]
    cp, es = self.cp, self.log if self.log is not None else self.entries
    if self.log is not None and cp:
      need(len(es) >= cp.size, self.top, 'E_LOG_TRUNCATED')
      need(not self.proper or root(self.hashes[:cp.size]) == cp.root, self.top, 'E_LOG_FORK')
    if self.broken: raise self.broken
    for r in self.h.rounds.values():
      if r is self.mine and r['state'] == 'frozen' and es:
        need(len(r['shown']) == len(r['seals'][-1]['body']['commitments']) or es[-1]['time'][:10] <= r['seals'][-1]['body']['revealBy'],
            self.at(r['seals'][-1]['index']), 'E_SEED_WITHHELD')
    if not cp: return 'unproven'
    for x in self.notes:
      known = x.origin == cp.origin and any(x.good(key) for key in self.may(x) + self.keys)
      need(not (known and self.whole and es and es[0]['index'] == 0 and x.size > len(es)), self.top, 'E_LOG_TRUNCATED')
    if not self.led: return 'unproven'
    mine = [e['index'] for e in es if e.get('round') == self.r['id']]
    need(all(k in self.place for k in mine), '/trail/entries', 'E_LOG_GAP')
    try: self.anchored()
    except Fail: return 'unproven'
    return 'holds' if mine and self.upto > mine[-1] else 'unproven'
  def decision(self):  # [10.8]
    if self.b['profile'] == 'public': return 'not-checked'
    docs = [('/decision', self.b[key]) for key in ('decision',) if key in self.b]; made = [e for e in self.by if e['kind'] == 'decision']
    need(len(docs) == len(made), '/decision', 'E_DECISION')
    docs += [(f'/repairs/{k}', x) for k, x in enumerate(self.b.get('repairs', []))]; made += [e for e in self.by if e['kind'] == 'repair']
    need(len(docs) == len(made), '/repairs', 'E_DECISION')
    for (path, x), e in zip(docs, made):
      body, key = e['body'], (e['index'], '/' + e['kind']); causes = {c['cause'] for c in x['changes']}
      good = (key in self.gone or self.open.get(key) == hash_of(x)) and (body['by'], body['on']) == (x['by'], x['on'])
      good = good and ((body['changes'], body['loss']) == (len(x['changes']), [{'stage': y['stage'], 'value': y['loss']}
          for y in x['loss']]) if e['kind'] == 'decision' else (body['changed'], body['cause']) == (len(x['changed']), causes.pop()
          if len(causes) == 1 else 'several'))
      need(good, path, 'E_DECISION')
    return 'holds' if docs else 'not-checked'
def seconds(time): return int(datetime.datetime.fromisoformat(time[:-1] + '+00:00').timestamp())
