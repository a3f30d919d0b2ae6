#!/usr/bin/env python3
"""Checks bundles of meritra. Written from docs/formats.md alone, no line from the library: two readings of one page must meet.

python3 meritra_verify.py BUNDLE.json [...]   prints the verdicts of each, a line each; --stdin reads one bundle a line
Exit 0: nothing fails, 1: something does, 2: something cannot be read. Numbers in brackets are sections of docs/formats.md."""
import datetime, functools, hashlib, hmac, json, re, sys, unicodedata
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
  digits, exponent = re.fullmatch(r'([\d.]+)(?:e(.*))?', repr(float(abs(x)))).groups()
  whole, _, rest = digits.partition('.'); every = whole + (rest if rest != '0' else '')
  body = every.lstrip('0'); n = len(whole) + int(exponent or 0) - len(every) + len(body); body = body.rstrip('0') or '0'; k = len(body)
  text = body + '0' * (n - k) if k <= n <= 21 else body[:n] + '.' + body[n:] if 0 < n <= 21 else '0.' + '0' * -n + body if -6 < n <= 0 else \
    body[0] + '.' * (k > 1) + body[1:] + 'e%+d' % (n - 1)
  return '-' * (x < 0) + text
def canonical(v):  # [1] RFC 8785; keys by UTF-16 units
  if isinstance(v, str): return QUOTE(v)
  if v is None or isinstance(v, bool): return {None: 'null', True: 'true', False: 'false'}[v]
  if isinstance(v, list): return '[' + ','.join(map(canonical, v)) + ']'
  if isinstance(v, dict): return '{' + ','.join([QUOTE(k) + ':' + canonical(v[k]) for k in sorted(v, key=lambda k: k.encode('utf-16-be'))]) + '}'
  return str(v) if isinstance(v, int) and abs(v) <= SAFE else number_text(v)
def sha(*parts): return hashlib.sha256(b''.join(parts)).digest()
def named(*parts): return 'sha256:' + sha(*parts).hex()
def hash_of(v): return named(v['format'].encode(), b'\n', canonical(v).encode())
def lp(text): return len(text.encode()).to_bytes(4, 'big') + text.encode()
def units(x, scale=10 ** 6):  # a decimal number in whole units; None if it has more decimals
  n = x * scale if isinstance(x, int) else round(x * scale)
  return n if isinstance(x, int) or n / scale == x else None
# ---- [2, 3, 5] shapes: name, then key:type or key=one|of, ? where it may be absent; no type: that of the key below
TYPES = {k: t for t, keys in {
  'id': 'id unit parent level track superior seat source person position attribute dimension a b party', 'label': 'label approver', 'bool': 'critical onlyForMoves outside',
  'text': 'name bornAt reason document standard unmapped kind own', 'day': 'asOf horizon opened date opens closes born since retires on expires lawCheckedOn effectiveFrom effectiveUntil',
  'citation': 'citation waivable weightsCitation', 'expr': 'when rule then else left right of item key value cost who to from', 'num': 'min max'}.items() for k in keys.split()}
RECORDS = {}
def record(line):
  name, *parts = line.split(' '); parts = [re.fullmatch(r'(\w+)(?::(.+?)|(=.+?))?(\??)', part).groups() for part in parts]
  RECORDS[name] = [(key, kind or words or TYPES.get(key, key), optional) for key, kind, words, optional in parts]
for line in '''bundle format=meritra/bundle/1 profile=full|public round policy proposal decision:amendment? repairs:[+amendment]? trail? input?
public format=meritra/bundle/1 profile=full|public round:round/public policy proposal:proposal/public trail input:leaves
round/public format=meritra/round/0 id title:text? asOf horizon? opened? scope:scope/public sources:[source] units:[unit] positions:[position] actors:[actor/public] reveals:[reveal]
scope/public positions:ids people=all|listed;actor/public id role=scorer|panel|proposer|spec-writer|issuer|decider statement:letter?
proposal/public format=meritra/public-proposal/1 round:head3 policy:head2 objective=levels|total|stable status=optimal|feasible|infeasible objectives:[objective] gap:gap~ seats:[(str,id)] moves:[move/public] vacant:[vacancy/public] tiesProven:bool
head3 id asOf;move/public person:str from:id~ to:id~ kind=entry|release|promotion|lateral|demotion route:id~;vacancy/public position seats:int cause=out-of-scope|no-eligible|shortage|not-worth-it
amendment format=meritra/amendment/1 act=decision|repair by:id on round:head policy:head2 of:head4 changes:[change] inForce:orders changed:[changed] vacated:[vacated] loss:[loss] plan;head4 format=meritra/proposal/0|meritra/amendment/1 hash:hash
change effect=require|forbid|close cause=choice|declined|refused|objection-upheld|court person:id~ position reason:why? document? rank:int? of:int? related:[id]?;loss stage:str loss:int
orders required:[(id,id)] forbidden:[(id,id)] closed:[id];changed person from:id~ to:id~ why=named|induced;vacated position seats:int,0,1000000000
round format=meritra/round/0 id title:text? asOf horizon? opened? scope sources:[source] units:[unit] positions:[position] people:[person] relations:[relation] pins:[pin] waivers:[waiver] actors:[actor] reveals:[reveal]
scope positions:ids people:ids;source id title:text date;unit id name parent?;letter on document;reason reason;require attribute is=<|<=|=|>=|> value:any standard?
position id title:text unit level track? class:int,1,99? seats:int,1,9007199254740991? superior? critical? mustFill:reason? opens? closes? attributes:{any}? requires:[require]?
person id name? born? bornAt? seat? since? retires? acceptsLower:letter? wishes:[id]? evidence:[evidence] spells:[+spell]? checked:[+checked]?
evidence attribute value:any? unmapped? source date? expires? by:id?;spell attribute value:any? unmapped? from:day? to:day? months:int,0,1200? source date?
checked attribute source date?;relation a b kind degree:int,0,8 source date?;pin person position by:text reason;waiver person position rule:id by:text on document reason
actor id role=scorer|panel|proposer|spec-writer|issuer|decider person? statement:letter? interests:[+interest]?;interest person kind degree:int,0,8?;reveal party nonce:nonce
policy format=meritra/policy/0 id title:label lawCheckedOn confidence:scale effectiveFrom? effectiveUntil? madeFrom:[made]? leapDay=feb28|mar1 levels:[+named] tracks:[named]? attributes:{attr} gates:[gate] routes:[+route]? dimensions:[named] criteria:[criterion] weights:{dec,4,0,10000} weightsTotal:dec,4,0,10000? weightsCitation costs resolution:points displacement=minimise|forbid objective=levels|total|stable limits:[+limit]? relations:kin ties
label en:text id:text?;scale scale:[+id] gateFrom:id;made id hash:hash;named id label;costs lateralMove:points vacantSeat:points;points points:dec,4,0,1000 citation
attr of=person|position type=number|date|text|boolean|ordered|set|spells label min? max? values:[+text]? validMonths:int,1,1200? combine=latest|mean?
gate id label citation onlyForMoves? waivable? when? rule;route id label citation when approver steps:[step] documents:[label] outside?;step id label days:int,0,3650 citation
criterion id dimension label citation value;sourced source:text confidence:id confirmed?;confirmed by:text on document;own own;kin declaration=either|both lineOfCommand:degree? sameUnit:degree? recusal?
degree maxDegree:int,0,8 citation;recusal maxDegree:int,0,8 kinds:[text]? citation;ties order:[tie] commitments:[commitment];tie attribute direction=ascending|descending citation;commitment party hash:hash
limit/moves id label citation kind max:int,0,1000000;limit/chain id label citation kind max:int,1,12;limit/budget id label citation kind cost max:int,0,1000000000
limit/unit id label citation kind units:each who? min:int,0,1000000? max:int,0,1000000?;limit/donor id label citation kind units:each maxLeaving:int,0,1000000
proposal format=meritra/proposal/0 engine round:head policy:head2 objective=levels|total|stable certain:plan conditional:plan~ worklist:[any] findings:[any] rules
engine name:str version:str;head id asOf hash:hash;head2 id hash:hash;rules unconfirmed:[flag] gateFrom:id lawCheckedOn;flag id confidence:id;gap stage:str value:int bound:int;objective stage:str value:int
plan status=optimal|feasible|infeasible seats:[(id,id)] objectives:[objective] gap:gap~ moves:[move] chains:[chain] vacant:[vacancy] tied:[id] tiesProven:bool certificate:certificate~ shortage:shortage~
move person from:id~ to:id~ kind=entry|release|promotion|lateral|demotion pattern=vertical|diagonal|horizontal~ hiddenDemotion:bool route:id~ fit:fit~ conditions:[condition] waived:[id] provisional:bool flags:[id]
fit low:int high:int parts:[part];part criterion:id low:int high:int;condition rule:str missing:[missing];missing about=person|position attribute cause:str
chain kind=chain|loop people:[id] ready:[int~]~ crosses:bool;vacancy position seats:int,0,1000000000 eligible:int cause=out-of-scope|no-eligible|shortage|not-worth-it|left-empty short:short~;short positions:int seats:int people:int
certificate stages:[stage];stage stage:str value:int people:[(id,int)] positions:[(id,int)] denominator:int,2,1073741824? rows:[+row]? tree?;shortage side=people|positions people:[id] positions:[id]
leaf people:[(id,int)] positions:[(id,int)] denominator:int,2,1073741824? rows:[+row]? none:true?;branch person positions:[id] in:tree out:tree
case when then;term weight:dec,4 of;factor of power:int,1,4;.const value:const;.day value:day;.person attribute:str;.position attribute:str;.class of=position|seat;.level of=position|seat
.unit of=position|seat;.levelId of=position|seat;.track of=position|seat;.date of=asOf|horizon|yearStart|born|since|retires;.shift of months:int,-1200,1200? days:int,-40000,40000?;.not of
.monthsIn attribute:str values from? to?;.occurs attribute:str values from? to?;.compare left is=<|<=|=|>=|> right;.in item set:values;.monthsBetween from to;.lookup key table:{num} else:num?
.piecewise of mode=linear|step points:[(num,num)];.cases cases:[case] else;.sum terms:[term];.product of:[factor];.min of:[expr];.max of:[expr];.all of:[expr];.any of:[expr]'''.replace('\n', ';').split(';'): record(line)
ID, FORBIDDEN = re.compile(r'[A-Za-z0-9][A-Za-z0-9._-]{0,63}\Z'), re.compile('[\0-\x1f\x7f-\x9f\u2028\u2029\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]')
UNSEEN = '\u115f\u1160\u3164\uffa0\u2800\u034f\u17b4\u17b5' + ''.join(map(chr, range(0xfe00, 0xfe10)))
def is_text(v):  # [7]
  if not isinstance(v, str) or len(v) > 1024 or FORBIDDEN.search(v): return False
  kinds = ''.join(unicodedata.category(c)[0] for c in v) if not v.isascii() else ''
  return bool(v.strip()) and (v.isascii() or any(k not in 'ZC' and c not in UNSEEN for k, c in zip(kinds, v)) and 'M' * 9 not in kinds and unicodedata.is_normalized('NFC', v))
