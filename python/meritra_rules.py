"""Bytes, shapes, the rule language and the round: what has to be true of a document by itself. Part of meritra_verify.py, written
from docs/formats.md alone; numbers in brackets are sections of that page."""
import datetime, functools, hashlib, json, re, unicodedata
CUT, SAFE, LIMIT, QUOTE = 10 ** 15, 2 ** 53 - 1, 2 ** 52, json.encoder.encode_basestring
class Fail(Exception):  # a check that fails: code and JSON Pointer
  def __init__(self, code, path): self.code, self.path = code, path
def need(truth, path, code='E_FORMAT'):
  if not truth: raise Fail(code, path)
def at(path, *keys): return path + ''.join('/' + str(k).replace('~', '~0').replace('/', '~1') for k in keys)
# ---- [1] bytes, numbers, hashes
def read_json(data):  # [1] a document; ValueError for a key twice, half a surrogate pair, a number that cannot be held, too deep a nest
  def whole(text): return int(text) if abs(int(text)) <= SAFE else number('inf')
  def number(text):
    x = float(text)
    if abs(x) == float('inf') or x != x or x.is_integer() and abs(x) > SAFE: raise ValueError('number')
    return int(x) if x.is_integer() else x
  def members(pairs):
    if len(dict(pairs)) < len(pairs): raise ValueError('a key twice')
    return dict(pairs)
  try: v = json.loads(data.decode('utf-8-sig'), parse_int=whole, parse_float=number, object_pairs_hook=members, parse_constant=number)
  except RecursionError: raise ValueError('nested too deep') from None
  if b'\\ud' in data.lower(): canonical(v).encode()
  return v
def depth(v):
  level, layer = 0, [v]
  while layer:
    layer = [x for x in layer if isinstance(x, (dict, list))]; level += bool(layer)
    layer = [y for x in layer for y in (x.values() if isinstance(x, dict) else x)]
  return level
def number_text(x):  # RFC 8785, 3.2.2.3: the digits are those of Python, the form is that of ECMAScript
  digits, exponent = re.fullmatch(r'([\d.]+)(?:e(.*))?', repr(float(abs(x)))).groups(); whole, _, rest = digits.partition('.')
  every = whole + (rest if rest != '0' else ''); body = every.lstrip('0'); n = len(whole) + int(exponent or 0) - len(every) + len(body)
  body = body.rstrip('0') or '0'; k = len(body)
  text = body + '0' * (n - k) if k <= n <= 21 else body[:n] + '.' + body[n:] if 0 < n <= 21 else '0.' + '0' * -n + body if -6 < n <= 0 \
      else body[0] + '.' * (k > 1) + body[1:] + 'e%+d' % (n - 1)
  return '-' * (x < 0) + text
def canonical(v):  # [1] RFC 8785; keys by UTF-16 units
  if isinstance(v, str): return QUOTE(v)
  if v is None or isinstance(v, bool): return {None: 'null', True: 'true', False: 'false'}[v]
  if isinstance(v, list): return '[' + ','.join(map(canonical, v)) + ']'
  if isinstance(v, dict):
    return '{' + ','.join([QUOTE(k) + ':' + canonical(v[k]) for k in sorted(v, key=lambda k: k.encode('utf-16-be'))]) + '}'
  return str(v) if isinstance(v, int) and abs(v) <= SAFE else number_text(v)
def sha(*parts): return hashlib.sha256(b''.join(parts)).digest()
def named(*parts): return 'sha256:' + sha(*parts).hex()
def hash_of(v): return named(v['format'].encode(), b'\n', canonical(v).encode())
def lp(text): return len(text.encode()).to_bytes(4, 'big') + text.encode()
def units(x, scale=10 ** 6):  # a decimal number in whole units; None if it has more decimals
  n = x * scale if isinstance(x, int) else round(x * scale); return n if isinstance(x, int) or n / scale == x else None
# ---- [2, 3, 5] shapes: name, then key:type or key=one|of, ? where it may be absent; no type: that of the key below
TYPES = {k: t for t, keys in {'id': 'id unit parent level track superior seat source person position attribute dimension a b party',
    'label': 'label approver', 'bool': 'critical onlyForMoves outside', 'text': 'name bornAt reason document standard unmapped kind own',
    'day': 'asOf horizon opened date opens closes born since retires on expires lawCheckedOn effectiveFrom effectiveUntil',
    'citation': 'citation waivable weightsCitation', 'expr': 'when rule then else left right of item key value cost who to from',
    'num': 'min max'}.items() for k in keys.split()}
RECORDS = {}
def record(line):
  name, *parts = line.split(' '); parts = [re.fullmatch(r'(\w+)(?::(.+?)|(=.+?))?(\??)', part).groups() for part in parts]
  RECORDS[name] = [(key, kind or words or TYPES.get(key, key), optional) for key, kind, words, optional in parts]

for line in '''bundle format=meritra/bundle/1 profile=full|public round policy proposal decision:amendment? repairs:[+repaired]? trail?
 input?
public format=meritra/bundle/1 profile=full|public round:round/public policy proposal:proposal/public trail input:leaves
round/public format=meritra/round/0 id title:text? asOf horizon? opened? scope:scope/public sources:[source] units:[unit]
 positions:[position] actors:[actor/public] reveals:[reveal]
scope/public positions:ids people=all|listed;actor/public id role=scorer|panel|proposer|spec-writer|issuer|decider statement:letter?
proposal/public format=meritra/public-proposal/1 round:head3 policy:head2 objective=levels|total|stable status=optimal|feasible|infeasible
 objectives:[objective] gap:gap~ seats:[(str,id)] moves:[move/public] vacant:[vacancy/public] tiesProven:bool
head3 id asOf;move/public person:str from:id~ to:id~ kind=entry|release|promotion|lateral|demotion route:id~;vacancy/public position
 seats:int cause=out-of-scope|no-eligible|shortage|not-worth-it
amendment format=meritra/amendment/1 act=decision|repair by:id on round:head policy:head2 of:head4 changes:[change] inForce:orders
 changed:[changed] vacated:[vacated] loss:[loss] plan;head4 format=meritra/proposal/0|meritra/amendment/1 hash:hash
change effect=require|forbid|close cause=choice|declined|refused|objection-upheld|court person:id~ position reason:why? document?
 rank:int? of:int? related:[id]?;loss stage:str loss:int
orders required:[(id,id)] forbidden:[(id,id)] closed:[id];changed person from:id~ to:id~ why=named|induced;vacated position
 seats:int,0,1000000000
round format=meritra/round/0 id title:text? asOf horizon? opened? scope sources:[source] units:[unit] positions:[position] people:[person]
 relations:[relation] pins:[pin] waivers:[waiver] actors:[actor] reveals:[reveal]
scope positions:ids people:ids;source id title:text date;unit id name parent?;letter on document;reason reason;require attribute
 is=<|<=|=|>=|> value:any standard?
position id title:text unit level track? class:int,1,99? seats:int,1,9007199254740991? superior? critical? mustFill:reason? opens? closes?
 attributes:{any}? requires:[require]?
person id name? born? bornAt? seat? since? retires? acceptsLower:letter? wishes:[id]? evidence:[evidence] spells:[+spell]?
 checked:[+checked]?
evidence attribute:str value:any? unmapped? source date? expires? by:id?;spell attribute:str value:any? unmapped? from:day? to:day?
 months:int,0,1200? source date?
checked attribute:str source date?;relation a b kind degree:int,0,8 source date?;pin person position by:text reason;waiver person position
 rule:id by:text on document reason
actor id role=scorer|panel|proposer|spec-writer|issuer|decider person? statement:letter? interests:[+interest]?;interest person kind
 degree:int,0,8?;reveal party nonce:nonce
policy format=meritra/policy/0 id title:label lawCheckedOn confidence:scale effectiveFrom? effectiveUntil? madeFrom:[made]?
 leapDay=feb28|mar1 levels:[+named] tracks:[named]? attributes:{attr} gates:[gate] routes:[+route]? dimensions:[named]
 criteria:[criterion] weights:{dec,4,0,10000} weightsTotal:dec,4,0,10000? weightsCitation costs resolution:points
 displacement=minimise|forbid objective=levels|total|stable limits:[+limit]? relations:kin ties
label en:text id:text?;scale scale:[+id] gateFrom:id;made id hash:hash;named id label;costs lateralMove:points vacantSeat:points;points
 points:dec,4,0,1000 citation
attr of=person|position type=number|date|text|boolean|ordered|set|spells label min? max? values:[+text]? validMonths:int,1,1200?
 combine=latest|mean?
gate id label citation onlyForMoves? waivable? when? rule;route id label citation when approver steps:[step] documents:[label]
 outside?;step id label days:int,0,3650 citation
criterion id dimension label citation value;sourced source:text confidence:id confirmed?;confirmed by:text on document;own own;kin
 declaration=either|both lineOfCommand:degree? sameUnit:degree? recusal?
degree maxDegree:int,0,8 citation;recusal maxDegree:int,0,8 kinds:[text]? citation;ties order:[tie] commitments:[commitment];tie attribute
 direction=ascending|descending citation;commitment party hash:hash
limit/moves id label citation kind max:int,0,1000000;limit/chain id label citation kind max:int,1,12;limit/budget id label citation kind
 cost max:int,0,1000000000
limit/unit id label citation kind units:each who? min:int,0,1000000? max:int,0,1000000?;limit/donor id label citation kind units:each
 maxLeaving:int,0,1000000
proposal format=meritra/proposal/0 engine round:head policy:head2 objective=levels|total|stable certain:plan conditional:plan~
 worklist:[any] findings:[any] rules
engine name:str version:str;head id asOf hash:hash;head2 id hash:hash;rules unconfirmed:[flag] gateFrom:id lawCheckedOn;flag id
 confidence:id;gap stage:str value:int bound:int;objective stage:str value:int
plan status=optimal|feasible|infeasible seats:[(id,id)] objectives:[objective] gap:gap~ moves:[move] chains:[chain] vacant:[vacancy]
 tied:[id] tiesProven:bool certificate:certificate~ shortage:shortage~
move person from:id~ to:id~ kind=entry|release|promotion|lateral|demotion pattern=vertical|diagonal|horizontal~ hiddenDemotion:bool
 route:id~ fit:fit~ conditions:[condition] waived:[id] provisional:bool flags:[id]
fit low:int high:int parts:[part];part criterion:id low:int high:int;condition rule:str missing:[missing];missing about=person|position
 attribute cause=missing|expired|future|conflict|unmapped|recused|unchecked|undated
chain kind=chain|loop people:[id] ready:[int~]~ crosses:bool;vacancy position seats:int,0,1000000000 eligible:int
 cause=out-of-scope|no-eligible|shortage|not-worth-it|left-empty short:short~;short positions:int seats:int people:int
certificate stages:[stage];stage stage:str value:int people:[(id,int)] positions:[(id,int)] denominator:int,2,1073741824? rows:[+row]?
 tree?;shortage side=people|positions people:[id] positions:[id]
leaf people:[(id,int)] positions:[(id,int)] denominator:int,2,1073741824? rows:[+row]? none:true?;branch person positions:[id] in:tree
 out:tree
case when then;term weight:dec,4 of;factor of power:int,1,4;.const value:const;.day value:day;.person attribute:str;.position
 attribute:str;.class of=position|seat;.level of=position|seat
.unit of=position|seat;.levelId of=position|seat;.track of=position|seat;.date of=asOf|horizon|yearStart|born|since|retires;.shift of
 months:int,-1200,1200? days:int,-40000,40000?;.not of
.monthsIn attribute:str values from? to?;.occurs attribute:str values from? to?;.compare left is=<|<=|=|>=|> right;.in item
 set:values;.monthsBetween from to;.lookup key table:{num} else:num?
.piecewise of mode=linear|step points:[(num,num)];.cases cases:[case] else;.sum terms:[term];.product of:[factor];.min of:[expr];.max
 of:[expr];.all of:[expr];.any of:[expr]'''.replace('\n ', ' ').replace('\n', ';').split(';'):
  record(line)