@functools.lru_cache(None)
def is_day(v):  # [1]
  try: return bool(re.fullmatch('(19|2[01])[0-9]{2}-[0-9]{2}-[0-9]{2}', v) and datetime.date.fromisoformat(v))
  except ValueError: return False
def is_int(v, low=-SAFE, high=SAFE): return type(v) is int and low <= v <= high
def is_decimal(v, places=6, low=-10 ** 9, high=10 ** 9): return type(v) in (int, float) and low <= v <= high and units(v, 10 ** places) is not None
def is_like(pattern): return lambda v: isinstance(v, str) and bool(re.fullmatch(pattern, v))
SIMPLE = {'id': lambda v: isinstance(v, str) and ID.match(v), 'text': is_text, 'str': lambda v: isinstance(v, str) and not re.search('[\ud800-\udfff]', v), 'any': lambda v: True,
  'why': lambda v: is_text(v) and len(v) >= 10, 'bool': lambda v: isinstance(v, bool), 'true': lambda v: v is True, 'hash': is_like('sha256:[0-9a-f]{64}'), 'nonce': is_like('[0-9a-f]{32,128}'), 'num': is_decimal, 'int': is_int,
  'day': lambda v: isinstance(v, str) and is_day(v), 'dec': is_decimal, 'const': lambda v: isinstance(v, (bool, str)) or is_decimal(v)}
@functools.lru_cache(None)
def simple(kind):  # the test of a type without parts
  if kind[0] == '=': return lambda v: isinstance(v, str) and v in kind[1:].split('|')
  name, *bounds = kind.split(',')
  return (lambda v: SIMPLE[name](v, *map(int, bounds))) if bounds and name in SIMPLE else SIMPLE.get(name)
def shape(v, kind, path, deep=0):  # Fail where a value has not the type
  if kind[-1] == '~': return v is None or shape(v, kind[:-1], path, deep)
  if simple(kind): return need(simple(kind)(v), path)
  if kind in ('ids', 'each', 'values', 'citation', 'tree', 'expr', 'limit'):
    rec = isinstance(v, dict)
    if kind in ('ids', 'each'): return v == ('all' if kind == 'ids' else kind) or shape(v, '[id]' if kind == 'ids' else '[+id]', path)
    if kind == 'values': return shape(v, '[str]' if isinstance(v, list) else 'expr', path)
    need(rec and deep < 49 and (kind != 'expr' or isinstance(v.get('op'), str)) and (kind != 'limit' or isinstance(v.get('kind'), str)), path)
    kind = ('own' if 'own' in v else 'sourced') if kind == 'citation' else '.' + v['op'] if kind == 'expr' else f"limit/{v['kind']}" if kind == 'limit' else 'branch' if 'in' in v or 'person' in v else 'leaf'
    need(kind in RECORDS, path)
    deep += kind == 'branch'
  if kind[0] in '[(' or kind == 'row':
    need(isinstance(v, list) and (len(v) == 2 if kind[0] != '[' else v or kind[1] != '+'), path)
    kinds = kind[1:-1].split(',') if kind[0] == '(' else ['[name]', f'int,1,{LIMIT}'] if kind == 'row' else [kind[1:-1].lstrip('+')] * len(v)
    for k, x in enumerate(v):
      if not (simple(kinds[k]) and simple(kinds[k])(x)): shape(x, kinds[k] if kinds[k] != 'name' else '[str]' if isinstance(x, list) else 'str', at(path, k), deep)
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
    return level if what == 'level' else self.rules.levels[level] if what == 'levelId' and level >= 0 else '' if level < 0 and what != 'class' else None
class Rules:  # a policy whose names and kinds fit; kinds: of each expression, what it gives and the texts it can be (None: any)
  def __init__(self, p, path='/policy'):
    self.p, self.kinds, self.levels, self.tracks = p, {}, [x['id'] for x in p['levels']], [x['id'] for x in p.get('tracks', [])]
    need(depth(p) <= 64, path); scale, A, ties = p['confidence']['scale'], p['attributes'], p['ties']
    distinct(scale, path + '/confidence/scale'); need(p['confidence']['gateFrom'] in scale, path + '/confidence/gateFrom')
    need(p.get('effectiveFrom', '') <= p.get('effectiveUntil', '9'), path + '/effectiveUntil')
    for key in ('levels', 'tracks', 'gates', 'routes', 'dimensions', 'criteria', 'limits'): distinct([x['id'] for x in p.get(key, [])], at(path, key), True)
    self.cited(p, path)
    for name, a in A.items(): self.attribute(name, a, at(path, 'attributes', name))
    for k, g in enumerate(p['gates']):
      here = at(path, 'gates', k); need(g['id'] != 'route' or 'routes' not in p, here + '/id')
      for key in ('when', 'rule'): key in g and self.read(g[key], at(here, key), 'truth')
    for k, r in enumerate(p.get('routes', [])):
      distinct([s['id'] for s in r['steps']], at(path, 'routes', k, 'steps'), True); self.read(r['when'], at(path, 'routes', k, 'when'), 'truth')
    for k, c in enumerate(p['criteria']):
      here = at(path, 'criteria', k); need(c['dimension'] in [d['id'] for d in p['dimensions']], here + '/dimension'); self.bounded(c['value'], here + '/value', 100)
    names, W = [c['id'] for c in p['criteria']], p['weights']
    for name in W: need(name in names, at(path, 'weights', name))
    self.total, self.weights = units(p.get('weightsTotal', 100), 10 ** 4), [units(W.get(name, 0), 10 ** 4) for name in names]
    need(len(W) == len(names) and self.total == sum(self.weights) > 0, path + '/weights')
    distinct([c['party'] for c in ties['commitments']], path + '/ties/commitments')
    for k, t in enumerate(ties['order']):
      a = A.get(t['attribute'], {'of': ''}); need(a['of'] == 'person' and a['type'] in ('number', 'date', 'ordered'), at(path, 'ties', 'order', k, 'attribute'))
    for k, x in enumerate(p.get('limits', [])):
      here = at(path, 'limits', k); need(x['id'] not in [g['id'] for g in p['gates']], here + '/id')
      if isinstance(x.get('units'), list): distinct(x['units'], here + '/units')
      if x['kind'] == 'unit':
        need('min' in x or 'max' in x, here); need(x.get('min', 0) <= x.get('max', CUT), here + '/max')
        if 'who' in x: self.read(x['who'], here + '/who', 'truth'); need(all(side == 'person' for side, *_ in reads(x['who'])), here + '/who')
      elif x['kind'] == 'budget': self.bounded(x['cost'], here + '/cost', 10 ** 6)
    need(p['objective'] != 'stable' or not ('limits' in p or {'lineOfCommand', 'sameUnit'} & set(p['relations'])), path + '/objective')
  def cited(self, v, path):  # every confidence is one of the scale
    for key, x in v.items() if isinstance(v, dict) else enumerate(v) if isinstance(v, list) else ():
      if isinstance(x, dict) and 'source' in x and 'confidence' in x: need(x['confidence'] in self.p['confidence']['scale'], at(path, key, 'confidence'))
      self.cited(x, at(path, key))
  def binds(self, c):  # [3]
    scale, least = self.p['confidence']['scale'], self.p['confidence']['gateFrom']
    return 'own' in c or 'confirmed' in c or scale.index(c['confidence']) >= scale.index(least)
  def attribute(self, name, a, path):  # [3]
    person, kind, values = a['of'] == 'person', a['type'], a.get('values', ['x'])
    need(ID.match(name) and name not in (('born', 'since', 'retires') if person else ('class', 'track')), path)
    need((kind != 'spells' or person) and (kind != 'ordered' or 'values' in a) and (kind == 'number' or not {'min', 'max'} & set(a)), path)
    need(a.get('min', -10 ** 9) <= a.get('max', 10 ** 9), path + '/max'); need('values' not in a or kind in ('ordered', 'text', 'set', 'spells'), path + '/values')
    distinct(values, path + '/values'); need('validMonths' not in a or person, path + '/validMonths'); need('combine' not in a or person and kind == 'number', path + '/combine')
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
        for part, kind in {'cases': [('when', 'truth'), ('then', 'number')], 'sum': [('of', 'number')], 'product': [('of', 'number')]}.get(op, ()):
          self.read(x[part], at(path, key, k, part), kind)
        if op in ('min', 'max', 'all', 'any'): self.read(x, at(path, key, k), 'number' if op[0] == 'm' else 'truth')
      if op == 'cases': sub('else', 'number')
    return {'day': 'date', 'date': 'date', 'shift': 'date', 'unit': 'text', **dict.fromkeys(('in', 'all', 'any', 'not', 'compare'), 'truth')}.get(op, 'number'), None
  def value(self, e, w):  # [3.1] in a world: (low, high) of a number in 1e-6, truth, text, day or list; None: unknown
    op, val = e['op'], lambda key: self.value(e[key], w)
    if op in ('const', 'day'): return e['value'] if isinstance(e['value'], (str, bool)) else (units(e['value']),) * 2
    if op in ('person', 'position'):
      v, a = w.attribute(op, e['attribute']), self.p['attributes'][e['attribute']]
      return v if a['type'] != 'number' else (v, v) if v is not None else (units(a['min']) if 'min' in a else -CUT, units(a['max']) if 'max' in a else CUT)
    if op in ('level', 'unit', 'levelId', 'track', 'class'):
      v = w.place(op, e['of']); return (10 ** 6, 99 * 10 ** 6) if op == 'class' and v is None else (v * 10 ** 6,) * 2 if op in ('level', 'class') else v
    if op == 'date': return w.day(e['of'])
    if op == 'compare': return self.compare(e, val('left'), val('right'))
    if op in ('all', 'any'):
      found = {self.value(x, w) for x in e['of']}; return op == 'any' if (op == 'any') in found else None if None in found else op == 'all'
    if op == 'not': v = val('of'); return None if v is None else not v
    if op == 'in':
      item, among = val('item'), e['set'] if isinstance(e['set'], list) else val('set'); return None if None in (item, among) else item in among
    if op in ('monthsIn', 'occurs'): return self.spells(e, w, op == 'monthsIn')
    if op == 'shift':
      day = val('of')
      day = day and (datetime.date(*add_months(day, e.get('months', 0), self.p['leapDay'])) + datetime.timedelta(e.get('days', 0))).isoformat()
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
        ends = sorted(cut(half_up(units(t['weight'], 10 ** 4) * x, 10 ** 4)) for x in self.value(t['of'], w)); total = tuple(cut(a + b) for a, b in zip(total, ends))
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
    first, last, today = ordinal(ends.get('from') or '0001-01-01'), ordinal(ends['to'] or '2199-12-31') if 'to' in e else ordinal(as_of), ordinal(as_of)
    if first > last: return (0, 0) if count else False
    among = e['values'] if isinstance(e['values'], list) else self.value(e['values'], w); among = [among] if isinstance(among, str) else among
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
REFS = {'unit': 'units', 'parent': 'units', 'superior': 'positions', 'seat': 'positions', 'wishes': 'positions', 'position': 'positions', 'source': 'sources', 'person': 'people', 'a': 'people', 'b': 'people'}
SORTED = {'sources': 'id', 'units': 'id', 'positions': 'id', 'people': 'id', 'relations': 'a b kind degree source date', 'pins': 'person position', 'waivers': 'person position rule',
  'actors': 'id', 'reveals': 'party', 'interests': 'person kind degree', 'evidence': 'attribute day source said all', 'spells': 'attribute from day source all', 'checked': 'attribute day source all', 'requires': 'all'}