RECORDS['amendment'], RECORDS['repaired'] = [[(key, '=' + act if key == 'act' else kind, optional) for key, kind,
    optional in RECORDS['amendment']] for act in ('decision', 'repair')]
ID = re.compile(r'[A-Za-z0-9][A-Za-z0-9._-]{0,63}\Z')
FORBIDDEN = re.compile('[\0-\x1f\x7f-\x9f\u2028\u2029\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]')
UNSEEN = '\u115f\u1160\u3164\uffa0\u2800\u034f\u17b4\u17b5' + ''.join(map(chr, range(0xfe00, 0xfe10)))
def is_text(v):  # [7]
  if not isinstance(v, str) or len(v) > 1024 or FORBIDDEN.search(v): return False
  kinds = ''.join(unicodedata.category(c)[0] for c in v) if not v.isascii() else ''
  return bool(v.strip()) and (v.isascii() or any(k not in 'ZC' and c not in UNSEEN for k, c in zip(kinds, v)) and 'M' * 9 not in kinds
      and unicodedata.is_normalized('NFC', v))
@functools.lru_cache(None)
def is_day(v):  # [1]
  try: return bool(re.fullmatch('(19|2[01])[0-9]{2}-[0-9]{2}-[0-9]{2}', v) and datetime.date.fromisoformat(v))
  except ValueError: return False
def is_int(v, low=-SAFE, high=SAFE): return type(v) is int and low <= v <= high
def is_decimal(v, places=6, low=-10 ** 9, high=10 ** 9):
  return type(v) in (int, float) and low <= v <= high and units(v, 10 ** places) is not None
def is_like(pattern): return lambda v: isinstance(v, str) and bool(re.fullmatch(pattern, v))
SIMPLE = {'id': lambda v: isinstance(v, str) and ID.match(v), 'text': is_text, 'str': lambda v: isinstance(v, str)
    and not re.search('[\ud800-\udfff]', v), 'any': lambda v: True, 'why': lambda v: is_text(v) and len(v) >= 10,
    'bool': lambda v: isinstance(v, bool), 'true': lambda v: v is True, 'hash': is_like('sha256:[0-9a-f]{64}'),
    'nonce': is_like('[0-9a-f]{32,128}'), 'num': is_decimal, 'int': is_int, 'day': lambda v: isinstance(v, str) and is_day(v),
    'dec': is_decimal, 'const': lambda v: isinstance(v, (bool, str)) or is_decimal(v)}
@functools.lru_cache(None)
def simple(kind):  # the test of a type without parts
  if kind[0] == '=': return lambda v: isinstance(v, str) and v in kind[1:].split('|')
  name, *bounds = kind.split(','); return (lambda v: SIMPLE[name](v, *map(int, bounds))) if bounds and name in SIMPLE else SIMPLE.get(name)
def shape(v, kind, path, deep=0):  # Fail where a value has not the type
  if kind[-1] == '~': return v is None or shape(v, kind[:-1], path, deep)
  if simple(kind): return need(simple(kind)(v), path)
  if kind in ('ids', 'each', 'values', 'citation', 'tree', 'expr', 'limit'):
    rec = isinstance(v, dict)
    if kind in ('ids', 'each'): return v == ('all' if kind == 'ids' else kind) or shape(v, '[id]' if kind == 'ids' else '[+id]', path)
    if kind == 'values': return shape(v, '[str]' if isinstance(v, list) else 'expr', path)
    need(rec and deep < 49 and (kind != 'expr' or isinstance(v.get('op'), str)) and (kind != 'limit' or isinstance(v.get('kind'), str)),
        path)
    if kind == 'citation': kind = 'own' if 'own' in v else 'sourced'
    elif kind == 'expr': kind = '.' + v['op']
    elif kind == 'limit': kind = 'limit/' + v['kind']
    else: kind = 'branch' if 'in' in v or 'person' in v else 'leaf'
    need(kind in RECORDS, path); deep += kind == 'branch'
  if kind[0] in '[(' or kind == 'row':
    need(isinstance(v, list) and (len(v) == (kind.count(',') + 1 if kind[0] == '(' else 2) if kind[0] != '[' else v or kind[1] != '+'),
        path)
    kinds = kind[1:-1].split(',') if kind[0] == '(' else ['[name]',
        f'int,1,{LIMIT}'] if kind == 'row' else [kind[1:-1].lstrip('+')] * len(v)
    for k, x in enumerate(v):
      if not (simple(kinds[k]) and simple(kinds[k])(x)):
        shape(x, kinds[k] if kinds[k] != 'name' else '[str]' if isinstance(x, list) else 'str', at(path, k), deep)
    return
  need(isinstance(v, dict), path)
  if kind[0] == '{':
    for key in v: shape(v[key], kind[1:-1], at(path, key))
    return
  for key, _, optional in sorted(RECORDS[kind]): need(optional or key in v, at(path, key))
  for key in v: need(key == 'op' and kind[0] == '.' or any(key == x[0] for x in RECORDS[kind]), at(path, key))
  for key, part, _ in sorted(RECORDS[kind]):
    if key in v: shape(v[key], part, at(path, key), deep)
# ---- [3, 3.1] policy and rule language
def distinct(ids, path, rows=False):  # [7] no id twice; of rows none that differs in case only
  seen, low = set(), set()
  for k, x in enumerate(ids):
    need(x not in seen, at(path, k)); need(not rows or x.lower() not in low, at(path, k, 'id')); seen.add(x); low.add(x.lower())
def reads(v, found=None):  # what expressions read, each once: (side, what, name)
  found = {} if found is None else found
  if isinstance(v, dict):
    op, name = v.get('op'), v.get('attribute')
    if op in ('person', 'position'): found[op, 'attribute', name] = 1
    elif op in ('monthsIn', 'occurs'): found['person', 'spells', name] = 1
    elif op in ('level', 'unit', 'levelId', 'track', 'class'): found['position' if v['of'] == 'position' else 'person', 'place', op] = 1
    elif op == 'date' and v['of'] in ('born', 'since', 'retires'): found['person', 'day', v['of']] = 1
  for x in v.values() if isinstance(v, dict) else v if isinstance(v, list) else (): reads(x, found)
  return list(found)
def cut(n): return max(-CUT, min(CUT, n))
def half_up(a, b): return (2 * a + b) // (2 * b)
def add_months(day, n, leap):  # [3.1] (y, m, d)
  y, m, d = map(int, day.split('-')); y, m = y + (m - 1 + n) // 12, (m - 1 + n) % 12 + 1
  last = 28 + (y % 4 == 0 and y % 100 > 0 or y % 400 == 0) if m == 2 else 30 + (m in (1, 3, 5, 7, 8, 10, 12))
  return (y, 3, 1) if leap == 'mar1' and (m, last, d) == (2, 28, 29) else (y, m, min(d, last))
@functools.lru_cache(10 ** 5)
def months_between(a, b, leap):  # [3.1]
  if b < a: return -months_between(b, a, leap)
  (y, m, d), (y2, m2, d2) = map(int, a.split('-')), map(int, b.split('-')); n = 12 * (y2 - y) + m2 - m
  return n - (add_months(a, n, leap) > (y2, m2, d2))
@functools.lru_cache(None)
def ordinal(day): return datetime.date.fromisoformat(day).toordinal()
class Anything:  # [3.1] a world of which only the levels are known
  def __init__(self, rules, level, seat): self.rules, self.of = rules, {'position': level, 'seat': seat}
  attribute = day = spells = lambda self, *_: None
  def place(self, what, of):
    level = self.of[of]
    return level if what == 'level' else self.rules.levels[level] if what == 'levelId' and level >= 0 else '' if level < 0 \
        and what != 'class' else None