class RoundCheck:
  def __init__(self, r, rules, path='/round'):
    self.r, self.A, p, as_of = r, rules.p['attributes'], rules.p, r['asOf']; need(depth(r) <= 64, path)
    need(r.get('horizon', as_of) >= as_of, path + '/horizon'); need(r.get('opened', as_of) <= as_of, path + '/opened')
    self.ids = {key: {x['id']: x for x in r[key]} for key in ('sources', 'units', 'positions', 'people', 'actors')}
    for key in ('sources', 'units', 'positions', 'people', 'relations', 'pins', 'waivers', 'actors', 'reveals'):
      if key in self.ids:
        low = [x['id'].lower() for x in r[key]]; self.order(key, r[key], at(path, key))
        if len(set(low)) < len(low): distinct([x['id'] for x in r[key]], at(path, key), True)
      for k, x in enumerate(r[key]): self.row(x, at(path, key, k), rules, key)
      self.order(key, r[key], at(path, key))
    for key in ('positions', 'people'):
      if r['scope'][key] != 'all':
        for k, x in enumerate(r['scope'][key]): need(x in self.ids[key], at(path, 'scope', key, k)); need(k == 0 or r['scope'][key][k - 1] < x, at(path, 'scope', key, k))
    for key, up in (('units', 'parent'), ('positions', 'superior')):
      for k, x in enumerate(r[key]):
        seen = set()
        while up in x: need(x['id'] not in seen, at(path, key, k, up)); seen.add(x['id']); x = self.ids[key][x[up]]
    held, chains = {}, any(x['kind'] == 'chain' and rules.binds(x['citation']) for x in p.get('limits', []))
    for x in r['people']: held[x.get('seat')] = held.get(x.get('seat'), 0) + 1
    for k, q in enumerate(r['positions']):
      seats, wanted, day = q.get('seats', 1), r['scope']['positions'], r.get('horizon', as_of); need(held.get(q['id'], 0) <= seats, at(path, 'positions', k))
      need(not chains or seats == 1 or not q.get('opens', '') <= day < q.get('closes', '9') or wanted != 'all' and q['id'] not in wanted, at(path, 'positions', k, 'seats'))
    stated, pinned = {(x['a'], x['b'], x['degree']) for x in r['relations']}, {}
    for k, x in enumerate(r['relations']): need(x['a'] != x['b'] and (p['relations']['declaration'] == 'either' or (x['b'], x['a'], x['degree']) in stated), at(path, 'relations', k))
    for k, x in enumerate(r['pins']):
      pinned[x['position']] = n = pinned.get(x['position'], 0) + 1; need(n <= self.ids['positions'][x['position']].get('seats', 1), at(path, 'pins', k))
      need(k == 0 or r['pins'][k - 1]['person'] != x['person'], at(path, 'pins', k))
    for k, x in enumerate(p.get('limits', [])):
      for n, u in enumerate(x.get('units', [])) if x.get('units') != 'each' else (): need(u in self.ids['units'], at('/policy/limits', k, 'units', n))
  def day(self, x): return x['date'] if 'date' in x else self.ids['sources'].get(x['source'], {'date': ''})['date']
  def order(self, key, rows, path):  # rows in their order, none twice but where the page lets them be equal
    def part(x, name):
      v = self.day(x) if name == 'day' else canonical(x.get('value', x.get('unmapped'))) if name == 'said' else canonical(x) if name == 'all' else x.get(name)
      return v is not None, v
    keys = [[part(x, name) for name in SORTED[key].split()] for x in rows]; twice = key in ('relations', 'evidence', 'spells', 'checked')
    for k in range(1, len(keys)): need(keys[k - 1] < keys[k] or twice and keys[k - 1] == keys[k], at(path, k))
  def row(self, x, path, rules, table):  # names that exist, days in their order, values of their types
    for key in x:
      for k, name in enumerate(x[key] if isinstance(x[key], list) else [x[key]]) if key in REFS else ():
        need(name in self.ids[REFS[key]], at(path, key, k) if isinstance(x[key], list) else at(path, key))
    if table == 'positions':
      need(x['level'] in rules.levels, path + '/level'); need('track' not in x or x['track'] in rules.tracks, path + '/track'); need(x.get('opens', '') <= x.get('closes', '9'), path + '/closes')
      for name, v in x.get('attributes', {}).items(): need(self.A.get(name, {'of': ''})['of'] == 'position', at(path, 'attributes', name)); self.value(v, self.A[name], at(path, 'attributes', name))
      self.demands(x.get('requires', []), path + '/requires')
    elif table == 'people':
      need(x.get('born', '') <= x.get('since', '9'), path + '/since'); need(max(x.get('born', ''), x.get('since', '')) <= x.get('retires', '9'), path + '/retires'); distinct(x.get('wishes', []), path + '/wishes')
    elif table == 'waivers': need(any(g['id'] == x['rule'] and 'waivable' in g for g in rules.p['gates']), path + '/rule'); need(x['on'] <= self.r['asOf'], path + '/on')
    elif table in ('evidence', 'spells', 'checked'):
      a = self.A.get(x['attribute'], {'of': '', 'type': ''}); need(a['of'] == 'person' if table == 'evidence' else a['type'] == 'spells', path); need('by' not in x or x['by'] in self.ids['actors'], path + '/by')
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
    else: need(is_decimal(v, 6, low, high) if kind == 'number' else isinstance(v, bool) if kind == 'boolean' else
      isinstance(v, str) and (is_day(v) if kind == 'date' else is_text(v) and v in a.get('values', [v])), path)
  def demands(self, rows, path):  # [2] what a position requires can be met together
    left = {}
    for k, d in enumerate(rows):
      a, v, here, sign = self.A.get(d['attribute'], {'of': ''}), d['value'], at(path, k), d['is']; kind = a.get('type')
      need(a['of'] == 'person' and kind not in ('set', 'spells'), here + '/attribute'); self.value(v, a, here + '/value')
      if kind in ('text', 'boolean'): need(sign == '=' and left.setdefault(d['attribute'], v) == v, here); continue
      v, low, high = (units(v), units(a.get('min', -10 ** 9)), units(a.get('max', 10 ** 9))) if kind == 'number' else (ordinal(v), 693596, 803168) if kind == 'date' else (a['values'].index(v), 0, len(a['values']) - 1)
      low, high = left.get(d['attribute'], (low, high)); low, high = max(low, v + (sign == '>')) if sign[0] != '<' else low, min(high, v - (sign == '<')) if sign[0] != '>' else high
      left[d['attribute']] = low, high; need(low <= high, here)
    self.order('requires', rows, path)
# ---- [3.2, 3.3] what is known
class Gate:  # a rule, criterion or route: what it reads of each side, what it gave
  def __init__(self, name, rule, when=None, binds=True, only=False):
    self.id, self.rule, self.when, self.binds, self.only, self.seen, self.sides = name, rule, when, binds, only, {}, ({}, {})
    self.reads = [[x for x in reads([rule, when]) if x[0] == side] for side in ('person', 'position')]