class Rules:  # a policy whose names and kinds fit; kinds: of each expression, what it gives and the texts it can be (None: any)
  def __init__(self, p, path='/policy'):
    self.p, self.kinds, self.levels, self.tracks = p, {}, [x['id'] for x in p['levels']], [x['id'] for x in p.get('tracks', [])]
    need(depth(p) <= 64, path); scale, A, ties = p['confidence']['scale'], p['attributes'], p['ties']
    distinct(scale, path + '/confidence/scale'); need(p['confidence']['gateFrom'] in scale, path + '/confidence/gateFrom')
    need(p.get('effectiveFrom', '') <= p.get('effectiveUntil', '9'), path + '/effectiveUntil')
    for key in ('levels', 'tracks', 'gates', 'routes', 'dimensions', 'criteria', 'limits'):
      distinct([x['id'] for x in p.get(key, [])], at(path, key), True)
    self.cited(p, path)
    for name, a in A.items(): self.attribute(name, a, at(path, 'attributes', name))
    for k, g in enumerate(p['gates']):
      here = at(path, 'gates', k); need(g['id'] != 'route' or 'routes' not in p, here + '/id')
      for key in ('when', 'rule'): key in g and self.read(g[key], at(here, key), 'truth')
    for k, r in enumerate(p.get('routes', [])):
      distinct([s['id'] for s in r['steps']], at(path, 'routes', k, 'steps'), True)
      self.read(r['when'], at(path, 'routes', k, 'when'), 'truth')
    for k, c in enumerate(p['criteria']):
      here = at(path, 'criteria', k); need(c['dimension'] in [d['id'] for d in p['dimensions']], here + '/dimension')
      self.bounded(c['value'], here + '/value', 100)
    names, W = [c['id'] for c in p['criteria']], p['weights']
    for name in W: need(name in names, at(path, 'weights', name))
    self.total, self.weights = units(p.get('weightsTotal', 100), 10 ** 4), [units(W.get(name, 0), 10 ** 4) for name in names]
    need(len(W) == len(names) and self.total == sum(self.weights) > 0, path + '/weights')
    distinct([c['party'] for c in ties['commitments']], path + '/ties/commitments')
    for k, t in enumerate(ties['order']):
      a = A.get(t['attribute'], {'of': ''})
      need(a['of'] == 'person' and a['type'] in ('number', 'date', 'ordered'), at(path, 'ties', 'order', k, 'attribute'))
    for k, x in enumerate(p.get('limits', [])):
      here = at(path, 'limits', k); need(x['id'] not in [g['id'] for g in p['gates']], here + '/id')
      if isinstance(x.get('units'), list): distinct(x['units'], here + '/units')
      if x['kind'] == 'unit':
        need('min' in x or 'max' in x, here); need(x.get('min', 0) <= x.get('max', CUT), here + '/max')
        if 'who' in x:
          self.read(x['who'], here + '/who', 'truth'); need(all(side == 'person' for side, *_ in reads(x['who'])), here + '/who')
      elif x['kind'] == 'budget': self.bounded(x['cost'], here + '/cost', 10 ** 6)
    need(p['objective'] != 'stable' or not ('limits' in p or {'lineOfCommand', 'sameUnit'} & set(p['relations'])), path + '/objective')
  def cited(self, v, path):  # every confidence is one of the scale
    for key, x in v.items() if isinstance(v, dict) else enumerate(v) if isinstance(v, list) else ():
      if isinstance(x, dict) and 'source' in x and 'confidence' in x:
        need(x['confidence'] in self.p['confidence']['scale'], at(path, key, 'confidence'))
      self.cited(x, at(path, key))
  def binds(self, c):  # [3]
    scale, least = self.p['confidence']['scale'], self.p['confidence']['gateFrom']
    return 'own' in c or 'confirmed' in c or scale.index(c['confidence']) >= scale.index(least)
  def attribute(self, name, a, path):  # [3]
    person, kind, values = a['of'] == 'person', a['type'], a.get('values', ['x'])
    need(ID.match(name) and name not in (('born', 'since', 'retires') if person else ('class', 'track')), path)
    need((kind != 'spells' or person) and (kind != 'ordered' or 'values' in a) and (kind == 'number' or not {'min', 'max'} & set(a)), path)
    need(a.get('min', -10 ** 9) <= a.get('max', 10 ** 9), path + '/max')
    need('values' not in a or kind in ('ordered', 'text', 'set', 'spells'), path + '/values'); distinct(values, path + '/values')
    need('validMonths' not in a or person, path + '/validMonths')
    need('combine' not in a or person and kind == 'number', path + '/combine')
  def bounded(self, e, path, most):  # [3.1] no evidence takes it out of 0 to most: asked of every level and no seat
    self.read(e, path, 'number')
    for level in range(len(self.levels)):
      for seat in range(-1, len(self.levels)):
        low, high = self.value(e, Anything(self, level, seat)); need(0 <= low and high <= most * 10 ** 6, path)
  def read(self, e, path, *want):  # kind and possible texts of an expression; Fail where it or its parts do not fit
    self.kinds[id(e)] = self.parts(e, e['op'], path); need(not want or self.kinds[id(e)][0] in want, path); return self.kinds[id(e)]
  def parts(self, e, op, path):  # [3.1]
    sub = lambda key, *want: self.read(e[key], at(path, key), *want)
    if op == 'const': return ('truth' if isinstance(e['value'], bool) else 'text' if isinstance(e['value'], str) else 'number'), None
    if op in ('person', 'position', 'monthsIn', 'occurs'):
      a, spells = self.p['attributes'].get(e['attribute']), op in ('monthsIn', 'occurs')
      need(a and a['of'] == ('position' if op == 'position' else 'person') and (a['type'] == 'spells') == spells, path)
      if not spells: return ('truth' if a['type'] == 'boolean' else a['type']), a.get('values')
      if isinstance(e['values'], list):
        need(e['values'], path + '/values')
        for k, x in enumerate(e['values']): need(x in a.get('values', [x]), at(path, 'values', k))
      else: sub('values', 'set', 'text')
      for key in ('from', 'to'): key in e and sub(key, 'date')
      return ('number' if op == 'monthsIn' else 'truth'), None
    if op in ('levelId', 'track'): return 'text', (self.levels if op == 'levelId' else self.tracks) + [''] * (e['of'] == 'seat')
    if op == 'compare':
      left, texts = sub('left', 'number', 'date', 'ordered', 'text', 'truth'), ('text', 'ordered')
      right = sub('right', *(texts if left[0] in texts else left[:1]))
      for one, other, key in ((left, right, 'right'), (right, left, 'left')) if left[0] in texts else ():
        word = e[key].get('value') if e[key]['op'] == 'const' else None
        need((None in (one[1], word) or word in one[1]) and (one[0] != 'ordered' or word is not None or other == one), path)
      need(e['is'] == '=' or 'ordered' in (left[0], right[0]) or left[0] in ('number', 'date'), path)
    elif op == 'in':
      words = sub('item', *('text', 'ordered'))[1]
      if isinstance(e['set'], dict): sub('set', 'set')
      else:
        for k, x in enumerate(e['set']): need(words is None or x in words, at(path, 'set', k))
    elif op == 'lookup':
      words = sub('key', 'text', 'ordered')[1]
      for key in e['table']: need(words is None or key in words, at(path, 'table', key))
      need('else' in e or words and all(x in e['table'] for x in words), path)
    elif op == 'monthsBetween': sub('from', 'date'), sub('to', 'date')
    elif op == 'shift': sub('of', 'date')
    elif op == 'not': sub('of', 'truth')
    elif op == 'piecewise': sub('of', 'number'); need(e['points'] and all(a[0] < b[0] for a, b in zip(e['points'], e['points'][1:])), path)
    elif op in ('cases', 'sum', 'product', 'min', 'max', 'all', 'any'):
      key = {'cases': 'cases', 'sum': 'terms'}.get(op, 'of'); need(e[key] or op not in ('sum', 'min', 'max'), path)
      for k, x in enumerate(e[key]):
        for part, kind in {'cases': [('when', 'truth'), ('then', 'number')], 'sum': [('of', 'number')], 'product': [('of',
            'number')]}.get(op, ()):
          self.read(x[part], at(path, key, k, part), kind)
        if op in ('min', 'max', 'all', 'any'): self.read(x, at(path, key, k), 'number' if op[0] == 'm' else 'truth')
      if op == 'cases': sub('else', 'number')
    return {'day': 'date', 'date': 'date', 'shift': 'date', 'unit': 'text', **dict.fromkeys(('in', 'all', 'any', 'not', 'compare'),
        'truth')}.get(op, 'number'), None
  def value(self, e, w):  # [3.1] in a world: (low, high) of a number in 1e-6, truth, text, day or list; None: unknown
    op, val = e['op'], lambda key: self.value(e[key], w)
    if op in ('const', 'day'): return e['value'] if isinstance(e['value'], (str, bool)) else (units(e['value']),) * 2
    if op in ('person', 'position'):
      v, a = w.attribute(op, e['attribute']), self.p['attributes'][e['attribute']]
      return v if a['type'] != 'number' else (v, v) if v is not None else (units(a['min']) if 'min' in a else -CUT, units(a['max'])
          if 'max' in a else CUT)
    if op in ('level', 'unit', 'levelId', 'track', 'class'):
      v = w.place(op, e['of'])
      return (10 ** 6, 99 * 10 ** 6) if op == 'class' and v is None else (v * 10 ** 6,) * 2 if op in ('level', 'class') else v
    if op == 'date': return w.day(e['of'])
    if op == 'compare': return self.compare(e, val('left'), val('right'))
    if op in ('all', 'any'):
      found = {self.value(x, w) for x in e['of']}; return op == 'any' if (op == 'any') in found else None if None in found else op == 'all'
    if op == 'not': v = val('of'); return None if v is None else not v
    if op == 'in':
      item, among = val('item'), e['set'] if isinstance(e['set'], list) else val('set')
      return None if None in (item, among) else item in among
    if op in ('monthsIn', 'occurs'): return self.spells(e, w, op == 'monthsIn')
    if op == 'shift':
      day = val('of')
      day = day and (datetime.date(*add_months(day, e.get('months', 0), self.p['leapDay'])) + datetime.timedelta(e.get('days',
          0))).isoformat()
      return day if day and is_day(day) else None
    if op == 'monthsBetween':
      a, b = val('from'), val('to'); return (-CUT, CUT) if None in (a, b) else (months_between(a, b, self.p['leapDay']) * 10 ** 6,) * 2
    if op == 'lookup':
      key, table = val('key'), {k: units(x) for k, x in e['table'].items()}; other = [units(e['else'])] if 'else' in e else []
      of = [*table.values(), *other] if key is None else [table[key]] if key in table else other; return min(of), max(of)
    if op == 'cases':
      found = []
      for x in e['cases'] + [{'then': e['else']}]:
        truth = 'when' not in x or self.value(x['when'], w)
        if truth is not False: found.append(self.value(x['then'], w))
        if truth: return min(x[0] for x in found), max(x[1] for x in found)
    if op == 'piecewise':
      points, (low, high) = [(units(x), units(y)) for x, y in e['points']], val('of')
      of = [self.piece(points, e['mode'], x) for x in [low, high] + [x for x, _ in points if low < x < high]]; return min(of), max(of)
    if op == 'sum':
      total = 0, 0
      for t in e['terms']:
        ends = sorted(cut(half_up(units(t['weight'], 10 ** 4) * x, 10 ** 4)) for x in self.value(t['of'], w))
        total = tuple(cut(a + b) for a, b in zip(total, ends))
      return total
    if op == 'product':
      ends = [10 ** 8, 1], [10 ** 8, 1]
      for t in e['of']:
        for end, x in zip(ends, self.value(t['of'], w)): end[0] *= max(x, 0) ** t['power']; end[1] *= 10 ** (8 * t['power'])
      return tuple(cut(half_up(*end)) for end in ends)
    return tuple((min if op == 'min' else max)(end) for end in zip(*(self.value(x, w) for x in e['of'])))
  def compare(self, e, a, b):  # [3.1] on intervals true if it holds for every pair of values, false if for none
    if a is None or b is None: return None
    (left, words), (right, other), sign = self.kinds[id(e['left'])], self.kinds[id(e['right'])], e['is']
    if 'ordered' in (left, right): words = words if left == 'ordered' else other; a, b = words.index(a), words.index(b)
    (a, a2), (b, b2) = (a, b) if left == 'number' else ((a, a), (b, b))
    if sign == '=': return True if a == a2 == b == b2 else False if left in ('text', 'truth') or a2 < b or b2 < a else None
    if sign[0] == '>': a, a2, b, b2 = b, b2, a, a2
    return True if a2 < b or a2 == b and len(sign) > 1 else False if a > b2 or a == b2 and len(sign) == 1 else None
  def piece(self, points, mode, x):  # [3.1]
    k = max([0] + [k for k, (a, _) in enumerate(points) if a <= x]); a, y = points[k]
    if x <= a or k == len(points) - 1 or mode == 'step': return y
    return y + half_up((points[k + 1][1] - y) * (x - a), points[k + 1][0] - a)
  def months(self, days):  # [3.2.1] complete months of stretches of days
    total, stretches = 0, []
    for a, b in sorted(days):
      if stretches and a <= stretches[-1][1] + 1: stretches[-1][1] = max(b, stretches[-1][1])
      else: stretches.append([a, b])
    return sum(months_between(*(datetime.date.fromordinal(x).isoformat() for x in (a, b + 1)), self.p['leapDay']) for a, b in stretches)
  def spells(self, e, w, count):  # [3.2.1] months under an attribute, or whether there were any
    known, ends = w.spells(e['attribute']), {key: self.value(e[key], w) for key in ('from', 'to') if key in e}
    if known is None: return (0, CUT) if count else None
    (spells, vouched, as_of), vague = known, None in ends.values()
    first, last, today = ordinal(ends.get('from') or '0001-01-01'), ordinal(ends['to']
        or '2199-12-31') if 'to' in e else ordinal(as_of), ordinal(as_of)
    if first > last: return (0, 0) if count else False
    among = e['values'] if isinstance(e['values'], list) else self.value(e['values'], w)
    among = [among] if isinstance(among, str) else among
    complete, sure, may, low, high, loose, endless = vouched and vouched >= min(last, today), [], [], 0, 0, False, False
    for s, dated in spells:
      hit = among is not None and s.get('value') in among
      if not (hit or among is None or 'unmapped' in s): continue
      if 'from' not in s: loose, n = True, s.get('months', 0); endless = endless or 'months' not in s; low += n * hit; high += n; continue
      a = max(ordinal(s['from']), first); b = ordinal(s['to']) if 'to' in s else None
      b, surely = (last, max(ordinal(s['from']), dated, vouched or 0)) if b is None else (b, b)
      if hit and a <= min(surely, last): sure.append((a, min(surely, last)))
      if a <= min(b, last): may.append((a, min(b, last)))
    if not count: return True if sure and not vague else False if complete and not may and not loose else None
    least = 0 if vague else (self.months(sure) + low * ('from' not in e and last >= today)) * 10 ** 6
    return least, max(least, CUT if endless or not complete else (self.months(may) + high) * 10 ** 6)
# ---- [2] the round
REFS = {'unit': 'units', 'parent': 'units', 'superior': 'positions', 'seat': 'positions', 'wishes': 'positions', 'position': 'positions',
    'source': 'sources', 'person': 'people', 'a': 'people', 'b': 'people'}
SORTED = {'sources': 'id', 'units': 'id', 'positions': 'id', 'people': 'id', 'relations': 'a b kind degree source date',
    'pins': 'person position', 'waivers': 'person position rule', 'actors': 'id', 'reveals': 'party', 'interests': 'person kind degree',
    'evidence': 'attribute day source said all', 'spells': 'attribute from day source all', 'checked': 'attribute day source all',
    'requires': 'all'}
class RoundCheck:
  def __init__(self, r, rules, path='/round'):
    self.r, self.A, p, as_of = r, rules.p['attributes'], rules.p, r['asOf']; need(depth(r) <= 64, path)
    need(r.get('horizon', as_of) >= as_of, path + '/horizon'); need(r.get('opened', as_of) <= as_of, path + '/opened')
    self.ids = {key: {x['id']: x for x in r[key]} for key in ('sources', 'units', 'positions', 'people', 'actors')}
    for key in self.ids: self.order(key, r[key], at(path, key)); distinct([x['id'] for x in r[key]], at(path, key), True)
    for key in ('sources', 'units', 'positions', 'people', 'relations', 'pins', 'waivers', 'actors', 'reveals'):
      for k, x in enumerate(r[key]): self.row(x, at(path, key, k), rules, key)
      self.order(key, r[key], at(path, key))
    for key in ('positions', 'people'):
      if r['scope'][key] != 'all':
        for k, x in enumerate(r['scope'][key]):
          need(x in self.ids[key], at(path, 'scope', key, k)); need(k == 0 or r['scope'][key][k - 1] < x, at(path, 'scope', key, k))
    for key, up in (('units', 'parent'), ('positions', 'superior')):
      for k, x in enumerate(r[key]):
        seen = set()
        while up in x: need(x['id'] not in seen, at(path, key, k, up)); seen.add(x['id']); x = self.ids[key][x[up]]
    held, chains = {}, any(x['kind'] == 'chain' and rules.binds(x['citation']) for x in p.get('limits', []))
    for x in r['people']: held[x.get('seat')] = held.get(x.get('seat'), 0) + 1
    for k, q in enumerate(r['positions']):
      seats, wanted, day = q.get('seats', 1), r['scope']['positions'], r.get('horizon', as_of)
      need(held.get(q['id'], 0) <= seats, at(path, 'positions', k))
      need(not chains or seats == 1 or not q.get('opens', '') <= day < q.get('closes', '9') or wanted != 'all' and q['id'] not in wanted,
          at(path, 'positions', k, 'seats'))
    stated, pinned = {(x['a'], x['b'], x['degree']) for x in r['relations']}, {}
    for k, x in enumerate(r['relations']):
      need(x['a'] != x['b'] and (p['relations']['declaration'] == 'either' or (x['b'], x['a'], x['degree']) in stated), at(path,
          'relations', k))
    for k, x in enumerate(r['pins']):
      pinned[x['position']] = n = pinned.get(x['position'], 0) + 1
      need(n <= self.ids['positions'][x['position']].get('seats', 1), at(path, 'pins', k))
      need(k == 0 or r['pins'][k - 1]['person'] != x['person'], at(path, 'pins', k))
    for k, x in enumerate(p.get('limits', [])):
      for n, u in enumerate(x.get('units', [])) if x.get('units') != 'each' else ():
        need(u in self.ids['units'], at('/policy/limits', k, 'units', n))
  def day(self, x): return x['date'] if 'date' in x else self.ids['sources'].get(x['source'], {'date': ''})['date']
  def order(self, key, rows, path):  # rows in their order, none twice but where the page lets them be equal
    def part(x, name):
      v = self.day(x) if name == 'day' else canonical(x.get('value',
          x.get('unmapped'))) if name == 'said' else canonical(x) if name == 'all' else x.get(name)
      return v is not None, v
    keys = [[part(x, name) for name in SORTED[key].split()] for x in rows]; twice = key in ('relations', 'evidence', 'spells', 'checked')
    for k in range(1, len(keys)): need(keys[k - 1] < keys[k] or twice and keys[k - 1] == keys[k], at(path, k))
  def row(self, x, path, rules, table):  # names that exist, days in their order, values of their types
    for key in x:
      for k, name in enumerate(x[key] if isinstance(x[key], list) else [x[key]]) if key in REFS else ():
        need(name in self.ids[REFS[key]], at(path, key, k) if isinstance(x[key], list) else at(path, key))
    if table == 'positions':
      need(x['level'] in rules.levels, path + '/level'); need('track' not in x or x['track'] in rules.tracks, path + '/track')
      need(x.get('opens', '') <= x.get('closes', '9'), path + '/closes')
      for name, v in x.get('attributes', {}).items():
        need(self.A.get(name, {'of': ''})['of'] == 'position', at(path, 'attributes', name))
        self.value(v, self.A[name], at(path, 'attributes', name))
      self.demands(x.get('requires', []), path + '/requires')
    elif table == 'people':
      need(x.get('born', '') <= x.get('since', '9'), path + '/since')
      need(max(x.get('born', ''), x.get('since', '')) <= x.get('retires', '9'), path + '/retires')
      distinct(x.get('wishes', []), path + '/wishes')
    elif table == 'waivers':
      need(any(g['id'] == x['rule'] and 'waivable' in g for g in rules.p['gates']), path + '/rule')
      need(x['on'] <= self.r['asOf'], path + '/on')
    elif table in ('evidence', 'spells', 'checked'):
      a = self.A.get(x['attribute'], {'of': '', 'type': ''})
      need(a['of'] == 'person' if table == 'evidence' else a['type'] == 'spells', path)
      need('by' not in x or x['by'] in self.ids['actors'], path + '/by')
      need(table == 'checked' or ('value' in x) != ('unmapped' in x), path)
      if table == 'evidence': need(a['type'] != 'spells', path + '/value'); need(self.day(x) <= x.get('expires', '9'), path + '/expires')
      if 'value' in x: self.value(x['value'], a, path + '/value')
      need('to' not in x or x.get('from', '9') <= x['to'], path + '/to'); need('months' not in x or 'from' not in x, path + '/months')
    for key in ('evidence', 'spells', 'checked', 'interests'):
      for k, y in enumerate(x.get(key, [])): self.row(y, at(path, key, k), rules, key)
      if key in x: self.order(key, x[key], at(path, key))
  def value(self, v, a, path):  # [2] a value as its attribute wants it
    kind, low, high = a['type'], a.get('min', -10 ** 9), a.get('max', 10 ** 9)
    if kind == 'set':
      need(isinstance(v, list), path)
      for k, x in enumerate(v): need(is_text(x) and x in a.get('values', [x]) and (k == 0 or v[k - 1] < x), at(path, k))
    else:
      need(is_decimal(v, 6, low, high) if kind == 'number' else isinstance(v, bool) if kind == 'boolean' else isinstance(v, str)
          and (is_day(v) if kind == 'date' else is_text(v) and v in a.get('values', [v])), path)
  def demands(self, rows, path):  # [2] what a position requires can be met together
    left = {}
    for k, d in enumerate(rows):
      a, v, here, sign = self.A.get(d['attribute'], {'of': ''}), d['value'], at(path, k), d['is']; kind = a.get('type')
      need(a['of'] == 'person' and kind not in ('set', 'spells'), here + '/attribute'); self.value(v, a, here + '/value')
      if kind in ('text', 'boolean'): need(sign == '=' and left.setdefault(d['attribute'], v) == v, here); continue
      v, low, high = (units(v), units(a.get('min', -10 ** 9)), units(a.get('max', 10 ** 9))) if kind == 'number' else (ordinal(v), 693596,
          803168) if kind == 'date' else (a['values'].index(v), 0, len(a['values']) - 1)
      low, high = left.get(d['attribute'], (low, high))
      low, high = max(low, v + (sign == '>')) if sign[0] != '<' else low, min(high, v - (sign == '<')) if sign[0] != '>' else high
      left[d['attribute']] = low, high; need(low <= high, here)
    self.order('requires', rows, path)