class Facts:  # a round read by a policy; people and positions by number, in the order of their ids
  def __init__(self, r, rules):
    self.r, self.rules, self.p, self.people, self.posts, self.data, self.close = r, rules, rules.p, r['people'], r['positions'], {}, {}; p = rules.p
    self.pi, self.qi = ({x['id']: k for k, x in enumerate(t)} for t in (self.people, self.posts)); self.n, self.m = len(self.people), len(self.posts)
    self.seat, self.level = [self.qi.get(x.get('seat'), -1) for x in self.people], [rules.levels.index(q['level']) for q in self.posts]
    self.seats, self.superior = [q.get('seats', 1) for q in self.posts], [self.qi.get(q.get('superior'), -1) for q in self.posts]
    self.dates, horizon, scope = {s['id']: s['date'] for s in r['sources']}, r.get('horizon', r['asOf']), {key: v if v == 'all' else set(v) for key, v in r['scope'].items()}
    self.open, self.leaving = [q.get('opens', '') <= horizon < q.get('closes', '9') for q in self.posts], [x.get('retires', '9') <= horizon for x in self.people]
    self.may_move, self.may_take = ([scope[key] == 'all' or x['id'] in scope[key] for x in t] for key, t in (('people', self.people), ('positions', self.posts)))
    self.pin, self.waived = {self.pi[x['person']]: self.qi[x['position']] for x in r['pins']}, {(self.pi[x['person']], self.qi[x['position']], x['rule']) for x in r['waivers']}
    self.actors, self.unit = {a['id']: a for a in r['actors']}, [q['unit'] for q in self.posts]; self.under = [set() for _ in self.posts]
    for k in range(self.m):
      up = self.superior[k]
      while up >= 0: self.under[up].add(k); up = self.superior[up]
    self.items = [{} for _ in self.people]
    for of, x in zip(self.items, self.people):
      for item in x['evidence']: of.setdefault(item['attribute'], []).append(item)
    self.gates = [Gate(g['id'], g['rule'], g.get('when'), rules.binds(g['citation']), g.get('onlyForMoves', False)) for g in p['gates']]
    self.routes, made = [Gate(x['id'], x['when']) for x in p.get('routes', [])], {}
    if self.routes:
      nots = [{'op': 'not', 'of': x['when']} for x in p['routes']]
      self.gates.append(Gate('route', {'op': 'any', 'of': [{'op': 'all', 'of': [x['when']] + nots[:k]} for k, x in enumerate(p['routes']) if not x.get('outside')]}, None, True, True))
    for q in self.posts:
      for k, d in enumerate(q.get('requires', [])):
        right = {'op': 'day' if p['attributes'][d['attribute']]['type'] == 'date' else 'const', 'value': d['value']}
        rule = {'op': 'compare', 'left': {'op': 'person', 'attribute': d['attribute']}, 'is': d['is'], 'right': right}; key = k, canonical(rule)
        if key not in made: rules.read(rule, ''); made[key] = Gate(f'requires/{k}', rule)
    self.demands = [[made[k, canonical({'op': 'compare', 'left': {'op': 'person', 'attribute': d['attribute']}, 'is': d['is'], 'right': {'op': 'day' if p['attributes'][d['attribute']]['type'] == 'date' else 'const',
      'value': d['value']}})] for k, d in enumerate(q.get('requires', []))] for q in self.posts]
    self.worth, self.counts = [Gate(c['id'], c['value']) for c in p['criteria']], {x['id']: Gate('', x.get('who', x.get('cost', {'op': 'const', 'value': True}))) for x in p.get('limits', [])}
    self.costs = [units(p['costs'][key]['points'], 10 ** 4) for key in ('vacantSeat', 'lateralMove')]
    self.asked, self.waivers = self.gates + list(made.values()), {}
    for i, j, rule in self.waived: self.waivers.setdefault((i, rule), []).append(j)
    for gate in self.asked:  # positions that look alike to a gate, as bits
      groups, gate.bits = {}, {}
      for j in range(self.m):
        if gate in self.gates or gate in self.demands[j]: group = groups.setdefault(self.side(gate, 1, j), [j, 0]); group[1] |= 1 << j
      gate.groups = list(groups.values())
  def day(self, x): return x['date'] if 'date' in x else self.dates[x['source']]
  def later(self, day, months): return '%04d-%02d-%02d' % add_months(day, months, self.p['leapDay'])
  def silence(self, a): return 'silent' if 'statement' not in a else 'late' if a['statement']['on'] > self.r.get('opened', self.r['asOf']) else None
  def kin(self, a, rule):  # [3.2] ids of whom an actor is related to, himself included
    if a['id'] not in self.close:
      me, R = a.get('person'), self.r['relations']
      of = [(x['person'], x) for x in a.get('interests', [])] + [(x['b'] if x['a'] == me else x['a'], x) for x in R if me in (x['a'], x['b'])]
      self.close[a['id']] = ({me} | {who for who, x in of if x.get('degree', 99) <= rule['maxDegree'] or x['kind'] in rule.get('kinds', [])}) - {None}
    return self.close[a['id']]
  def bias(self, item, i):  # [3.2] why a judgement does not count, or None
    rule = self.p['relations'].get('recusal')
    if rule is None or 'by' not in item: return None
    return self.silence(self.actors[item['by']]) or ('related' if self.people[i]['id'] in self.kin(self.actors[item['by']], rule) else None)
  def datum(self, i, name):  # [3.2] (value, None) or (None, cause)
    if (i, name) not in self.data: self.data[i, name] = self.evidence(i, self.items[i].get(name, []), self.p['attributes'][name])
    return self.data[i, name]
  def evidence(self, i, items, a):
    as_of, left, lost, found, causes, mean = self.r['asOf'], {}, set(), [], set(), a.get('combine') == 'mean'
    for x in items:
      day = self.day(x)
      if self.bias(x, i): lost.add('recused')
      elif day > as_of: lost.add('future')
      elif x.get('expires', '9') < as_of or 'validMonths' in a and self.later(day, a['validMonths']) < as_of: lost.add('expired')
      else: left.setdefault(mean and x.get('by'), []).append((day, x))
    if not left: return None, next((c for c in ('recused', 'expired', 'future') if c in lost), 'missing')
    for said in left.values():
      said = [x for day, x in said if day == max(said)[0]] if len(said) == 1 else [x for day, x in said if day == max(d for d, _ in said)]
      if len({canonical([x.get('value'), x.get('unmapped')]) for x in said}) > 1: causes.add('conflict')
      elif 'unmapped' in said[0]: causes.add('unmapped')
      else: found.append(units(said[0]['value']) if a['type'] == 'number' else said[0]['value'])
    return (None, min(causes)) if causes else (half_up(sum(found), len(found)) if mean else found[0], None)
  def spells(self, i, name):  # [3.2.1] spells that count, each with its day; the day vouched for; the day of the round
    as_of, months = self.r['asOf'], self.p['attributes'][name].get('validMonths', 0)
    days = [min(as_of, self.later(self.day(x), months)) for x in self.people[i].get('checked', []) if x['attribute'] == name and self.day(x) <= as_of]
    of = [(s, ordinal(self.day(s))) for s in self.people[i].get('spells', []) if s['attribute'] == name and self.day(s) <= as_of >= s.get('from', '')]
    return of, ordinal(max(days)) if days else None, as_of
  def side(self, gate, side, k):  # what a gate reads of a person (0) or a position (1): equal keys, equal answers
    if k not in gate.sides[side]: w = Pair(self, k, k); gate.sides[side][k] = tuple(w.look(x) for x in gate.reads[side])
    return gate.sides[side][k]
  def ask(self, gate, i, j):  # [3.1] truth of a gate or value of a criterion
    key = self.side(gate, 0, i), self.side(gate, 1, j)
    if key not in gate.seen:
      w = Pair(self, i, j); when = gate.when is None or self.rules.value(gate.when, w)
      v = True if when is False else self.rules.value(gate.rule, w); gate.seen[key] = v if when or v is True else None
    return gate.seen[key]
  def outcome(self, gate, i, j): return (i, j, gate.id) in self.waived or self.ask(gate, i, j)
  def of(self, j): return self.gates + self.demands[j]
  def masks(self, i):  # [4] positions, as bits, where a binding gate fails for a person, and where one is unknown
    fails = unknown = 0
    for gate in self.asked:
      key = self.side(gate, 0, i)
      if gate.binds and key not in gate.bits:
        truths = [(self.ask(gate, i, j), bits) for j, bits in gate.groups]
        gate.bits[key] = sum(b for t, b in truths if t is False), sum(b for t, b in truths if t is None)
      bad, vague = gate.bits[key] if gate.binds else (0, 0); free = sum(1 << j for j in self.waivers.get((i, gate.id), ()))
      fails |= bad & ~free; unknown |= vague & ~free
    return fails, unknown
  def fit(self, i, j):  # [3.3] (low, high, parts)
    parts = [tuple(half_up(v * w, 100 * self.rules.total) for v in self.ask(gate, i, j)) for gate, w in zip(self.worth, self.rules.weights)]
    return sum(x[0] for x in parts), sum(x[1] for x in parts), parts
  def related(self, kind):  # [4] (a, b, place in relations), both ways
    rule = self.p['relations'].get(kind); of = [(self.pi[x['a']], self.pi[x['b']], k) for k, x in enumerate(self.r['relations']) if rule and x['degree'] <= rule['maxDegree']]
    return of + [(b, a, k) for a, b, k in of]
class Pair:  # the world of a person and a position
  def __init__(self, f, i, j): self.f, self.i, self.j = f, i, j
  def attribute(self, of, name):
    if of == 'person': return self.f.datum(self.i, name)[0]
    v = self.f.posts[self.j].get('attributes', {}).get(name); return units(v) if v is not None and self.f.p['attributes'][name]['type'] == 'number' else v
  def day(self, of):
    r = self.f.r; return {'asOf': r['asOf'], 'horizon': r.get('horizon', r['asOf']), 'yearStart': r['asOf'][:4] + '-01-01'}.get(of) or self.f.people[self.i].get(of)
  def place(self, what, of):
    j = self.j if of == 'position' else self.f.seat[self.i]
    return {'level': -1, 'class': None}.get(what, '') if j < 0 else self.f.level[j] if what == 'level' else self.f.posts[j].get('level' if what == 'levelId' else what)
  def spells(self, name): return self.f.spells(self.i, name)
  def look(self, x):
    side, what, name = x; v = self.attribute(side, name) if what == 'attribute' else self.day(name) if what == 'day' else str(self.spells(name)) if what == 'spells' else self.place(name, side)
    return tuple(v) if isinstance(v, list) else v
# ---- [4] the market
class Market:  # amend [5.5]: what is in force (required, forbidden, closed) and the announced pairs
  def __init__(self, f, conditional, amend=None):
    self.f, self.conditional, p, self.low, self.rows, self.amend = f, conditional, f.p, {}, {}, amend; need_, forbidden, closed, kept = amend or ({}, set(), set(), set())
    self.pin, self.closed = {**{i: j for i, j in f.pin.items() if (i, j) not in forbidden and (j not in closed or f.seat[i] == j)}, **need_}, closed
    takes, above = sum(1 << j for j in range(f.m) if f.open[j] and f.may_take[j]), [sum(1 << j for j in range(f.m) if f.level[j] >= k) for k in range(len(f.rules.levels))]
    self.pairs, self.stay = [], [-1] * f.n
    for i, seat in enumerate(f.seat):
      (fails, unknown), bits = f.masks(i) if not f.leaving[i] and f.may_move[i] else (-1, 0), 0
      bits = takes & ~fails & ~(0 if conditional else unknown)
      if seat >= 0:
        if f.open[seat] and 'acceptsLower' not in f.people[i]: bits &= above[f.level[seat]]
        bits = bits & ~(1 << seat) | (f.open[seat] and not f.leaving[i]) << seat
      if i in self.pin: bits &= 1 << self.pin[i]
      need(i not in need_ or bits, i, 'E_PIN_INELIGIBLE')
      for j in closed | {k for n, k in forbidden if n == i} if amend else (): bits &= ~((j != seat or (i, j) in forbidden) << j)
      js = [j for j, bit in enumerate(reversed(bin(bits))) if bit == '1'] if bits else []; self.pairs.append(js)
      if seat in js: self.stay[i] = seat
    self.owed = [seat >= 0 and not gone for seat, gone in zip(f.seat, f.leaving)]; stays = [0] * (f.m + 1)
    self.row_min = [int(i in self.pin or not f.may_move[i] and self.stay[i] >= 0 or p['displacement'] == 'forbid' and self.owed[i]) for i in range(f.n)]
    for j in self.stay: stays[j] += 1
    self.col_max, self.col_min = list(f.seats), [(f.seats[j] if f.may_take[j] else stays[j]) if f.open[j] and 'mustFill' in q else 0 for j, q in enumerate(f.posts)]
    is_open, total = {f.level[j] for j in range(f.m) if f.open[j]}, p['objective'] == 'total'
    key = [bool(q.get('critical')) for q in f.posts]; critical = {f.level[j] for j in range(f.m) if f.open[j] and key[j]}
    self.stages = [('owed', lambda i, j: int(self.owed[i]))]; back = {i for i, _ in forbidden}
    if forbidden: self.stages.append(('returned', lambda i, j: int(i in back and self.stay[i] == j)))
    if amend: self.stages.append(('kept', lambda i, j: int((i, j) in kept)))
    for level in sorted(is_open, reverse=True) if not total else [None]:
      name, at_ = '' if total else ':' + f.rules.levels[level], lambda j, level=level: level in (None, f.level[j])
      if level in critical or total and critical: self.stages.append(('critical' + name, lambda i, j, at_=at_: int(key[j] and at_(j))))
      self.stages.append(('merit' + name, lambda i, j, at_=at_: self.merit(i, j) if at_(j) else 0))
    self.stages.append(('moves', lambda i, j: -int(f.seat[i] != j)))
  def merit(self, i, j):  # [4]
    if (i, j) not in self.low:
      f, seat = self.f, self.f.seat[i]; self.low[i, j] = f.fit(i, j)[0] + f.costs[0] - f.costs[1] * (seat >= 0 and seat != j and f.open[seat] and f.level[seat] == f.level[j])
    return self.low[i, j]
  def row(self, name):  # [4.1] (terms, b) of a side row by its name; None where there is none
    key = canonical(name)
    if key not in self.rows:
      kind, rest = (name[0], name[1:]) if name and isinstance(name[0], str) else ('', []); flat = all(isinstance(x, str) for x in name)
      self.rows[key] = self.kin_row(kind, *rest) if kind in ('line', 'unit') and flat and len(rest) in (3, 4) else self.limit(*rest) if kind == 'limit' and rest else None
    return self.rows[key]
  def kin_row(self, kind, a, b, place, *last):
    f, line = self.f, kind == 'line'; i, k = f.pi.get(a, -1), f.pi.get(b, -1)
    if min(i, k) < 0 or not any((i, k) == x[:2] for x in f.related('lineOfCommand' if line else 'sameUnit')): return None
    if line:
      j = f.qi.get(place, -1); terms = {(k, q): 1 for q in self.pairs[k] if j >= 0 and q in f.under[j] and not (self.stay[i] == j and self.stay[k] == q)}
      return ({**terms, (i, j): 1}, 1) if terms and j in self.pairs[i] and not last else None
    terms = [{(x, j): 1 for j in self.pairs[x] if f.unit[j] == place} for x in (i, k)]; both = all((x, self.stay[x]) in of for x, of in zip((i, k), terms))
    if i >= k or not all(terms) or both != bool(last) or last and last[0] not in (a, b): return None
    terms = {**terms[0], **terms[1]}
    if last: del terms[f.pi[last[0]], self.stay[f.pi[last[0]]]]
    return terms, 1
  def sits(self, i): seat = self.f.seat[i]; return seat if self.owed[i] and self.f.open[seat] and (self.stay[i] >= 0 or i in self.pin) else -1  # [4.1]
  def who(self, x, i, side): truth = self.f.ask(self.f.counts[x['id']], i, 0); return truth is True if side == 'min' else truth is not False
  def limit(self, name, *more):  # [4.1]
    f, x = self.f, next((x for x in self.f.p.get('limits', []) if x['id'] == name and self.f.rules.binds(x['citation'])), None)
    if x is None or x['kind'] != 'chain' and list(more) not in [n[2:] for _, y, n in self.limit_names() if y is x]: return None
    pairs = ((i, j) for i, js in enumerate(self.pairs) for j in js); kind = x['kind']
    if kind in ('moves', 'budget'):
      return {(i, j): 1 if kind == 'moves' else -(-f.ask(f.counts[name], i, j)[1] // 10 ** 6) for i, j in pairs if self.stay[i] != j}, x['max']
    if kind == 'chain':
      js, holder = [f.qi.get(q) for q in more[0]] if len(more) == 1 and isinstance(more[0], list) else [], {self.sits(i): i for i in range(f.n)}
      if len(js) != x['max'] or len(set(js)) < len(js) or any(j not in holder or f.seats[j] > 1 for j in js): return None
      terms = {(i, j): 1 for i, j in pairs if j == js[0] and i != holder[j] or i == holder[js[-1]] and j != js[-1]}
      return {**terms, **{(holder[a], b): 1 for a, b in zip(js, js[1:]) if b in self.pairs[holder[a]]}}, x['max']
    if kind == 'donor':
      home = {i for i in range(f.n) if self.sits(i) >= 0 and f.unit[self.sits(i)] == more[0]}
      return {(i, j): -1 for i, j in pairs if i in home and f.unit[j] == more[0]}, -max(0, len(home) - x['maxLeaving'])
    unit, side = more; terms = [(i, j) for i, j in pairs if f.unit[j] == unit and self.who(x, i, side)]; today = sum(self.stay[i] == j for i, j in terms)
    return (dict.fromkeys(terms, -1), -min(x['min'], today)) if side == 'min' else (dict.fromkeys(terms, 1), max(x['max'], today))
  def limit_names(self):  # (place in limits, limit, name of its row) of all that bind; those on chains without rows
    for k, x in enumerate(self.f.p.get('limits', [])):
      if self.f.rules.binds(x['citation']):
        for u in [u['id'] for u in self.f.r['units']] if x.get('units') == 'each' else x.get('units', [None]):
          for side in [s for s in ('max', 'min') if s in x] if x['kind'] == 'unit' else [None]: yield k, x, ['limit', x['id']] + [y for y in (u, side) if y]
# ---- [5] a plan
class Plan:
  def __init__(self, market, plan, path): self.m, self.f, self.p, self.path, self.to, self.sound, self.face, self.none = market, market.f, plan, path, None, False, None, plan['status'] == 'infeasible'
  def seated(self):  # seats that the market could hold but for its gates
    f, to, path, load = self.f, {}, self.path + '/seats', [0] * self.f.m
    for k, (who, where) in enumerate(self.p['seats']):
      need(who in f.pi, at(path, k, 0), 'E_PLAN'); need(where in f.qi, at(path, k, 1), 'E_PLAN'); need(f.pi[who] not in to, at(path, k), 'E_PLAN'); to[f.pi[who]] = f.qi[where]
    order = list(to)
    for k in range(1, len(order)): need(order[k - 1] < order[k], at(path, k), 'E_PLAN')
    self.to, self.load, self.movers = to, load, [i for i in range(f.n) if not f.leaving[i] and to.get(i, -1) != f.seat[i]]
    for k, (i, j) in enumerate(to.items()):
      seat = f.seat[i]; load[j] += 1
      ok = f.open[j] and not f.leaving[i] and self.m.pin.get(i, j) == j and (seat == j or j not in self.m.closed and f.may_move[i] and f.may_take[j] and (seat < 0 or not f.open[seat] or f.level[j] >= f.level[seat] or 'acceptsLower' in f.people[i]))
      need(ok and load[j] <= f.seats[j], at(path, k), 'E_PLAN')
  def feasibility(self):  # [4, 4.1, 5]
    f, m, p, path = self.f, self.m, self.p, self.path
    if self.none:
      need(not any(p[key] for key in ('seats', 'objectives', 'moves', 'chains', 'vacant', 'tied')), path, 'E_DERIVED'); need(not p['tiesProven'], path + '/tiesProven', 'E_DERIVED'); return 'not-checked'
    self.seated(); to = self.to; stays = {i for i, j in to.items() if f.seat[i] == j}
    need(all(i in to or not least for i, least in enumerate(m.row_min)) and all(a >= b for a, b in zip(self.load, m.col_min)), path + '/seats', 'E_PLAN')
    bad = [k for kind, clash in (('lineOfCommand', lambda a, b: b in f.under[a]), ('sameUnit', lambda a, b: f.unit[a] == f.unit[b])) for a, b, k in f.related(kind)
      if a in to and b in to and clash(to[a], to[b]) and not {a, b} <= stays]
    need(not bad, at('/round/relations', min(bad, default=0)), 'E_ROW'); chains = self.chains()
    for k, x, name in m.limit_names():
      terms, b = m.row(name) if x['kind'] != 'chain' else ({}, 0)
      need(all(sum(i in to for i in line) <= x['max'] for _, line in chains) if x['kind'] == 'chain' else sum(terms.get(pair, 0) for pair in to.items()) <= b, at('/policy/limits', k), 'E_PLAN_LIMIT')
    self.sound = True; core = ('person', 'from', 'to', 'kind', 'pattern', 'hiddenDemotion')
    self.same([{key: x[key] for key in core} for x in p['moves']], [dict(zip(core, self.move(i))) for i in self.movers], 'moves')
    self.same(p['chains'], [self.timed(*c) for c in chains], 'chains'); self.same(p['vacant'], self.vacancies(), 'vacant'); tied = [f.pi.get(x, -1) for x in p['tied']]
    for k in range(1, len(tied)): need(tied[k - 1] < tied[k], at(path, 'tied', k), 'E_DERIVED')
    return 'holds'
  def same(self, said, found, name):
    for k, (a, b) in enumerate(zip(said, found)): need(a == b, at(self.path, name, k), 'E_DERIVED')
    need(len(said) == len(found), at(self.path, name), 'E_DERIVED')
  def route(self, i):  # [5] (id or None, days or None where it is not known)
    j = self.to.get(i, -1)
    if j < 0: return None, 0
    for gate, x in zip(self.f.routes, self.f.p.get('routes', [])):
      truth = self.f.ask(gate, i, j)
      if truth is not False: return (x['id'], sum(s['days'] for s in x['steps'])) if truth else (None, None)
    return None, None
  def move(self, i):  # [5]
    f, a, b = self.f, self.f.seat[i], self.to.get(i, -1); name = lambda j: f.posts[j]['id'] if j >= 0 else None
    kind = 'entry' if a < 0 else 'release' if b < 0 else ('demotion', 'lateral', 'promotion')[(f.level[b] > f.level[a]) - (f.level[b] < f.level[a]) + 1]
    tracks = [f.posts[j].get('track') for j in (a, b)] if kind == 'promotion' else [None]
    pattern = 'horizontal' if kind == 'lateral' else None if None in tracks else 'vertical' if tracks[0] == tracks[1] else 'diagonal'
    return f.people[i]['id'], name(a), name(b), kind, pattern, kind == 'lateral' and f.posts[b].get('class', 100) < f.posts[a].get('class', 0)
  def chains(self):  # [5] (kind, people by number)
    arrive, leave, after, first, found = {}, {}, {}, set(), []
    for i in self.movers: arrive.setdefault(self.to.get(i, -1), []).append(i); leave.setdefault(self.f.seat[i], []).append(i)
    for j, who in arrive.items():
      for k, i in enumerate(who):
        if j >= 0 and k < len(leave.get(j, ())): after[leave[j][k]] = i
        else: first.add(i)
    left = set(self.movers)
    for i in sorted(first) + self.movers:
      line = []
      while i in left: left.remove(i); line.append(i); i = after.get(i, -1)
      if line: found.append(('chain' if line[0] in first else 'loop', line))
    return sorted(found, key=lambda c: c[1][0])
  def timed(self, kind, line):  # [5]
    routes, ready, most = [self.route(i) for i in line], [], 0
    for _, days in routes: most = None if None in (days, most) else max(most, days); ready.append(most)
    ready = None if 'routes' not in self.f.p else [most] * len(line) if kind == 'loop' else ready
    return {'kind': kind, 'people': [self.f.people[i]['id'] for i in line], 'ready': ready, 'crosses': len({r for r, _ in routes} - {None}) > 1}
  def vacancies(self):  # [5]
    f, m, into, found = self.f, self.m, {}, []
    for i, js in enumerate(m.pairs):
      for j in js: into.setdefault(j, []).append(i)
    for j in range(f.m):
      if not f.open[j] or self.load[j] >= f.seats[j]: continue
      eligible, posts, people, todo, short = sum(m.stay[i] != j for i in into.get(j, ())), {j}, set(), [j], None
      while todo:
        for i in into.get(todo.pop(), ()):
          if i not in people:
            people.add(i); k = self.to.get(i, -1)
            if k not in posts: posts.add(k); todo.append(k) if k >= 0 else todo.clear()
      cause = 'left-empty' if j in m.closed else 'out-of-scope' if not f.may_take[j] else 'no-eligible' if not eligible else 'not-worth-it' if -1 in posts else 'shortage'
      if cause == 'shortage': short = {'positions': len(posts), 'seats': sum(f.seats[k] for k in posts), 'people': len(people)}
      found.append({'position': f.posts[j]['id'], 'seats': f.seats[j] - self.load[j], 'eligible': eligible, 'cause': cause, 'short': short})
    return found
  def stated(self):  # moves as stated, of those who move
    for k, x in enumerate(self.p['moves']):
      i = self.f.pi.get(x['person'], -1)
      if i in self.movers: yield at(self.path, 'moves', k), x, i, self.to.get(i, -1)
  def eligibility(self):  # [4, 5]
    f, m = self.f, self.m
    if self.none or self.to is None: return 'not-checked'
    for k, (i, j) in enumerate(self.to.items()):
      ok = f.seat[i] == j or all(not g.binds or f.outcome(g, i, j) is True or m.conditional and f.outcome(g, i, j) is None for g in f.of(j)); need(ok, at(self.path, 'seats', k), 'E_ELIGIBILITY')
    for here, x, i, j in self.stated():
      found = {'route': self.route(i)[0], 'conditions': [], 'waived': [], 'flags': []}
      for g in f.of(j) if j >= 0 else ():
        truth = f.outcome(g, i, j)
        if g.binds and truth is None: found['conditions'].append({'rule': g.id, 'missing': self.missing(g, i, j)})
        if not g.binds and truth is not True: found['flags'].append(g.id)
        if (i, j, g.id) in f.waived and f.ask(g, i, j) is not True: found['waived'].append(g.id)
      for key in found: need(x[key] == found[key], at(here, key), 'E_ELIGIBILITY')
    return 'holds'
  def missing(self, gate, i, j):  # [5] what a gate reads and is unknown
    f, found, w, days = self.f, [], Pair(self.f, i, j), ('born', 'since', 'retires')
    for side, what, name in gate.reads[0] + gate.reads[1]:
      cause = f.datum(i, name)[1] if (side, what) == ('person', 'attribute') else self.spell_cause(i, name) if what == 'spells' else \
        'missing' if (what == 'day' or side == 'position') and w.look((side, what, name)) is None else None
      if cause: found.append(((side == 'position', what in ('day', 'place'), days.index(name) if what == 'day' else 0, name), {'about': side, 'attribute': name, 'cause': cause}))
    return [x for _, x in sorted(found, key=lambda y: y[0])]
  def spell_cause(self, i, name):  # [5]
    spells, vouched, as_of = self.f.spells(i, name)
    if any('unmapped' in s for s, _ in spells): return 'unmapped'
    if not vouched or vouched < ordinal(as_of): return 'unchecked' if spells else 'missing'
    return 'undated' if any('from' not in s and 'months' not in s for s, _ in spells) else None
  def scores(self):  # [3.3, 4]
    f = self.f
    if self.none or self.to is None: return 'not-checked'
    for here, x, i, j in self.stated():
      low, high, parts = f.fit(i, j) if j >= 0 else (0, 0, [])
      fit = {'low': low, 'high': high, 'parts': [{'criterion': g.id, 'low': a, 'high': b} for g, (a, b) in zip(f.worth, parts)]} if j >= 0 else None
      need(x['fit'] == fit, here + '/fit', 'E_SCORE'); need(x['provisional'] == (low != high), here + '/provisional', 'E_SCORE')
    found, said = [{'stage': name, 'value': v} for (name, _), v in zip(self.m.stages, self.values())], self.p['objectives']
    for k in range(max(len(found), len(said))): need(said[k:k + 1] == found[k:k + 1], at(self.path, 'objectives', k), 'E_SCORE')
    return 'holds'
  def values(self): return [sum(weight(i, j) for i, j in self.to.items()) for _, weight in self.m.stages]
  def optimality(self):  # [5.1]
    p, m, path, stable = self.p, self.m, self.path, self.f.p['objective'] == 'stable' and not self.m.amend; proof, gap, here = p['certificate'], p['gap'], path + '/certificate/stages'
    if self.none:
      need(gap is None, path + '/gap', 'E_CERT_SHAPE'); need(not stable or p['shortage'] is None, path + '/shortage', 'E_CERT_SHAPE')
      if proof is None or p['shortage'] is not None or stable: need(proof is None, path + '/certificate', 'E_CERT_SHAPE'); return 'holds' if p['shortage'] and self.shortage(p['shortage']) else 'unproven'
      need([(s['stage'], s['value']) for s in proof['stages']] == [('rows', -1)], path + '/certificate', 'E_CERT_SHAPE'); return Proof(m, here).nothing(proof['stages'][0])
    need(proof is not None, path + '/certificate', 'E_CERT_SHAPE'); need(p['shortage'] is None, path + '/shortage', 'E_CERT_SHAPE')
    need((gap is not None) == (p['status'] == 'feasible'), path + '/gap', 'E_CERT_SHAPE')
    if not self.sound or any(j not in m.pairs[i] for i, j in self.to.items()): return 'not-checked'
    if stable: need(not proof['stages'] and p['status'] == 'optimal', path + '/certificate', 'E_CERT_SHAPE'); return self.stable()
    values, check, stages = self.values(), Proof(m, here), proof['stages']; need(stages or gap is None, here, 'E_CERT_SHAPE')
    for k, stage in enumerate(stages): need(k < len(m.stages) and stage['stage'] == m.stages[k][0], at(here, k, 'stage'), 'E_CERT_SHAPE')
    need(gap is not None or len(stages) == len(m.stages), here, 'E_CERT_SHAPE')
    for k, stage in enumerate(stages):
      last = gap is not None and k == len(stages) - 1; bound = check.stage(k, stage, values[k], last)
      if last: need(gap == {'stage': stage['stage'], 'value': values[k], 'bound': bound}, path + '/gap', 'E_CERT_BOUND'); return 'unproven'
    self.face = check; return 'holds'
  def shortage(self, s):  # [5]
    f, m = self.f, self.m; people, posts = {f.pi.get(x, -1) for x in s['people']}, {f.qi.get(x, -1) for x in s['positions']}
    if -1 in people | posts: return False
    if s['side'] == 'people': return all(m.row_min[i] and set(m.pairs[i]) <= posts for i in people) and len(people) > sum(f.seats[j] for j in posts)
    return all(i in people or not posts & set(js) for i, js in enumerate(m.pairs)) and sum(m.col_min[j] for j in posts) > len(people)
  def rank(self, i, j):  # [4] where somebody puts a position: by wish, then by level; none is last
    f, wishes = self.f, self.f.people[i].get('wishes', []); name = f.posts[j]['id'] if j >= 0 else None
    return (2, 0) if j < 0 else (0, wishes.index(name)) if name in wishes else (1, -f.level[j])
  def stable(self):  # [4] no pair blocks the plan
    f, holders = self.f, [[] for _ in self.f.posts]
    for i, j in self.to.items(): holders[j].append(i)
    for i, js in enumerate(self.m.pairs):
      for j in js:
        if self.rank(i, j) < self.rank(i, self.to.get(i, -1)):
          free = self.load[j] < f.seats[j] or any(k not in self.m.pin and f.seat[k] != j and (f.seat[i] == j or f.fit(k, j)[0] < f.fit(i, j)[0]) for k in holders[j])
          need(not free, self.path + '/seats', 'E_CERT_NOT_OPTIMAL')
    return 'holds'
  def ties(self):  # [5.2]
    p, path = self.p, self.path
    if self.none or not p['tiesProven']: return 'not-checked' if self.none else 'unproven'
    need(p['status'] == 'optimal' and (self.m.amend or self.f.p['objective'] != 'stable') and not (self.face and self.face.loose), path + '/tiesProven', 'E_TIE_ORDER')
    if self.face is None: return 'not-checked'
    need(self.f.p['ties']['commitments'], '/policy/ties/commitments', 'E_TIE_COMMITMENT_MISSING'); need(self.turns(self.face) == p['tied'], path + '/tied', 'E_TIE_ORDER'); return 'holds'
  def turns(self, face):  # [5.2] ids of those for whom the tie rule chose; node -1 is no seat, -2 room somewhere
    f, edges, tied = self.f, {}, []; where, chose = [self.to.get(i, -1) for i in range(f.n)], [js + [-1] * (not least) for js, least in zip(face.pairs, face.row_min)]
    for i, js in enumerate(chose):
      for j in js:
        if j != where[i]: edges[j, where[i]] = edges.get((j, where[i]), 0) + 1
    back = {}
    for b, a in edges: back.setdefault(b, set()).add(a)
    for j in range(-1, f.m):
      if j < 0 or self.load[j] < face.col_max[j]: back.setdefault(-2, set()).add(j)
      if j < 0 or self.load[j] > face.col_min[j]: back.setdefault(j, set()).add(-2)
    for i in self.order():
      a, others = where[i], [j for j in chose[i] if j != where[i]]
      if not others: continue
      seen, todo = {a}, [a]
      while todo:
        for b in back.get(todo.pop(), ()):
          if b not in seen: seen.add(b); todo.append(b)
      reached = [j for j in others if j in seen]; need(all(self.taste(i, j) > self.taste(i, a) for j in reached), at('/round/people', i), 'E_TIE_ORDER')
      if reached: tied.append(i)
      for j in others:
        edges[j, a] -= 1
        if not edges[j, a] and not (a >= 0 and False): back[j].discard(a)
    return [f.people[i]['id'] for i in sorted(tied)]
  def taste(self, i, j): return self.rank(i, j) if j < 0 else self.rank(i, j)[:1] + (self.rank(i, j)[1] if self.rank(i, j)[0] == 0 else 0, -self.f.level[j], self.f.seat[i] != j, -self.f.fit(i, j)[0], j)
  def order(self):  # [5.2]
    f, r = self.f, self.f.r; key = sha(b'meritra/tie/0', lp(r['id']), *(lp(x['nonce']) for x in r['reveals']))
    def place(i):
      keys = []
      for t in f.p['ties']['order']:
        v, a = f.datum(i, t['attribute'])[0], f.p['attributes'][t['attribute']]
        if v is not None: v = ordinal(v) if a['type'] == 'date' else a['values'].index(v) if a['type'] == 'ordered' else v
        keys.append((v is None, 0 if v is None else v if t['direction'] == 'ascending' else -v))
      return keys, hmac.new(key, f.people[i]['id'].encode(), 'sha256').digest(), i
    return sorted(range(f.n), key=place)
# ---- [5.1] what proves a plan
class Proof:  # what is left of a market while its stages are closed one by one
  def __init__(self, market, path):
    self.m, self.f, self.path, self.loose, self.done = market, market.f, path, False, {}; self.pairs, self.row_min, self.row_max = [list(js) for js in market.pairs], list(market.row_min), [1] * market.f.n
    self.col_min, self.col_max = list(market.col_min), list(market.col_max)
  def row(self, name):
    if name[:1] != ['stage']: return self.m.row(name)
    if len(name) != 2 or not isinstance(name[1], str) or name[1] not in self.done: return None
    weight, value = self.done[name[1]]; return {(i, j): -weight(i, j) for i, js in enumerate(self.m.pairs) for j in js if weight(i, j)}, -value
  def bound(self, node, path, weight):  # B, D, duals, what is left over of each pair, whether rows count
    lists, rows, extra, slacks, D = [], [], {}, [], node.get('denominator', 1)
    for key, index in (('people', self.f.pi), ('positions', self.f.qi)):
      of, before = [0] * len(index), -1
      for k, (name, dual) in enumerate(node[key]):
        need(index.get(name, -1) > before and 0 < abs(dual) <= LIMIT, at(path, key, k), 'E_CERT_SHAPE'); before = index[name]; of[before] = dual
      lists.append(of)
    u, v = lists; names = [canonical(name) for name, _ in node.get('rows', [])]
    for k, (name, times) in enumerate(node.get('rows', [])):
      row = self.row(name); need((k == 0 or names[k - 1] < names[k]) and row is not None, at(path, 'rows', k), 'E_CERT_SHAPE'); rows.append((times, *row))
    for times, terms, _ in rows:
      for (i, j), a in terms.items():
        if j in self.pairs[i]: extra[i, j] = n = extra.get((i, j), 0) + times * a; need(abs(times * a) <= LIMIT and abs(n) <= LIMIT, path + '/rows', 'E_CERT_SHAPE')
    for i, js in enumerate(self.pairs):
      of = []
      for j in js:
        w = D * weight(i, j) if weight else 0; s = u[i] + v[j] + (extra.get((i, j), 0) if extra else 0) - w
        if s < 0 or w > LIMIT or w < -LIMIT: need(abs(w) <= LIMIT, path + '/denominator', 'E_CERT_SHAPE'); need(False, path, 'E_CERT_BOUND')
        of.append(s)
      slacks.append(of)
    B = sum(d * (most if d > 0 else least) for of, least, most in ((u, self.row_min, self.row_max), (v, self.col_min, self.col_max)) for d, least, most in zip(of, least, most) if d)
    return B + sum(times * b for times, _, b in rows), D, u, v, slacks, bool(rows)
  def stage(self, k, node, value, last):  # closes a stage, or bounds its gap: the bound
    here, (name, weight) = at(self.path, k), self.m.stages[k]; B, D, u, v, slacks, rows = self.bound(node, here, weight); best = B // D
    if 'tree' in node: need(best != value, here + '/tree', 'E_CERT_SHAPE'); best = max(value, self.tree(node['tree'], here + '/tree', weight, None if last else value))
    need(last or best == value, here, 'E_CERT_NOT_OPTIMAL'); need(node['value'] == best, here + '/value', 'E_CERT_BOUND')
    if last: return best
    g = B - D * value; need(g <= LIMIT, here, 'E_CERT_SHAPE'); self.loose = self.loose or g > 0 or rows or 'tree' in node; self.done[name] = weight, value
    for i, d in enumerate(u):
      if d > g: self.row_min[i] = self.row_max[i]
      elif -d > g: self.row_max[i] = self.row_min[i]
    for j, d in enumerate(v):
      if d > 0: self.col_min[j] = max(self.col_min[j], self.col_max[j] - g // d)
      elif d < 0: self.col_max[j] = min(self.col_max[j], self.col_min[j] + g // -d)
    self.pairs = [[j for j, s in zip(js, of) if s <= g and self.col_max[j] > 0] if self.row_max[i] else [] for i, (js, of) in enumerate(zip(self.pairs, slacks))]; return best
  def tree(self, node, path, weight, value):  # the greatest bound of the leaves; value: the most they may leave
    if 'person' not in node:
      need(weight or 'none' in node, path, 'E_CERT_SHAPE'); B, D, *_ = self.bound(node, path, None if 'none' in node else weight)
      if 'none' in node: need(B < 0, path, 'E_CERT_BOUND'); return -10 ** 40
      need(value is None or B // D <= value, path, 'E_CERT_NOT_OPTIMAL'); return B // D
    i, js = self.f.pi.get(node['person']), [self.f.qi.get(q, -1) for q in node['positions']]; need(i is not None, path + '/person', 'E_CERT_SHAPE')
    for k, j in enumerate(js): need(j > (js[k - 1] if k else -1), at(path, 'positions', k), 'E_CERT_SHAPE')
    every, least = self.pairs[i], self.row_min[i]; self.pairs[i], self.row_min[i] = [j for j in every if j in js], 1; a = self.tree(node['in'], path + '/in', weight, value)
    self.pairs[i], self.row_min[i] = [j for j in every if j not in js], least; b = self.tree(node['out'], path + '/out', weight, value); self.pairs[i] = every; return max(a, b)
  def nothing(self, node):  # that there is no plan
    here = at(self.path, 0); B, *_ = self.bound(node, here, None); need(B < 0 or 'tree' in node, here, 'E_CERT_BOUND')
    if 'tree' in node: need(B >= 0, here + '/tree', 'E_CERT_SHAPE'); self.tree(node['tree'], here + '/tree', None, -1)
    return 'holds'
# ---- [5.3, 6] findings and verdicts
def findings(f, m):
  p, r, ids, line, unit = f.p, f.r, [x['id'] for x in f.people], set(), set()
  for a, b, _ in f.related('lineOfCommand'): f.seat[a] >= 0 and f.seat[b] in f.under[f.seat[a]] and line.add((min(a, b), max(a, b), a, b))
  for a, b, _ in f.related('sameUnit'): a < b and min(f.seat[a], f.seat[b]) >= 0 and f.unit[f.seat[a]] == f.unit[f.seat[b]] and unit.add((a, b))
  found = [{'code': 'related-in-line', 'head': ids[a], 'below': ids[b]} for *_, a, b in sorted(line)] + [{'code': 'related-in-unit', 'a': ids[a], 'b': ids[b]} for a, b in sorted(unit)]
  for i, j in enumerate(f.seat):
    rules = [g.id for g in f.of(j) if g.binds and not g.only and f.outcome(g, i, j) is False] if m.owed[i] and f.open[j] else []
    if rules: found.append({'code': 'incumbent-fails', 'person': ids[i], 'position': f.posts[j]['id'], 'rules': rules})
  rule, items, today, unused = p['relations'].get('recusal'), {}, [], {}
  for i, x in enumerate(f.people):
    for y in x['evidence']:
      why = f.bias(y, i); key = (y['by'], why, ids[i] if why == 'related' else None) if why else None; items[key] = items.get(key, 0) + 1
  for a in r['actors'] if rule else ():
    for why, who in [(f.silence(a), None)] * bool(f.silence(a)) + [('related', x) for x in sorted(f.kin(a, rule))]:
      found.append({'code': 'recused', 'actor': a['id'], 'role': a['role'], 'reason': why, 'person': who, 'items': items.get((a['id'], why, who), 0)})
  for _, x, name in m.limit_names():
    if x['kind'] == 'unit':
      u, side = name[2:]; now = sum(j >= 0 and f.unit[j] == u and m.who(x, i, side) for i, j in enumerate(m.stay))
      if now < x['min'] if side == 'min' else now > x['max']: today.append({'code': 'limit-today', 'limit': x['id'], 'unit': u, 'side': side, 'bound': x[side], 'today': now})
  used = {name for *_, name in reads([p['gates'], p.get('routes'), p.get('limits'), p['criteria']])} | {t['attribute'] for t in p['ties']['order']} | {d['attribute'] for q in f.posts for d in q.get('requires', [])}
  for x in f.people:
    for y in x['evidence'] + x.get('spells', []): unused[y['attribute']] = unused.get(y['attribute'], 0) + (y['attribute'] not in used)
  return found + sorted(today, key=lambda x: (x['limit'], x['unit'], x['side'])) + [{'code': 'attribute-unused', 'attribute': a, 'items': n} for a, n in sorted(unused.items()) if n]
def integrity(b, trail):  # [1, 5.2]
  r, p, said, hidden = b['round'], b['policy'], b['proposal'], b['profile'] == 'public'
  if not hidden and said['round']['hash'] != hash_of(r): need(False, trail and trail.freeze and trail.input() or '/round', 'E_INPUT_HASH')
  need(said['policy']['hash'] == hash_of(p), '/policy', 'E_POLICY_HASH')
  for key in ('id', 'asOf'): need(said['round'][key] == r[key], '/proposal/round/' + key, 'E_INPUT_HASH')
  need(said['policy']['id'] == p['id'], '/proposal/policy/id', 'E_POLICY_HASH'); need(said['objective'] == p['objective'], '/proposal/objective', 'E_POLICY_HASH')
  sealed, shown = {c['party']: c['hash'] for c in p['ties']['commitments']}, {x['party'] for x in r['reveals']}
  for k, x in enumerate(r['reveals']): need(sealed.get(x['party']) == named(b'meritra/tie-commitment/0', lp(x['party']), lp(x['nonce'])), at('/round/reveals', k), 'E_SEED_COMMITMENT')
  for k, c in enumerate(p['ties']['commitments']): need(c['party'] in shown, at('/policy/ties/commitments', k), 'E_SEED_WITHHELD')
  return 'holds'
def worst(works):  # [6] of several answers fails, then unproven, then not-checked
  results = []
  for work in works:
    try: results.append((work(), None))
    except Fail as fail: results.append(('fails', fail))
  said = [o for o, _ in results]; return next((x for x in ('fails', 'unproven', 'not-checked') if x in said), 'holds' if said else 'not-checked'), next((x for _, x in results if x), None)
def amended(f, b, market):  # [5.4, 5.5, 6.2] the decision and the repairs
  of, plan, orders, unproven, head = b['proposal'], b['proposal']['certain'], ({}, set(), set()), False, {key: b['proposal'][key] for key in ('round', 'policy')}
  for path, x in [('/decision', b[key]) for key in ('decision',) if key in b] + [(f'/repairs/{k}', x) for k, x in enumerate(b.get('repairs', []))]:
    def ask(truth, *where, code='E_DECISION'): need(truth, at(path, *where), code)
    ids, posts, r, before = f.pi, f.qi, b['round'], orders; announced = {ids.get(i, -1): posts.get(j, -1) for i, j in plan['seats']}
    for key, v in (('id', r['id']), ('asOf', r['asOf']), ('hash', hash_of(r))): ask(x['round'][key] == v, 'round', key, code='E_INPUT_HASH')
    for key, v in (('id', f.p['id']), ('hash', hash_of(f.p))): ask(x['policy'][key] == v, 'policy', key, code='E_POLICY_HASH')
    ask(x['act'] == ('decision' if path == '/decision' else 'repair'), 'act'); ask(x['of'] == {'format': of['format'], 'hash': hash_of(of)}, 'of'); ask(plan['status'] != 'infeasible', 'of')
    ask(not f.actors or f.actors.get(x['by'], {'role': ''})['role'] == 'decider', 'by'); ask(x['on'] >= of.get('on', r['asOf']), 'on'); ask(x['changes'] or x['act'] == 'decision', 'changes')
    required, forbidden, closed = dict(orders[0]), set(orders[1]), set(orders[2]); named_, shut, want, last = set(), set(), set(), None
    for k, c in enumerate(x['changes']):
      i, j, effect, cause = ids.get(c['person'], -1), posts.get(c['position'], -1), c['effect'], c['cause']; key = c['position'], c['person'] or ''
      ask(j >= 0, 'changes', k, 'position'); ask((c['person'] is None) if effect == 'close' else i >= 0, 'changes', k, 'person'); ask(last is None or last < key, 'changes', k); last = key
      ask(cause in {'require': ('choice', 'objection-upheld', 'court'), 'forbid': ('declined', 'refused', 'objection-upheld', 'court'), 'close': ('choice',)}[effect] and (x['act'] != 'decision' or cause == 'choice'), 'changes', k, 'cause')
      ask('reason' in c or cause != 'choice', 'changes', k, 'reason'); ask('document' in c or cause not in ('objection-upheld', 'court'), 'changes', k, 'document')
      ask(i not in named_ if i >= 0 else j not in shut, 'changes', k); ask(j not in (want if i < 0 else shut if effect == 'require' else ()), 'changes', k)
      if effect == 'forbid': ask(announced.get(i) == j != f.seat[i], 'changes', k, 'position')
      if effect == 'require':
        rivals = {n for n, js in enumerate(market.pairs) if j in js}; fit = lambda n: f.fit(n, j)[0]
        mine = {who for who in f.actors if ids.get(f.actors[who].get('person'), -1) == i or any(y['person'] == c['person'] for y in f.actors[who].get('interests', [])) or
          any({y['a'], y['b']} == {c['person'], f.actors[who].get('person')} for y in r['relations'])}
        for name, v in (('rank', 1 + sum(fit(n) > fit(i) for n in rivals - {i})), ('of', len(rivals | {i})), ('related', sorted(mine))): ask(c.get(name) == v, 'changes', k, name)
      else: ask(not {'rank', 'of', 'related'} & set(c), 'changes', k)
      named_.add(i) if i >= 0 else shut.add(j); effect == 'require' and want.add(j)
    claims = {(ids.get(c['person'], -1), posts[c['position']]): c['effect'] for c in x['changes']}
    takers = {j for (i, j), e in claims.items() if e == 'require'}
    required = {i: j for i, j in required.items() if i not in named_ and j not in shut and j not in takers}; forbidden = {t for t in forbidden if claims.get(t) != 'require'}; closed -= takers
    required.update({i: j for (i, j), e in claims.items() if e == 'require'}); forbidden |= {t for t, e in claims.items() if e == 'forbid'}; closed |= shut; orders = required, forbidden, closed
    pid, qid = (lambda i: f.people[i]['id']), (lambda j: f.posts[j]['id'] if j >= 0 else None)
    for key, v in (('required', [[pid(i), qid(j)] for i, j in sorted(required.items())]), ('forbidden', [[pid(i), qid(j)] for i, j in sorted(forbidden)]), ('closed', [qid(j) for j in sorted(closed)])): ask(x['inForce'][key] == v, 'inForce', key)
    if not x['changes']: ask(x['plan'] == plan, 'plan'); now = announced
    else:
      ask(x['plan']['status'] != 'infeasible', 'plan', 'status')
      try: m = Market(f, False, (*orders, set(announced.items())))
      except Fail as fail: ask(fail.code != 'E_PIN_INELIGIBLE', 'inForce', 'required', sorted(required).index(fail.path), code='E_PIN_INELIGIBLE'); raise
      p = Plan(m, x['plan'], path + '/plan')
      for check in (p.feasibility, p.eligibility, p.scores, p.optimality, p.ties): unproven = check() in ('unproven', 'not-checked') or unproven
      now = p.to
    moved = [{'person': q['id'], 'from': qid(announced.get(i, -1)), 'to': qid(now.get(i, -1)), 'why': 'named' if i in named_ else 'induced'} for i, q in enumerate(f.people) if announced.get(i, -1) != now.get(i, -1)]
    count = lambda t: [list(t.values()).count(j) for j in range(f.m)]; left = [{'position': qid(j), 'seats': a - c} for j, (a, c) in enumerate(zip(count(announced), count(now))) if a > c]
    loss = [{'stage': name, 'loss': sum(w(*t) for t in announced.items()) - sum(w(*t) for t in now.items())} for name, w in market.stages]
    for key, v in (('changed', moved), ('vacated', left), ('loss', loss)):
      for k in range(max(len(v), len(x[key]))): ask(x[key][k:k + 1] == v[k:k + 1], key, k)
    of, plan = x, x['plan']
  return 'unproven' if unproven else 'holds'
CHECKS = 'format integrity completeness anchored feasibility eligibility scores optimality ties decision'.split()
def public(f, b):  # [11.4] seats, moves and vacancies under pseudonyms
  p, said, load, held, known, kinds = b['proposal'], '/proposal', [0] * f.m, {}, {x[0].split('/')[2] for x in b['input']['leaves'] if x[0].startswith('/people/')}, {}
  if p['status'] == 'infeasible': need(not (p['seats'] or p['moves'] or p['vacant']), said, 'E_DERIVED'); return 'holds'
  for k, (who, where) in enumerate(p['seats']):
    j = f.qi.get(where, -1); ok = (k == 0 or p['seats'][k - 1][0] < who) and who in known and j >= 0 and f.open[j]; load[j] += 1; need(ok and load[j] <= f.seats[j], at(said, 'seats', k), 'E_PLAN'); held[who] = where
  for k, x in enumerate(p['moves']):
    a, c = f.qi.get(x['from'], -1), f.qi.get(x['to'], -1)
    kind = None if a < 0 and c < 0 else 'entry' if a < 0 else 'release' if c < 0 else ('demotion', 'lateral', 'promotion')[(f.level[c] > f.level[a]) - (f.level[c] < f.level[a]) + 1]
    ok = (k == 0 or p['moves'][k - 1]['person'] < x['person']) and x['person'] in known and x['from'] != x['to'] == held.get(x['person']) and (x['from'] is None or a >= 0) and x['kind'] == kind
    need(ok, at(said, 'moves', k), 'E_DERIVED')
  mine = [(j, f.posts[j]['id'], f.seats[j] - load[j]) for j in range(f.m) if f.open[j] and load[j] < f.seats[j]]
  for k in range(max(len(mine), len(p['vacant']))):
    need(k < len(mine) and k < len(p['vacant']), at(said, 'vacant', k) if k < len(p['vacant']) else said + '/vacant', 'E_DERIVED'); x, (j, name, n) = p['vacant'][k], mine[k]
    need((x['position'], x['seats']) == (name, n) and (x['cause'] == 'out-of-scope') != f.may_take[j], at(said, 'vacant', k), 'E_DERIVED')
  return 'holds'
def verify(b, given=None):  # [6] the verdicts document; given: keys, checkpoints, witnesses from elsewhere
  found, parts, given = [], {}, given or {}
  import meritra_trail
  def check(name, *works, **more):
    outcome, fail = worst(works); found.append({'check': name, 'outcome': outcome, **({'code': fail.code, 'path': fail.path} if fail else {}), **more}); return outcome
  def whole():
    hidden = isinstance(b, dict) and b.get('profile') == 'public'; shape(b, 'public' if hidden else 'bundle', ''); need(('trail' in b) == ('input' in b), '/input' if 'trail' in b else '/trail')
    for key in ('proposal', 'decision'): need(key not in b or depth(b[key]) <= 64, '/' + key)
    for k, e in enumerate(b['trail']['entries'] if 'trail' in b else []): meritra_trail.entry_form(e, f'/trail/entries/{k}')
    parts['rules'], parts['round'] = Rules(b['policy']), b['round'] if not hidden else {**b['round'], 'people': [], 'relations': [], 'pins': [], 'waivers': [], 'scope': {**b['round']['scope'], 'people': 'all'}}
    RoundCheck(parts['round'], parts['rules']); parts['trail'] = meritra_trail.Trail(b, given) if 'trail' in b else None; return 'holds'
  def rest():
    p = f.p; told = [{'id': x['id'], 'confidence': x['citation']['confidence']} for x in p['gates'] + p.get('limits', []) if not f.rules.binds(x['citation'])]
    need((said['conditional'] is None) == same, '/proposal/conditional', 'E_PLAN'); mine = findings(f, markets[0])
    for key, v in (('unconfirmed', told), ('gateFrom', p['confidence']['gateFrom']), ('lawCheckedOn', p['lawCheckedOn'])): need(said['rules'][key] == v, '/proposal/rules/' + key, 'E_DERIVED')
    for k in range(max(len(mine), len(said['findings']))): need(mine[k:k + 1] == said['findings'][k:k + 1], at('/proposal/findings', k), 'E_DERIVED')
    return 'holds'
  if check('format', whole) == 'holds':
    f, said, trail, hidden = Facts(parts['round'], parts['rules']), b['proposal'], parts['trail'], b['profile'] == 'public'
    check('integrity', lambda: integrity(b, trail), *([trail.integrity] if trail else []))
    if trail: check('completeness', trail.completeness); check('anchored', trail.anchored); found[-1].update({'upTo': trail.upto} if found[-1]['outcome'] == 'holds' else {})
    else: check('completeness'), check('anchored')
    if hidden: check('feasibility', lambda: public(f, b))
    else:
      markets = [Market(f, False), Market(f, True)]; same = markets[0].pairs == markets[1].pairs
      plans = [Plan(m, said[w], '/proposal/' + w) for m, w in zip(markets, ('certain', 'conditional')) if said[w] is not None]; check('feasibility', *[x.feasibility for x in plans], rest)
    for name in CHECKS[5:9]: check(name, *([getattr(x, name) for x in plans] if not hidden else []))
    works = [lambda: amended(f, b, markets[0])] * ('decision' in b or 'repairs' in b) + ([trail.decision] if trail else [])
    check('decision', *works)
  for name in CHECKS[len(found):]: check(name)
  return {'format': 'meritra/verdicts/1', 'verdicts': found}
def main(args):
  code = 0
  for source in sys.stdin.buffer if args == ['--stdin'] else args:
    try:
      v = read_json(source if isinstance(source, bytes) else open(source, 'rb').read())
      answer = verify(v['bundle'], v['given']) if isinstance(v, dict) and {*v} == {'bundle', 'given'} else verify(v)
    except (OSError, ValueError) as wrong: print('cannot be read:', wrong, file=sys.stderr); code, answer = 2, None
    if answer or args == ['--stdin']: print(canonical(answer), flush=True)
    if answer and any(x['outcome'] == 'fails' for x in answer['verdicts']): code = max(code, 1)
  return code

if __name__ == '__main__': sys.modules['meritra_verify'] = sys.modules[__name__]; sys.exit(main(sys.argv[1:]))
