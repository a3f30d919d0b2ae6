#!/usr/bin/env python3
"""Checks bundles of meritra. Written from docs/formats.md alone: no line comes from the library, so that two readings of one page meet.

python3 meritra_verify.py BUNDLE.json [...]    one line of verdicts each; --stdin reads one bundle a line.
Exit 0: nothing fails; 1: something fails; 2: a file cannot be read. Numbers in () are sections of that page.
"""
import datetime
import functools
import hashlib
import hmac
import json
import re
import sys
import unicodedata

CUT, SAFE, LIMIT = 10 ** 15, 2 ** 53 - 1, 2 ** 52


class Fail(Exception):
    """A check that fails: its code and the JSON Pointer of what is wrong."""
    def __init__(self, code, path):
        super().__init__(code, path)
        self.code, self.path = code, path


def require(truth, path, code='E_FORMAT'):
    """Nothing, or Fail."""
    if not truth:
        raise Fail(code, path)


def at(path, *keys):
    """A JSON Pointer, longer by keys."""
    return path + ''.join('/' + str(k).replace('~', '~0').replace('/', '~1') for k in keys)


# ---- bytes, numbers, hashes (1)

def read_json(data):
    """A document from its bytes (1): no repeated key, no half surrogate, no number that cannot be held; ValueError otherwise."""
    def whole(text):
        if abs(int(text)) > SAFE:
            raise ValueError('unsafe integer')
        return int(text)

    def number(text):
        x = float(text)
        if x in (float('inf'), float('-inf')):
            raise ValueError('number out of range')
        return int(x) if x.is_integer() and abs(x) <= SAFE else x

    def members(pairs):
        if len(dict(pairs)) < len(pairs):
            raise ValueError('a key twice')
        return dict(pairs)

    def constant(name):
        raise ValueError(name)
    try:
        text = data.decode('utf-8-sig')
        v = json.loads(text, parse_int=whole, parse_float=number, object_pairs_hook=members, parse_constant=constant)
        if re.search(r'\\u[dD]', text):
            canonical(v).encode()
        return v
    except RecursionError:
        raise ValueError('nested too deep') from None


def depth(value):
    """How deep lists and objects are nested."""
    level, layer = 0, [value]
    while layer:
        layer = [x for x in layer if isinstance(x, (dict, list))]
        level += 1 if layer else 0
        layer = [y for x in layer for y in (x.values() if isinstance(x, dict) else x)]
    return level


def number_text(x):
    """A number as ECMAScript writes it (RFC 8785, 3.2.2.3): Python and ECMAScript agree on the digits, not on the form."""
    if isinstance(x, int) and abs(x) <= SAFE:
        return str(x)
    sign, digits, exponent = ('-' if x < 0 else ''), *re.fullmatch(r'(.*?)(?:e(.*))?', repr(float(abs(x)))).groups()
    whole, _, rest = digits.partition('.')
    rest = '' if rest == '0' else rest
    point = len(whole) + int(exponent or 0)
    body = (whole + rest).lstrip('0')
    point -= len(whole + rest) - len(body)
    body = body.rstrip('0')
    if len(body) <= point <= 21:
        return sign + body + '0' * (point - len(body))
    if 0 < point <= 21:
        return sign + body[:point] + '.' + body[point:]
    if -6 < point <= 0:
        return sign + '0.' + '0' * -point + body
    return f"{sign}{body[0]}{'.' if len(body) > 1 else ''}{body[1:]}e{'+' if point > 0 else '-'}{abs(point - 1)}"


QUOTE = json.encoder.encode_basestring


def canonical(v):
    """Canonical JSON (1): keys in the order of their UTF-16 units."""
    if isinstance(v, str):
        return QUOTE(v)
    if v is None or v is True or v is False:
        return 'null' if v is None else 'true' if v else 'false'
    if isinstance(v, list):
        return '[' + ','.join(map(canonical, v)) + ']'
    if isinstance(v, dict):
        keys = sorted(v) if all(map(str.isascii, v)) else sorted(v, key=lambda k: k.encode('utf-16-be'))
        return '{' + ','.join([QUOTE(k) + ':' + canonical(v[k]) for k in keys]) + '}'
    return number_text(v)


def sha(*parts):
    """SHA-256 of parts, as "sha256:" and hex."""
    return 'sha256:' + hashlib.sha256(b''.join(parts)).hexdigest()


def hash_of(document):
    """The hash of a document (1)."""
    return sha(document['format'].encode(), b'\n', canonical(document).encode())


def lp(text):
    """A text with its length before it (1)."""
    return len(text.encode()).to_bytes(4, 'big') + text.encode()


def units(x, scale=10 ** 6):
    """A decimal number in whole units, or None if it has more decimals."""
    if isinstance(x, int):
        return x * scale
    n = round(x * scale)
    return n if n / scale == x else None


# ---- shapes (2, 3, 5, 7): "key:type" each; ? optional, [x] list, [+x] not empty, {x} object by name, (a,b) pair, x~ or null, =a|b one of

RECORDS = {name: [(part.split(':', 1)[0].rstrip('?'), part.split(':', 1)[1], '?:' in part) for part in spec.split()] for name, spec in {
    'bundle': 'format:=meritra/bundle/0 round:round policy:policy proposal:proposal',
    'round': 'format:=meritra/round/0 id:id title?:text asOf:day horizon?:day opened?:day scope:scope sources:[source] units:[unit] positions:[position] '
             'people:[person] relations:[relation] pins:[pin] waivers:[waiver] actors:[actor] reveals:[reveal]',
    'scope': 'positions:all people:all', 'source': 'id:id title:text date:day', 'unit': 'id:id name:text parent?:id',
    'position': 'id:id title:text unit:id level:id track?:id class?:int,1,99 seats?:int,1 superior?:id critical?:bool mustFill?:reason opens?:day closes?:day '
                'attributes?:{any} requires?:[require]',
    'reason': 'reason:text', 'require': 'attribute:id is:=<|<=|=|>=|> value:any standard?:text',
    'person': 'id:id name?:text born?:day bornAt?:text seat?:id since?:day retires?:day acceptsLower?:letter wishes?:[id] evidence:[evidence] '
              'spells?:[+spell] checked?:[+checked]',
    'letter': 'on:day document:text', 'evidence': 'attribute:id value?:any unmapped?:text source:id date?:day expires?:day by?:id',
    'spell': 'attribute:id value?:any unmapped?:text from?:day to?:day months?:int,0,1200 source:id date?:day', 'checked': 'attribute:id source:id date?:day',
    'relation': 'a:id b:id kind:text degree:int,0,8 source:id date?:day', 'pin': 'person:id position:id by:text reason:text',
    'waiver': 'person:id position:id rule:id by:text on:day document:text reason:text',
    'actor': 'id:id role:=scorer|panel|proposer|spec-writer|issuer|decider person?:id statement?:letter interests?:[+interest]',
    'interest': 'person:id kind:text degree?:int,0,8', 'reveal': 'party:id nonce:nonce',
    'policy': 'format:=meritra/policy/0 id:id title:label lawCheckedOn:day confidence:scale effectiveFrom?:day effectiveUntil?:day madeFrom?:[made] '
              'leapDay:=feb28|mar1 levels:[+named] tracks?:[named] attributes:{attribute} gates:[gate] routes?:[+route] dimensions:[named] '
              'criteria:[criterion] weights:{dec,4,0,10000} weightsTotal?:dec,4,0,10000 weightsCitation:citation costs:costs resolution:points '
              'displacement:=minimise|forbid objective:=levels|total|stable limits?:[+limit] relations:kin ties:ties',
    'label': 'en:text id?:text', 'scale': 'scale:[+id] gateFrom:id', 'made': 'id:id hash:hash', 'named': 'id:id label:label',
    'attribute': 'of:=person|position type:=number|date|text|boolean|ordered|set|spells label:label min?:num max?:num values?:[+text] '
                 'validMonths?:int,1,1200 combine?:=latest|mean',
    'gate': 'id:id label:label citation:citation onlyForMoves?:bool waivable?:citation when?:expr rule:expr',
    'route': 'id:id label:label citation:citation when:expr approver:label steps:[step] documents:[label] outside?:bool',
    'step': 'id:id label:label days:int,0,3650 citation:citation', 'criterion': 'id:id dimension:id label:label citation:citation value:expr',
    'costs': 'lateralMove:points vacantSeat:points', 'points': 'points:dec,4,0,1000 citation:citation',
    'sourced': 'source:text confidence:id confirmed?:confirmed', 'confirmed': 'by:text on:day document:text', 'own': 'own:text',
    'kin': 'declaration:=either|both lineOfCommand?:degree sameUnit?:degree recusal?:recusal', 'degree': 'maxDegree:int,0,8 citation:citation',
    'recusal': 'maxDegree:int,0,8 kinds?:[text] citation:citation', 'ties': 'order:[tie] commitments:[commitment]',
    'tie': 'attribute:id direction:=ascending|descending citation:citation', 'commitment': 'party:id hash:hash',
    'moves': 'id:id label:label citation:citation kind:any max:int,0,1000000', 'chain_': 'id:id label:label citation:citation kind:any max:int,1,12',
    'budget': 'id:id label:label citation:citation kind:any cost:expr max:int,0,1000000000',
    'unit_': 'id:id label:label citation:citation kind:any units:each who?:expr min?:int,0,1000000 max?:int,0,1000000',
    'donor': 'id:id label:label citation:citation kind:any units:each maxLeaving:int,0,1000000',
    'proposal': 'format:=meritra/proposal/0 engine:engine round:head policy:head2 objective:=levels|total|stable certain:plan conditional:plan~ '
                'worklist:[any] findings:[any] rules:rules',
    'engine': 'name:str version:str', 'head': 'id:id asOf:day hash:hash', 'head2': 'id:id hash:hash',
    'rules': 'unconfirmed:[flag] gateFrom:id lawCheckedOn:day', 'flag': 'id:id confidence:id',
    'plan': 'status:=optimal|feasible|infeasible seats:[(id,id)] objectives:[objective] gap:gap~ moves:[move] chains:[chain] vacant:[vacancy] tied:[id] '
            'tiesProven:bool certificate:certificate~ shortage:shortage~',
    'objective': 'stage:str value:int', 'gap': 'stage:str value:int bound:int',
    'move': 'person:id from:id~ to:id~ kind:=entry|release|promotion|lateral|demotion pattern:=vertical|diagonal|horizontal~ hiddenDemotion:bool '
            'route:id~ fit:fit~ conditions:[condition] waived:[id] provisional:bool flags:[id]',
    'fit': 'low:int high:int parts:[part]', 'part': 'criterion:id low:int high:int', 'condition': 'rule:str missing:[missing]',
    'missing': 'about:=person|position attribute:id cause:str', 'chain': 'kind:=chain|loop people:[id] ready:[int~]~ crosses:bool',
    'vacancy': 'position:id seats:int eligible:int cause:=out-of-scope|no-eligible|shortage|not-worth-it short:short~',
    'short': 'positions:int seats:int people:int', 'certificate': 'stages:[stage]', 'shortage': 'side:=people|positions people:[id] positions:[id]',
    'stage': 'stage:str value:int people:[(id,int)] positions:[(id,int)] denominator?:int,2,1073741824 rows?:[+row] tree?:tree',
    'leaf': 'people:[(id,int)] positions:[(id,int)] denominator?:int,2,1073741824 rows?:[+row] none?:true',
    'branch': 'person:id positions:[id] in:tree out:tree',
    'case': 'when:expr then:expr', 'term': 'weight:dec,4 of:expr', 'factor': 'of:expr power:int,1,4',
    '.const': 'value:const', '.day': 'value:day', '.person': 'attribute:str', '.position': 'attribute:str', '.level': 'of:=position|seat',
    '.unit': 'of:=position|seat', '.levelId': 'of:=position|seat', '.track': 'of:=position|seat', '.class': 'of:=position|seat',
    '.date': 'of:=asOf|horizon|yearStart|born|since|retires', '.shift': 'of:expr months?:int,-1200,1200 days?:int,-40000,40000',
    '.monthsIn': 'attribute:str values:values from?:expr to?:expr', '.occurs': 'attribute:str values:values from?:expr to?:expr',
    '.compare': 'left:expr is:=<|<=|=|>=|> right:expr', '.in': 'item:expr set:values', '.monthsBetween': 'from:expr to:expr',
    '.lookup': 'key:expr table:{num} else?:num', '.piecewise': 'of:expr mode:=linear|step points:[(num,num)]', '.cases': 'cases:[case] else:expr',
    '.sum': 'terms:[term]', '.min': 'of:[expr]', '.max': 'of:[expr]', '.product': 'of:[factor]', '.all': 'of:[expr]', '.any': 'of:[expr]', '.not': 'of:expr',
}.items()}
LIMITS = {'moves': 'moves', 'budget': 'budget', 'unit': 'unit_', 'donor': 'donor', 'chain': 'chain_'}
ID, HASH, NONCE = re.compile(r'[A-Za-z0-9][A-Za-z0-9._-]{0,63}\Z'), re.compile(r'sha256:[0-9a-f]{64}\Z'), re.compile(r'[0-9a-f]{32,128}\Z')
FORBIDDEN = re.compile('[\x00-\x1f\x7f-\x9f\u2028\u2029\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]')


def is_text(v):
    """Whether a text is one that a person can read as it was meant (7)."""
    if not isinstance(v, str) or len(v) > 1024 or FORBIDDEN.search(v):
        return False
    if v.isascii():
        return bool(v.strip())
    kinds = ''.join(unicodedata.category(c)[0] for c in v)
    seen = any(k not in 'ZC' and c not in '\u115f\u1160\u3164\uffa0\u2800\u034f\u17b4\u17b5' and not '\ufe00' <= c <= '\ufe0f' for k, c in zip(kinds, v))
    return seen and 'M' * 9 not in kinds and unicodedata.is_normalized('NFC', v)


@functools.lru_cache(None)
def is_day(v):
    """Whether a text is a day from 1900 to 2199 (1)."""
    try:
        return bool(re.fullmatch(r'(19|20|21)\d\d-\d\d-\d\d', v, re.A)) and bool(datetime.date.fromisoformat(v))
    except ValueError:
        return False


def is_int(v, low=-SAFE, high=SAFE):
    """Whether a value is a whole number within bounds."""
    return type(v) is int and low <= v <= high


def is_decimal(v, places=6, low=-10 ** 9, high=10 ** 9):
    """Whether a value is a number with so few decimals."""
    return type(v) in (int, float) and low <= v <= high and units(v, 10 ** places) is not None


SIMPLE = {
    'id': lambda v: isinstance(v, str) and ID.match(v), 'text': is_text, 'str': lambda v: isinstance(v, str), 'day': lambda v: isinstance(v, str) and is_day(v),
    'bool': lambda v: isinstance(v, bool), 'true': lambda v: v is True, 'hash': lambda v: isinstance(v, str) and HASH.match(v), 'num': is_decimal,
    'nonce': lambda v: isinstance(v, str) and NONCE.match(v), 'any': lambda v: True, 'int': is_int,
    'const': lambda v: isinstance(v, (bool, str)) or is_decimal(v),
}


@functools.lru_cache(None)
def simple(kind):
    """The test of a simple type, with its bounds; None of a type with parts."""
    name, *bounds = kind.split(',') if kind[0] != '(' else [kind]
    if name in SIMPLE:
        bounds = tuple(map(int, bounds))
        return functools.partial(lambda bounds, v: is_int(v, *bounds) if name == 'int' else is_decimal(v, *bounds), bounds) if bounds else SIMPLE[name]
    if name == 'dec':
        return lambda v, bounds=tuple(map(int, bounds)): is_decimal(v, *bounds)
    if kind[0] == '=':
        return lambda v, words=tuple(kind[1:].split('|')): isinstance(v, str) and v in words
    return None


def shape(v, kind, path, deep=0):
    """Nothing, or Fail where a value has not the type; the kinds with parts are read one by one."""
    if kind[-1] == '~':
        return v is None or shape(v, kind[:-1], path, deep)
    test = simple(kind)
    if test:
        return require(test(v), path)
    if kind[0] == '[':
        require(isinstance(v, list) and (v or kind[1] != '+'), path)
        kind = kind[1:-1].lstrip('+')
        test = simple(kind)
        for k, x in enumerate(v):
            if not (test and test(x)):
                shape(x, kind, at(path, k), deep)
    elif kind[0] == '{':
        require(isinstance(v, dict), path)
        for k, x in v.items():
            shape(x, kind[1:-1], at(path, k), deep)
    elif kind[0] == '(':
        require(isinstance(v, list) and len(v) == 2, path)
        for k, part in enumerate(kind[1:-1].split(',')):
            shape(v[k], part, at(path, k), deep)
    elif kind in ('all', 'each'):
        return v == kind or shape(v, '[id]' if kind == 'all' else '[+id]', path)
    elif kind == 'values':
        shape(v, '[str]' if isinstance(v, list) else 'expr', path)
    elif kind == 'row':
        require(isinstance(v, list) and len(v) == 2, path)
        require(isinstance(v[0], list), at(path, 0))
        for k, part in enumerate(v[0]):
            shape(part, '[str]' if isinstance(part, list) else 'str', at(path, 0, k))
        shape(v[1], 'int,1,%d' % LIMIT, at(path, 1))
    elif kind == 'citation':
        shape(v, 'own' if isinstance(v, dict) and 'own' in v else 'sourced', path)
    elif kind == 'tree':
        require(isinstance(v, dict) and deep < 49, path)
        shape(v, 'branch' if 'person' in v or 'in' in v else 'leaf', path, deep + 1)
    else:
        require(isinstance(v, dict), path)
        if kind == 'expr':
            require(isinstance(v.get('op'), str) and '.' + v['op'] in RECORDS, path)
        if kind == 'limit':
            require(isinstance(v.get('kind'), str) and v['kind'] in LIMITS, path)
        record = RECORDS['.' + v['op'] if kind == 'expr' else LIMITS[v['kind']] if kind == 'limit' else kind]
        names = {key for key, _, _ in record} | ({'op'} if kind == 'expr' else set())
        for key, _, optional in sorted(record):
            require(optional or key in v, at(path, key))
        for key in v:
            require(key in names, at(path, key))
        for key, part, _ in record:
            if key in v:
                shape(v[key], part, at(path, key), deep)
# ---- policy and rule language (3, 3.1)
class Rules:
    """A policy whose names and kinds fit; kinds holds for each expression what it gives and the texts it can be (None: any)."""
    def __init__(self, policy, path='/policy'):
        self.p, self.kinds, p = policy, {}, policy
        self.levels, self.tracks = [x['id'] for x in p['levels']], [x['id'] for x in p.get('tracks', [])]
        require(depth(p) <= 64, path)
        scale = p['confidence']['scale']
        distinct(scale, at(path, 'confidence/scale').replace('~1', '/'))
        require(p['confidence']['gateFrom'] in scale, path + '/confidence/gateFrom')
        require(p.get('effectiveFrom', '') <= p.get('effectiveUntil', '9'), path + '/effectiveUntil')
        for key in ('levels', 'tracks', 'gates', 'routes', 'dimensions', 'criteria', 'limits'):
            distinct([x['id'] for x in p.get(key, [])], at(path, key), True)
        require(p['levels'], path + '/levels')
        self.cited(p, path)
        for name, a in p['attributes'].items():
            self.attribute(name, a, at(path, 'attributes', name))
        for k, g in enumerate(p['gates']):
            here = at(path, 'gates', k)
            require(g['id'] != 'route' or 'routes' not in p, here + '/id')
            for key in ('when', 'rule'):
                key in g and self.read(g[key], at(here, key), 'truth')
        for k, r in enumerate(p.get('routes', [])):
            distinct([s['id'] for s in r['steps']], at(path, 'routes', k, 'steps'), True)
            self.read(r['when'], at(path, 'routes', k, 'when'), 'truth')
        for k, c in enumerate(p['criteria']):
            here = at(path, 'criteria', k)
            require(c['dimension'] in [d['id'] for d in p['dimensions']], here + '/dimension')
            self.bounded(c['value'], here + '/value', 100)
        names = [c['id'] for c in p['criteria']]
        for name in p['weights']:
            require(name in names, at(path, 'weights', name))
        total = units(p.get('weightsTotal', 100), 10 ** 4)
        require(len(p['weights']) == len(names) and total > 0 and sum(units(w, 10 ** 4) for w in p['weights'].values()) == total, path + '/weights')
        distinct([c['party'] for c in p['ties']['commitments']], path + '/ties/commitments')
        for k, t in enumerate(p['ties']['order']):
            a = p['attributes'].get(t['attribute'], {'of': ''})
            require(a['of'] == 'person' and a['type'] in ('number', 'date', 'ordered'), at(path, 'ties', 'order', k, 'attribute'))
        for k, x in enumerate(p.get('limits', [])):
            self.limit(x, at(path, 'limits', k))
        stable = p['objective'] == 'stable'
        require(not stable or not ('limits' in p or 'lineOfCommand' in p['relations'] or 'sameUnit' in p['relations']), path + '/objective')

    def cited(self, v, path):
        """Every confidence is one of the scale."""
        for key, x in v.items() if isinstance(v, dict) else enumerate(v) if isinstance(v, list) else ():
            if isinstance(x, dict) and isinstance(x.get('confidence'), str) and 'source' in x:
                require(x['confidence'] in self.p['confidence']['scale'], at(path, key, 'confidence'))
            self.cited(x, at(path, key))

    def binds(self, c):
        """Whether a citation binds (3)."""
        scale = self.p['confidence']
        return 'own' in c or 'confirmed' in c or scale['scale'].index(c['confidence']) >= scale['scale'].index(scale['gateFrom'])

    def attribute(self, name, a, path):
        """An attribute that is declared as its type wants it (3)."""
        person, kind = a['of'] == 'person', a['type']
        require(ID.match(name) and name not in (('born', 'since', 'retires') if person else ('class', 'track')), path)
        require(kind != 'spells' or person, path)
        require(kind != 'ordered' or 'values' in a, path)
        require(kind == 'number' or not ('min' in a or 'max' in a), path)
        require(a.get('min', -10 ** 9) <= a.get('max', 10 ** 9), path + '/max')
        require('values' not in a or a['values'] and kind in ('ordered', 'text', 'set', 'spells'), path + '/values')
        distinct(a.get('values', []), path + '/values')
        require('validMonths' not in a or person, path + '/validMonths')
        require('combine' not in a or person and kind == 'number', path + '/combine')

    def limit(self, x, path):
        """A limit whose numbers and rules fit (3, 4.1)."""
        require(x['id'] not in [g['id'] for g in self.p['gates']], path + '/id')
        if isinstance(x.get('units'), list):
            distinct(x['units'], path + '/units')
        if x['kind'] == 'unit':
            require('min' in x or 'max' in x, path)
            require(x.get('min', 0) <= x.get('max', CUT), path + '/max')
            if 'who' in x:
                self.read(x['who'], path + '/who', 'truth')
                require(all(side == 'person' for side, *_ in reads(x['who'])), path + '/who')
        elif x['kind'] == 'budget':
            self.bounded(x['cost'], path + '/cost', 10 ** 6)

    def bounded(self, e, path, most):
        """A number that no evidence can take out of 0 to most: asked of every level and no seat (3.1)."""
        self.read(e, path, 'number')
        for level in range(len(self.levels)):
            for seat in range(-1, len(self.levels)):
                low, high = self.value(e, Anything(self, level, seat))
                require(low >= 0 and high <= most * 10 ** 6, path)

    def read(self, e, path, *want):
        """Kind and possible texts of an expression; Fail where its parts do not fit, or it is none of the kinds wanted."""
        kind, words = self.parts(e, e['op'], path)
        require(not want or kind in want, path)
        self.kinds[id(e)] = kind, words
        return kind, words

    def parts(self, e, op, path):
        """The same, of an expression by its operation (3.1)."""
        def sub(key, *want):
            return self.read(e[key], at(path, key), *want)

        def each(key, inner, *want):
            for k, x in enumerate(e[key]):
                self.read(x[inner] if inner else x, at(path, key, k, *([inner] if inner else [])), *want)
        if op == 'const':
            return ('truth' if isinstance(e['value'], bool) else 'text' if isinstance(e['value'], str) else 'number'), None
        if op in ('person', 'position', 'monthsIn', 'occurs'):
            a = self.p['attributes'].get(e['attribute'])
            require(a and a['of'] == ('position' if op == 'position' else 'person') and (a['type'] == 'spells') == (op in ('monthsIn', 'occurs')), path)
            if a['type'] != 'spells':
                return ('truth' if a['type'] == 'boolean' else a['type']), a.get('values')
            if isinstance(e['values'], list):
                require(e['values'], path + '/values')
                for k, x in enumerate(e['values']):
                    require('values' not in a or x in a['values'], at(path, 'values', k))
            else:
                sub('values', 'set', 'text')
            for key in ('from', 'to'):
                key in e and sub(key, 'date')
            return ('number' if op == 'monthsIn' else 'truth'), None
        if op in ('levelId', 'track'):
            return 'text', (self.levels if op == 'levelId' else self.tracks) + ([''] if e['of'] == 'seat' else [])
        if op == 'compare':
            return self.compared(e, sub('left', 'number', 'date', 'ordered', 'text', 'truth'), path, sub)
        if op == 'in':
            words = sub('item', 'text', 'ordered')[1]
            if isinstance(e['set'], dict):
                sub('set', 'set')
            elif words is not None:
                for k, x in enumerate(e['set']):
                    require(x in words, at(path, 'set', k))
        elif op == 'lookup':
            words = sub('key', 'text', 'ordered')[1]
            for key in e['table'] if words is not None else ():
                require(key in words, at(path, 'table', key))
            require('else' in e or words and e['table'] and all(x in e['table'] for x in words), path)
        elif op == 'monthsBetween':
            sub('from', 'date'), sub('to', 'date')
        elif op == 'shift':
            sub('of', 'date')
        elif op == 'piecewise':
            sub('of', 'number')
            require(e['points'] and all(a[0] < b[0] for a, b in zip(e['points'], e['points'][1:])), path)
        elif op == 'cases':
            for k, x in enumerate(e['cases']):
                self.read(x['when'], at(path, 'cases', k, 'when'), 'truth'), self.read(x['then'], at(path, 'cases', k, 'then'), 'number')
            sub('else', 'number')
        elif op in ('sum', 'product'):
            require(op == 'product' or e['terms'], path)
            each('terms' if op == 'sum' else 'of', 'of', 'number')
        elif op in ('min', 'max'):
            require(e['of'], path)
            each('of', None, 'number')
        elif op in ('all', 'any'):
            each('of', None, 'truth')
        elif op == 'not':
            sub('of', 'truth')
        return {'day': 'date', 'date': 'date', 'shift': 'date', 'unit': 'text', 'in': 'truth', 'all': 'truth', 'any': 'truth', 'not': 'truth'}.get(op, 'number'), None

    def compared(self, e, left, path, sub):
        """The kind of a comparison: numbers and dates, one order, or texts that can be each other (3.1)."""
        texts = ('text', 'ordered')
        right = sub('right', *(texts if left[0] in texts else left[:1]))
        if left[0] in texts:
            for one, other, key in ((left, right, 'right'), (right, left, 'left')):
                word = e[key].get('value') if e[key]['op'] == 'const' else None
                require(one[1] is None or word is None or word in one[1], path)
                require(one[0] != 'ordered' or (other[0] == 'ordered' and other[1] == one[1]) or word is not None, path)
        require(e['is'] == '=' or 'ordered' in (left[0], right[0]) or left[0] in ('number', 'date'), path)
        return 'truth', None

    def value(self, e, w):
        """The value of an expression in a world: (low, high) of a number in 1e-6, True or False, a text, a day, a list; None where it is unknown (3.1)."""
        op = e['op']
        if op == 'const' or op == 'day':
            v = e['value']
            return v if isinstance(v, (str, bool)) else (units(v), units(v))
        if op in ('person', 'position'):
            v, a = w.attribute(op, e['attribute']), self.p['attributes'][e['attribute']]
            if a['type'] != 'number':
                return v
            return (units(a['min']) if 'min' in a else -CUT, units(a['max']) if 'max' in a else CUT) if v is None else (v, v)
        if op in ('level', 'unit', 'levelId', 'track', 'class'):
            v = w.place(op, e['of'])
            return (10 ** 6, 99 * 10 ** 6) if op == 'class' and v is None else (v * 10 ** 6,) * 2 if op in ('level', 'class') else v
        if op == 'date':
            return w.day(e['of'])
        if op == 'compare':
            return self.compare(e, self.value(e['left'], w), self.value(e['right'], w))
        if op in ('all', 'any'):
            found, end = set(self.value(x, w) for x in e['of']), op == 'any'
            return end if end in found else None if None in found else not end
        if op == 'not':
            v = self.value(e['of'], w)
            return None if v is None else not v
        if op == 'in':
            item, among = self.value(e['item'], w), e['set'] if isinstance(e['set'], list) else self.value(e['set'], w)
            return None if item is None or among is None else item in among
        if op in ('monthsIn', 'occurs'):
            return spell_value(self, e, w)
        if op == 'shift':
            return shifted(self.value(e['of'], w), e.get('months', 0), e.get('days', 0), self.p['leapDay'])
        if op == 'monthsBetween':
            a, b = self.value(e['from'], w), self.value(e['to'], w)
            return (-CUT, CUT) if a is None or b is None else (months_between(a, b, self.p['leapDay']) * 10 ** 6,) * 2
        if op == 'lookup':
            key, other = self.value(e['key'], w), [units(e['else'])] if 'else' in e else []
            of = [units(x) for x in e['table'].values()] + other if key is None else [units(e['table'][key])] if key in e['table'] else other
            return min(of), max(of)
        if op == 'cases':
            return self.cases(e, w)
        if op == 'piecewise':
            points, (low, high) = [(units(x), units(y)) for x, y in e['points']], self.value(e['of'], w)
            of = [piece(points, e['mode'], x) for x in [low, high] + [x for x, _ in points if low < x < high]]
            return min(of), max(of)
        if op == 'sum':
            total = (0, 0)
            for t in e['terms']:
                weight, v = units(t['weight'], 10 ** 4), self.value(t['of'], w)
                ends = sorted(cut((2 * weight * x + 10 ** 4) // (2 * 10 ** 4)) for x in v)
                total = tuple(cut(a + b) for a, b in zip(total, ends))
            return total
        if op == 'product':
            of, ends = [(self.value(t['of'], w), t['power']) for t in e['of']], []
            for end in (0, 1):
                top, scale = 10 ** 8, 1
                for v, power in of:
                    top, scale = top * max(v[end], 0) ** power, scale * 10 ** (8 * power)
                ends.append(cut((2 * top + scale) // (2 * scale)))
            return tuple(ends)
        ends = [self.value(x, w) for x in e['of']]
        return tuple((min if op == 'min' else max)(x[end] for x in ends) for end in (0, 1))

    def compare(self, e, a, b):
        """A comparison of two values; on intervals true if it holds for every pair of values, false if for none (3.1)."""
        if a is None or b is None:
            return None
        left, right = self.kinds[id(e['left'])], self.kinds[id(e['right'])]
        if 'ordered' in (left[0], right[0]):
            words = left[1] if left[0] == 'ordered' else right[1]
            a, b = words.index(a), words.index(b)
        (a, a2), (b, b2) = (a if left[0] == 'number' else (a, a)), (b if left[0] == 'number' else (b, b))
        if e['is'] == '=':
            return True if a == a2 == b == b2 else False if left[0] in ('text', 'truth') or a2 < b or b2 < a else None
        if e['is'] in ('>', '>='):
            a, a2, b, b2 = b, b2, a, a2
        strict = e['is'] in ('<', '>')
        return True if (a2 < b if strict else a2 <= b) else False if (a >= b2 if strict else a > b2) else None

    def cases(self, e, w):
        """The first case that is true; the hull of those that may be (3.1)."""
        found = []
        for x in e['cases']:
            truth = self.value(x['when'], w)
            if truth is not False:
                found.append(self.value(x['then'], w))
            if truth:
                break
        else:
            found.append(self.value(e['else'], w))
        return min(x[0] for x in found), max(x[1] for x in found)

class Anything:
    """A world of which only the levels are known (3.1: criteria and costs)."""
    def __init__(self, rules, level, seat):
        self.rules, self.of = rules, {'position': level, 'seat': seat}
    def attribute(self, of, name):
        """Unknown."""
    def day(self, of):
        """Unknown."""
    def place(self, what, of):
        """Level; nothing of a seat that there is not; else unknown."""
        level = self.of[of]
        none = '' if level < 0 and what != 'class' else None
        return level if what == 'level' else self.rules.levels[level] if what == 'levelId' and level >= 0 else none
    def spells(self, name):
        """Unknown."""

def distinct(ids, path, rows=False):
    """No id twice; of rows none that differs in case only (7)."""
    for k, x in enumerate(ids):
        require(x not in ids[:k], at(path, k))
        require(not rows or x.lower() not in [y.lower() for y in ids[:k]], at(path, k, 'id'))

def reads(e):
    """What an expression reads, each once: (side, what, name)."""
    found = {}
    def walk(x):
        if isinstance(x, dict):
            op = x.get('op')
            if op in ('person', 'position'):
                found[op, 'attribute', x['attribute']] = 1
            elif op in ('monthsIn', 'occurs'):
                found['person', 'spells', x['attribute']] = 1
            elif op in ('level', 'unit', 'levelId', 'track', 'class'):
                found['position' if x['of'] == 'position' else 'person', 'place', op] = 1
            elif op == 'date' and x['of'] in ('born', 'since', 'retires'):
                found['person', 'day', x['of']] = 1
        for y in x.values() if isinstance(x, dict) else x if isinstance(x, list) else ():
            walk(y)
    walk(e)
    return list(found)

def cut(n):
    """No number leaves this (3.1)."""
    return max(-CUT, min(CUT, n))

def piece(points, mode, x):
    """A piecewise function at one place (3.1)."""
    if x <= points[0][0]:
        return points[0][1]
    k = max(k for k, (a, _) in enumerate(points) if a <= x)
    if k == len(points) - 1 or mode == 'step':
        return points[k][1]
    (a, y), (b, z) = points[k], points[k + 1]
    return y + (2 * (z - y) * (x - a) + b - a) // (2 * (b - a))

def add_months(day, n, leap):
    """The date n months later as (y, m, d): a day the month does not have is its last, 29 February by leap (3.1)."""
    y, m, d = map(int, day.split('-'))
    y, m = y + (m - 1 + n) // 12, (m - 1 + n) % 12 + 1
    last = 29 if m == 2 and (y % 4 == 0 and y % 100 or y % 400 == 0) else 28 if m == 2 else 30 if m in (4, 6, 9, 11) else 31
    return (y, 3, 1) if leap == 'mar1' and m == 2 and last == 28 and d == 29 else (y, m, min(d, last))

@functools.lru_cache(100000)
def months_between(a, b, leap):
    """Complete months (3.1)."""
    if b < a:
        return -months_between(b, a, leap)
    (y, m, d), (y2, m2, d2) = map(int, a.split('-')), map(int, b.split('-'))
    n = 12 * (y2 - y) + m2 - m
    return n if add_months(a, n, leap) <= (y2, m2, d2) else n - 1

def shifted(day, months, days, leap):
    """A date moved; None where it leaves the calendar (3.1)."""
    if day is None:
        return None
    day = (datetime.date(*add_months(day, months, leap)) + datetime.timedelta(days)).isoformat()
    return day if is_day(day) else None

def number_of(day):
    """A day as a number."""
    return datetime.date.fromisoformat(day).toordinal()

def months_of(stretches, leap):
    """Complete months of days, stretch by stretch (3.2.1)."""
    total, end = 0, None
    for a, b in sorted(stretches) + [(10 ** 9, 10 ** 9)]:
        if end is None or a > end + 1:
            if end is not None:
                total += months_between(*(datetime.date.fromordinal(x).isoformat() for x in (start, end + 1)), leap)
            start, end = a, b
        end = max(end, b)
    return total

def spell_value(rules, e, w):
    """Months under an attribute, or whether there were any (3.2.1)."""
    months, known = e['op'] == 'monthsIn', w.spells(e['attribute'])
    if known is None:
        return (0, CUT) if months else None
    spells, vouched, as_of = known
    ends = {key: rules.value(e[key], w) if key in e else None for key in ('from', 'to')}
    open_end = any(key in e and ends[key] is None for key in ends)
    first = number_of(ends['from']) if ends['from'] else 0
    last = number_of(ends['to'] or ('2199-12-31' if 'to' in e else as_of))
    if first > last:
        return (0, 0) if months else False
    among = e['values'] if isinstance(e['values'], list) else rules.value(e['values'], w)
    among = [among] if isinstance(among, str) else among
    today, leap = number_of(as_of), rules.p['leapDay']
    complete, sure, may, low, high, endless = vouched is not None and vouched >= min(last, today), [], [], 0, 0, False
    for s, dated in spells:
        matched = 'unmapped' not in s and among is not None and s['value'] in among
        if not (matched or 'unmapped' in s or among is None):
            continue
        if 'from' not in s:
            low, high, endless = low + (s.get('months', 0) if matched else 0), high + s.get('months', 0), True if 'months' not in s else endless
            may = may + [None] if not months else may
            continue
        begin, end = number_of(s['from']), number_of(s['to']) if 'to' in s else None
        surely = end if end is not None else max(begin, dated, vouched or 0)
        if matched and max(begin, first) <= min(surely, last):
            sure.append((max(begin, first), min(surely, last)))
        if max(begin, first) <= (last if end is None else min(end, last)):
            may.append((max(begin, first), last if end is None else min(end, last)))
    if not months:
        return True if sure and not open_end else False if complete and not may else None
    least = 0 if open_end else months_of(sure, leap) + (low if 'from' not in e and last >= today else 0)
    most = CUT if not complete or endless else (months_of(may, leap) + high) * 10 ** 6
    return least * 10 ** 6, max(most, least * 10 ** 6)
# ---- the round (2)
def check_round(r, rules, path='/round'):
    """A round in normal form whose names exist and that can be (2)."""
    p, A, as_of = rules.p, rules.p['attributes'], r['asOf']
    require(depth(r) <= 64, path)
    require(r.get('horizon', as_of) >= as_of, path + '/horizon')
    require(r.get('opened', as_of) <= as_of, path + '/opened')
    ids = {key: {x['id']: x for x in r[key]} for key in ('sources', 'units', 'positions', 'people', 'actors')}
    day = {s['id']: s['date'] for s in r['sources']}
    for key in ids:
        ordered(r[key], lambda x: x['id'], at(path, key))
        distinct_case([x['id'] for x in r[key]], at(path, key))
    def dated(x):
        return x['date'] if 'date' in x else day.get(x['source'], '')
    def known(x, here, **of):
        for key, table in of.items():
            for k, name in enumerate(x[key]) if isinstance(x.get(key), list) else [(None, x[key])] if key in x and x[key] != 'all' else ():
                require(name in ids[table], at(here, key) if k is None else at(here, key, k))
    for key in ('positions', 'people'):
        if r['scope'][key] != 'all':
            ordered(r['scope'][key], str, at(path, 'scope', key))
        known(r['scope'], path + '/scope', **{key: key})
    for k, u in enumerate(r['units']):
        known(u, at(path, 'units', k), parent='units')
    circle(r['units'], ids['units'], 'parent', path + '/units')
    chains = any(x['kind'] == 'chain' and rules.binds(x['citation']) for x in p.get('limits', []))
    horizon, wanted = r.get('horizon', as_of), r['scope']['positions']
    for k, q in enumerate(r['positions']):
        here = at(path, 'positions', k)
        known(q, here, unit='units', superior='positions')
        require(q['level'] in rules.levels, here + '/level')
        require('track' not in q or q['track'] in rules.tracks, here + '/track')
        require(q.get('opens', '') <= q.get('closes', '9'), here + '/closes')
        for name, v in q.get('attributes', {}).items():
            require(A.get(name, {'of': ''})['of'] == 'position', at(here, 'attributes', name))
            check_value(v, A[name], at(here, 'attributes', name))
        demands(q.get('requires', []), A, here + '/requires')
        open_ = q.get('opens', '') <= horizon < q.get('closes', '9') and (wanted == 'all' or q['id'] in wanted)
        require(not chains or q.get('seats', 1) == 1 or not open_, here + '/seats')
    circle(r['positions'], ids['positions'], 'superior', path + '/positions')
    held = {}
    for k, x in enumerate(r['people']):
        here = at(path, 'people', k)
        require(x.get('born', '') <= x.get('since', '9'), here + '/since')
        require(max(x.get('born', ''), x.get('since', '')) <= x.get('retires', '9'), here + '/retires')
        known(x, here, seat='positions', wishes='positions')
        distinct(x.get('wishes', []), here + '/wishes')
        if 'seat' in x:
            held[x['seat']] = held.get(x['seat'], 0) + 1
        for n, e in enumerate(x['evidence']):
            there = at(here, 'evidence', n)
            known(e, there, source='sources', by='actors')
            require(A.get(e['attribute'], {'of': ''})['of'] == 'person' and ('value' in e) != ('unmapped' in e), there)
            require(A[e['attribute']]['type'] != 'spells', there + '/value')
            'value' in e and check_value(e['value'], A[e['attribute']], there + '/value')
            require(dated(e) <= e.get('expires', '9'), there + '/expires')
        ordered(x['evidence'], lambda e: (e['attribute'], dated(e), e['source'], canonical(e.get('value', e.get('unmapped'))), canonical(e)), here + '/evidence', False)
        for key in ('spells', 'checked'):
            for n, s in enumerate(x.get(key, [])):
                there = at(here, key, n)
                require(A.get(s['attribute'], {'type': ''})['type'] == 'spells', there)
                known(s, there, source='sources')
                if key == 'spells':
                    require(('value' in s) != ('unmapped' in s), there)
                    'value' in s and check_value(s['value'], A[s['attribute']], there + '/value')
                    require('to' not in s or s.get('from', '9') <= s['to'], there + '/to')
                    require('months' not in s or 'from' not in s, there + '/months')
            ordered(x.get(key, []), lambda s: (s['attribute'],) + ((s.get('from', ''),) if key == 'spells' else ()) + (dated(s), s['source'], canonical(s)), at(here, key), False)
    for k, q in enumerate(r['positions']):
        require(held.get(q['id'], 0) <= q.get('seats', 1), at(path, 'positions', k))
    stated = {(x['a'], x['b'], x['degree']) for x in r['relations']}
    for k, x in enumerate(r['relations']):
        here = at(path, 'relations', k)
        known(x, here, a='people', b='people', source='sources')
        require(x['a'] != x['b'] and (p['relations']['declaration'] == 'either' or (x['b'], x['a'], x['degree']) in stated), here)
    ordered(r['relations'], lambda x: (x['a'], x['b'], x['kind'], x['degree'], x['source'], x.get('date', '')), path + '/relations', False)
    pinned = {}
    for k, x in enumerate(r['pins']):
        known(x, at(path, 'pins', k), person='people', position='positions')
        pinned[x['position']] = pinned.get(x['position'], 0) + 1
        require(pinned[x['position']] <= ids['positions'][x['position']].get('seats', 1), at(path, 'pins', k))
    ordered(r['pins'], lambda x: (x['person'], x['position']), path + '/pins')
    ordered(r['pins'], lambda x: x['person'], path + '/pins')
    gates = {g['id']: g for g in p['gates']}
    for k, x in enumerate(r['waivers']):
        here = at(path, 'waivers', k)
        known(x, here, person='people', position='positions')
        require('waivable' in gates.get(x['rule'], ()), here + '/rule')
        require(x['on'] <= as_of, here + '/on')
    ordered(r['waivers'], lambda x: (x['person'], x['position'], x['rule']), path + '/waivers')
    for k, a in enumerate(r['actors']):
        here = at(path, 'actors', k)
        known(a, here, person='people')
        for n, x in enumerate(a.get('interests', [])):
            known(x, at(here, 'interests', n), person='people')
        ordered(a.get('interests', []), lambda x: (x['person'], x['kind'], x.get('degree', -1)), here + '/interests')
    ordered(r['reveals'], lambda x: x['party'], path + '/reveals')
    for k, x in enumerate(p.get('limits', [])):
        for n, u in enumerate(x.get('units', ())) if x.get('units') != 'each' else ():
            require(u in ids['units'], at('/policy/limits', k, 'units', n))

def ordered(rows, key, path, strict=True):
    """Rows in their order; strict: none twice."""
    keys = [key(x) for x in rows]
    for k, (a, b) in enumerate(zip(keys, keys[1:])):
        require(a < b or a == b and not strict, at(path, k + 1))

def distinct_case(ids, path):
    """No two ids that differ in case only (7)."""
    seen = set()
    for k, x in enumerate(ids):
        require(x.lower() not in seen, at(path, k, 'id'))
        seen.add(x.lower())

def circle(rows, table, key, path):
    """Nothing is above itself."""
    for k, x in enumerate(rows):
        seen, up = set(), x
        while key in up:
            require(up['id'] not in seen and up[key] in table, at(path, k, key))
            seen.add(up['id'])
            up = table[up[key]]

def check_value(v, a, path):
    """A value as its attribute wants it (2, 3)."""
    kind = a['type']
    if kind == 'number':
        return require(is_decimal(v) and a.get('min', -10 ** 9) <= v <= a.get('max', 10 ** 9), path)
    if kind == 'set':
        require(isinstance(v, list), path)
        for k, x in enumerate(v):
            require(is_text(x) and x in a.get('values', [x]), at(path, k))
        return ordered(v, str, path)
    require(isinstance(v, bool) if kind == 'boolean' else isinstance(v, str) and (is_day(v) if kind == 'date' else is_text(v) and v in a.get('values', [v])), path)

def demands(rows, attributes, path):
    """What a position requires can be met together (2)."""
    left = {}
    for k, d in enumerate(rows):
        here, a = at(path, k), attributes.get(d['attribute'], {'of': ''})
        require(a['of'] == 'person' and a['type'] not in ('set', 'spells'), here + '/attribute')
        check_value(d['value'], a, here + '/value')
        kind, v = a['type'], d['value']
        require(kind not in ('text', 'boolean') or d['is'] == '=', here)
        if kind in ('text', 'boolean'):
            require(left.setdefault(d['attribute'], v) == v, here)
            continue
        v = units(v) if kind == 'number' else number_of(v) if kind == 'date' else a['values'].index(v)
        low, high = left.get(d['attribute'], (units(a.get('min', -10 ** 9)), units(a.get('max', 10 ** 9))) if kind == 'number' else
                             (number_of('1900-01-01'), number_of('2199-12-31')) if kind == 'date' else (0, len(a['values']) - 1))
        low = max(low, v + (d['is'] == '>')) if d['is'] in ('>', '>=', '=') else low
        high = min(high, v - (d['is'] == '<')) if d['is'] in ('<', '<=', '=') else high
        left[d['attribute']] = low, high
        require(low <= high, here)
    ordered(rows, canonical, path)

# ---- what is known (2, 3.2, 3.3)
class Gate:
    """A rule of the policy, the routes or a requirement; what it reads of each side; what it gave."""
    def __init__(self, name, rule, when, binds, only=False, flag=None):
        self.id, self.rule, self.when, self.binds, self.only = name, rule, when, binds, only
        self.reads, self.seen = reads([rule, when]), {}

class Facts:
    """A round read by a policy: evidence, gates, fits. People and positions by number, in the order of their ids."""
    def __init__(self, round_, rules):
        self.r, self.rules, self.p = round_, rules, rules.p
        r, p = round_, rules.p
        self.people, self.posts = r['people'], r['positions']
        self.pi, self.qi = ({x['id']: k for k, x in enumerate(t)} for t in (self.people, self.posts))
        self.seat = [self.qi[x['seat']] if 'seat' in x else -1 for x in self.people]
        self.level = [rules.levels.index(q['level']) for q in self.posts]
        self.seats = [q.get('seats', 1) for q in self.posts]
        self.dates, horizon = {s['id']: s['date'] for s in r['sources']}, r.get('horizon', r['asOf'])
        self.open = [q.get('opens', '') <= horizon and not q.get('closes', '9') <= horizon for q in self.posts]
        self.leaving = [x.get('retires', '9') <= horizon for x in self.people]
        scope = r['scope']
        self.may_move = [scope['people'] == 'all' or x['id'] in set(scope['people']) for x in self.people]
        self.may_take = [scope['positions'] == 'all' or q['id'] in set(scope['positions']) for q in self.posts]
        self.pin = {self.pi[x['person']]: self.qi[x['position']] for x in r['pins']}
        self.waived = {(self.pi[x['person']], self.qi[x['position']], x['rule']) for x in r['waivers']}
        self.by = [{} for _ in self.people]
        for k, x in enumerate(self.people):
            for item in x['evidence']:
                self.by[k].setdefault(item['attribute'], []).append(item)
        self.superior = [self.qi[q['superior']] if 'superior' in q else -1 for q in self.posts]
        self.actors, self.data, self.weights = {a['id']: a for a in r['actors']}, {}, [units(p['weights'][c['id']], 10 ** 4) for c in p['criteria']]
        self.total = units(p.get('weightsTotal', 100), 10 ** 4)
        self.gates = [Gate(g['id'], g['rule'], g.get('when'), rules.binds(g['citation']), g.get('onlyForMoves', False)) for g in p['gates']]
        if 'routes' in p:
            not_ = [{'op': 'not', 'of': x['when']} for x in p['routes']]
            ways = [{'op': 'all', 'of': [x['when']] + not_[:k]} for k, x in enumerate(p['routes']) if not x.get('outside')]
            self.gates.append(Gate('route', {'op': 'any', 'of': ways}, None, True, True))
        self.demands, made = [], {}
        for q in self.posts:
            mine = []
            for k, d in enumerate(q.get('requires', [])):
                key = canonical([k, d['attribute'], d['is'], d['value']])
                if key not in made:
                    right = {'op': 'day' if p['attributes'][d['attribute']]['type'] == 'date' else 'const', 'value': d['value']}
                    rule = {'op': 'compare', 'left': {'op': 'person', 'attribute': d['attribute']}, 'is': d['is'], 'right': right}
                    rules.read(rule, '')
                    made[key] = Gate('requires/%d' % k, rule, None, True)
                mine.append(made[key])
            self.demands.append(mine)
        self.worth = [Gate(c['id'], c['value'], None, True) for c in p['criteria']]
        self.fits, self.related_to = {}, {}

    def date(self, item):
        """The day of an item: its own or its source's."""
        return item.get('date', self.dates[item['source']])

    def bias(self, actor, i):
        """Why an actor's judgement of somebody does not count (3.2): silent, late, related, or None."""
        rule, a = self.p['relations'].get('recusal'), self.actors[actor]
        if rule is None:
            return None
        if 'statement' not in a:
            return 'silent'
        if a['statement']['on'] > self.r.get('opened', self.r['asOf']):
            return 'late'
        return 'related' if self.people[i]['id'] in self.kin(a, rule) else None

    def kin(self, a, rule):
        """Ids of whom an actor is related to, himself included (3.2)."""
        if a['id'] not in self.related_to:
            me = a.get('person')
            close = [(x['person'], x) for x in a.get('interests', [])] + [(x['b'] if x['a'] == me else x['a'], x) for x in self.r['relations'] if me in (x['a'], x['b'])]
            self.related_to[a['id']] = {me} | {who for who, x in close if x.get('degree', 99) <= rule['maxDegree'] or x['kind'] in rule.get('kinds', [])}
        return self.related_to[a['id']]

    def datum(self, i, name):
        """(value, None) or (None, cause) of an attribute of a person (3.2)."""
        if (i, name) not in self.data:
            v, cause = self.read_datum(self.by[i].get(name, []), i, self.p['attributes'][name])
            self.data[i, name] = (units(v) if self.p['attributes'][name]['type'] == 'number' and v is not None and cause is None else v), cause
            if cause == 'mean':
                self.data[i, name] = v, None
        return self.data[i, name]

    def read_datum(self, items, i, a):
        """Which evidence counts (3.2)."""
        as_of, left, lost = self.r['asOf'], [], set()
        for item in items:
            day = self.date(item)
            if 'by' in item and self.bias(item['by'], i):
                lost.add('recused')
            elif day > as_of:
                lost.add('future')
            elif item.get('expires', '9') < as_of or 'validMonths' in a and '%04d-%02d-%02d' % add_months(day, a['validMonths'], self.p['leapDay']) < as_of:
                lost.add('expired')
            else:
                left.append((item.get('by') if a.get('combine') == 'mean' else None, day, item))
        if not left:
            return None, ([c for c in ('recused', 'expired', 'future') if c in lost] + ['missing'])[0]
        found, causes = [], set()
        for rater in {x[0] for x in left}:
            last = max(day for by, day, _ in left if by == rater)
            said = [x for by, day, x in left if by == rater and day == last]
            if len({canonical([x.get('value'), x.get('unmapped')]) for x in said}) > 1:
                causes.add('conflict')
            elif 'unmapped' in said[0]:
                causes.add('unmapped')
            else:
                found.append(said[0]['value'])
        if causes:
            return None, min(causes)
        if a.get('combine') == 'mean':
            total = sum(units(x) for x in found)
            return (2 * total + len(found)) // (2 * len(found)), 'mean'
        return found[0], None

    def vouched(self, i, name):
        """The day up to which a record of spells is vouched for, as a number; None where it is not (3.2.1)."""
        as_of, months = self.r['asOf'], self.p['attributes'][name].get('validMonths', 0)
        days = [min(as_of, '%04d-%02d-%02d' % add_months(self.date(x), months, self.p['leapDay'])) for x in self.people[i].get('checked', [])
                if x['attribute'] == name and self.date(x) <= as_of]
        return number_of(max(days)) if days else None

    def spells(self, i, name):
        """The spells that count, each with its day as a number (3.2.1)."""
        as_of = self.r['asOf']
        return [(s, number_of(self.date(s))) for s in self.people[i].get('spells', []) if s['attribute'] == name and self.date(s) <= as_of and s.get('from', '') <= as_of]

    def key(self, gate, i, j):
        """What a gate reads of a person and a position: equal keys, equal answers."""
        w = Pair(self, i, j)
        return tuple(w.look(x) for x in gate.reads if (x[0] == 'person') == (j < 0))

    def ask(self, gate, i, j):
        """Truth of a gate, or value of a criterion, for a pair, asked once per key."""
        key = self.side_key(gate, i, -1), self.side_key(gate, -1, j)
        if key not in gate.seen:
            w = Pair(self, i, j)
            if gate.when is None:
                gate.seen[key] = self.rules.value(gate.rule, w)
            else:
                when = self.rules.value(gate.when, w)
                rule = None if when is False else self.rules.value(gate.rule, w)
                gate.seen[key] = True if when is False or rule is True else rule if when else None
        return gate.seen[key]

    def side_key(self, gate, i, j):
        """The key of one side, kept."""
        if (gate, i, j) not in self.fits:
            self.fits[gate, i, j] = self.key(gate, i, j)
        return self.fits[gate, i, j]

    def outcome(self, gate, i, j):
        """True, False or None of a gate for a pair, waivers in it (3.1, 4)."""
        return True if (i, j, gate.id) in self.waived else self.ask(gate, i, j)

    def of_pair(self, j):
        """All gates asked for a position: those of the policy, the routes, its requirements."""
        return self.gates + self.demands[j]

    def masks(self, i):
        """Positions, as bits, where some binding gate fails for a person, and where some is unknown (4)."""
        fails = unknown = 0
        for gate in self.asked:
            if not gate.binds:
                continue
            key = self.side_key(gate, i, -1)
            if key not in gate.bits:
                bad = open_ = 0
                for j, mask in gate.classes:
                    truth = self.ask(gate, i, j)
                    bad, open_ = bad | (mask if truth is False else 0), open_ | (mask if truth is None else 0)
                gate.bits[key] = bad, open_
            bad, open_ = gate.bits[key]
            for j in self.waived_by.get((i, gate.id), ()):
                bad, open_ = bad & ~(1 << j), open_ & ~(1 << j)
            fails, unknown = fails | bad, unknown | open_
        return fails, unknown

    def classes(self):
        """Groups positions that look alike to a gate, as bits."""
        self.asked, self.waived_by = list(self.gates) + list(dict.fromkeys(g for d in self.demands for g in d)), {}
        for i, j, rule in self.waived:
            self.waived_by.setdefault((i, rule), []).append(j)
        for gate in self.asked:
            groups = {}
            for j in range(len(self.posts)):
                if gate in self.demands[j] or gate in self.gates:
                    rep = groups.setdefault(self.side_key(gate, -1, j), [j, 0])
                    rep[1] |= 1 << j
            gate.classes, gate.bits = list(groups.values()), {}

    def fit(self, i, j):
        """(low, high, parts) of a pair (3.3)."""
        parts, T = [], self.total
        for gate, w in zip(self.worth, self.weights):
            parts.append(tuple((2 * v * w + 100 * T) // (2 * 100 * T) for v in self.ask(gate, i, j)))
        return sum(x[0] for x in parts), sum(x[1] for x in parts), parts

class Pair:
    """The world of a person and a position."""
    def __init__(self, facts, i, j):
        self.f, self.i, self.j = facts, i, j
    def attribute(self, of, name):
        """Value of an attribute, numbers in 1e-6; None where it is unknown."""
        if of == 'person':
            return self.f.datum(self.i, name)[0]
        v = self.f.posts[self.j].get('attributes', {}).get(name)
        return units(v) if v is not None and self.f.p['attributes'][name]['type'] == 'number' else v
    def day(self, of):
        """A day of the round or the person."""
        r = self.f.r
        return r['asOf'] if of == 'asOf' else r.get('horizon', r['asOf']) if of == 'horizon' else r['asOf'][:4] + '-01-01' if of == 'yearStart' else self.f.people[self.i].get(of)
    def place(self, what, of):
        """Level, unit, track or class of the position or the seat."""
        j = self.j if of == 'position' else self.f.seat[self.i]
        if j < 0:
            return -1 if what == 'level' else None if what == 'class' else ''
        return self.f.level[j] if what == 'level' else self.f.posts[j].get('level' if what == 'levelId' else what)
    def spells(self, name):
        """Spells, the day up to which they are vouched for, the day of the round."""
        return self.f.spells(self.i, name), self.f.vouched(self.i, name), self.f.r['asOf']
    def look(self, x):
        """What one of the things that an expression reads is, hashable."""
        side, what, name = x
        v = self.attribute(side, name) if what == 'attribute' else self.day(name) if what == 'day' else self.place(name, 'position' if side == 'position' else 'seat') if what == 'place' else canonical(self.spells(name)[0] and [s for s in self.f.people[self.i]['spells']]) + str(self.f.vouched(self.i, name))
        return tuple(v) if isinstance(v, list) else v

# ---- the market (4)
class Market:
    """Pairs, bounds and stages; which is certain or conditional."""
    def __init__(self, f, conditional):
        self.f, self.conditional = f, conditional
        n, m = len(f.people), len(f.posts)
        takes = sum(1 << j for j in range(m) if f.open[j] and f.may_take[j])
        above = [sum(1 << j for j in range(m) if f.level[j] >= k) for k in range(len(f.rules.levels))]
        self.pairs, self.stay = [], [-1] * n
        for i in range(n):
            seat, bits = f.seat[i], 0
            if not f.leaving[i] and f.may_move[i]:
                fails, unknown = f.masks(i)
                bits = takes & ~fails & ~(0 if conditional else unknown)
                if seat >= 0 and f.open[seat] and 'acceptsLower' not in f.people[i]:
                    bits &= above[f.level[seat]]
            if seat >= 0:
                bits &= ~(1 << seat)
                if f.open[seat] and not f.leaving[i]:
                    bits |= 1 << seat
            if i in f.pin:
                bits &= 1 << f.pin[i]
            js = []
            while bits:
                low = bits & -bits
                js.append(low.bit_length() - 1)
                bits ^= low
            self.pairs.append(js)
            if seat >= 0 and seat in js:
                self.stay[i] = seat
        forbid = f.p['displacement'] == 'forbid'
        self.owed = [f.seat[i] >= 0 and not f.leaving[i] for i in range(n)]
        self.row_min = [int(i in f.pin or (f.seat[i] >= 0 and not f.may_move[i] and self.stay[i] >= 0) or (forbid and self.owed[i])) for i in range(n)]
        self.col_max, stays = list(f.seats), [0] * m
        for j in self.stay:
            if j >= 0:
                stays[j] += 1
        self.col_min = [(f.seats[j] if f.may_take[j] else stays[j]) if f.open[j] and 'mustFill' in q else 0 for j, q in enumerate(f.posts)]
        self.low, self.sizes, self.rows = {}, {}, {}
        costs = f.p['costs']
        self.vacant, self.lateral = units(costs['vacantSeat']['points'], 10 ** 4), units(costs['lateralMove']['points'], 10 ** 4)
        open_levels, critical = {f.level[j] for j in range(m) if f.open[j]}, {f.level[j] for j in range(m) if f.open[j] and f.posts[j].get('critical')}
        self.stages = [('owed', lambda i, j: int(self.owed[i]))]
        if f.p['objective'] == 'total':
            if critical:
                self.stages.append(('critical', lambda i, j: int(bool(f.posts[j].get('critical')))))
            self.stages.append(('merit', self.merit))
        else:
            for level in sorted(open_levels, reverse=True):
                name = f.rules.levels[level]
                if level in critical:
                    self.stages.append(('critical:' + name, lambda i, j, l=level: int(f.level[j] == l and bool(f.posts[j].get('critical')))))
                self.stages.append(('merit:' + name, lambda i, j, l=level: self.merit(i, j) if f.level[j] == l else 0))
        self.stages.append(('moves', lambda i, j: -int(f.seat[i] != j)))

    def merit(self, i, j):
        """Merit of a pair in 1/10,000 point (4)."""
        if (i, j) not in self.low:
            f, seat = self.f, self.f.seat[i]
            sideways = seat >= 0 and seat != j and f.open[seat] and f.level[seat] == f.level[j]
            self.low[i, j] = f.fit(i, j)[0] + self.vacant - (self.lateral if sideways else 0)
        return self.low[i, j]

    def below(self, j):
        """Positions under one, by the chain of superior."""
        if 'under' not in self.sizes:
            under = [set() for _ in self.f.posts]
            for k in range(len(self.f.posts)):
                up = self.f.superior[k]
                while up >= 0:
                    under[up].add(k)
                    up = self.f.superior[up]
            self.sizes['under'] = under
        return self.sizes['under'][j]

    def related(self, kind):
        """(a, b, place in relations) of related people under a rule of the policy, both ways (4)."""
        rule = self.f.p['relations'].get(kind)
        of = [(self.f.pi[x['a']], self.f.pi[x['b']], k) for k, x in enumerate(self.f.r['relations']) if rule and x['degree'] <= rule['maxDegree']]
        return of + [(b, a, k) for a, b, k in of]

    def row(self, name):
        """(terms, b) of a side row (4.1) by its name, or None where there is none."""
        key = canonical(name)
        if key not in self.rows:
            flat = [x for x in name if isinstance(x, str)]
            kind = name[0] if name and isinstance(name[0], str) else None
            make = {'line': self.line, 'unit': self.unit, 'limit': self.limit}.get(kind)
            self.rows[key] = make(*name[1:]) if make and (len(flat) == len(name) or kind == 'limit') else None
        return self.rows[key]

    def line(self, head=None, below=None, position=None, *more):
        """A row of lineOfCommand (4.1)."""
        f = self.f
        a, b, j = f.pi.get(head), f.pi.get(below), f.qi.get(position)
        if more or None in (a, b, j) or j not in self.pairs[a] or not any((a, b) == x[:2] for x in self.related('lineOfCommand')):
            return None
        terms = {(b, k): 1 for k in self.pairs[b] if k in self.below(j) and not (self.stay[a] == j and self.stay[b] == k)}
        return (dict(terms, **{}) | {(a, j): 1}, 1) if terms else None

    def unit(self, a=None, b=None, unit=None, *last):
        """A row of sameUnit (4.1)."""
        f = self.f
        i, k = f.pi.get(a), f.pi.get(b)
        if None in (i, k) or i >= k or len(last) > 1 or not any((i, k) == x[:2] for x in self.related('sameUnit')):
            return None
        terms = [{(x, j): 1 for j in self.pairs[x] if f.posts[j]['unit'] == unit} for x in (i, k)]
        both = all(self.stay[x] >= 0 and f.posts[self.stay[x]]['unit'] == unit for x in (i, k))
        if both != bool(last) or last and last[0] not in (a, b) or not all(terms):
            return None
        terms = {**terms[0], **terms[1]}
        if last:
            terms.pop((f.pi[last[0]], self.stay[f.pi[last[0]]]))
        return terms, 1

    def limit(self, name=None, *more):
        """A row of a limit (4.1)."""
        f, x = self.f, next((x for x in self.f.p.get('limits', []) if x['id'] == name), None)
        if not isinstance(name, str) or x is None or not f.rules.binds(x['citation']):
            return None
        kind, all_ = x['kind'], [(i, j) for i, js in enumerate(self.pairs) for j in js] if len(more) < 3 else []
        if kind in ('moves', 'budget'):
            return None if more else ({(i, j): 1 if kind == 'moves' else self.cost(x, i, j) for i, j in all_ if self.stay[i] != j}, x['max'])
        if kind == 'chain':
            return self.chain_row(x, more[0]) if len(more) == 1 and isinstance(more[0], list) else None
        units_ = [u['id'] for u in f.r['units']] if x['units'] == 'each' else x['units']
        if not more or more[0] not in units_ or list(more[1:]) not in ([[]] if kind == 'donor' else [[s] for s in ('min', 'max') if s in x]):
            return None
        into = [(i, j) for i, j in all_ if f.posts[j]['unit'] == more[0]]
        if kind == 'donor':
            home = [i for i in range(len(f.people)) if self.sits(i) >= 0 and f.posts[self.sits(i)]['unit'] == more[0]]
            return {(i, j): -1 for i, j in into if i in set(home)}, -max(0, len(home) - x['maxLeaving'])
        side = more[1]
        terms = [(i, j) for i, j in into if (self.who(x, i) is True if side == 'min' else self.who(x, i) is not False)]
        today = sum(self.stay[i] == j for i, j in terms)
        return ({t: -1 for t in terms}, -min(x['min'], today)) if side == 'min' else ({t: 1 for t in terms}, max(x['max'], today))

    def sits(self, i):
        """The open position that somebody holds who is not leaving, or -1 (4.1)."""
        seat = self.f.seat[i]
        return seat if seat >= 0 and self.f.open[seat] and not self.f.leaving[i] and (self.stay[i] >= 0 or i in self.f.pin) else -1

    def who(self, x, i):
        """Truth of who a limit counts."""
        gate = self.rows.setdefault(('who', x['id']), Gate('', x.get('who', {'op': 'const', 'value': True}), None, True))
        return self.f.ask(gate, i, 0)

    def cost(self, x, i, j):
        """Cost of a move in whole units, rounded up (4.1)."""
        gate = self.rows.setdefault(('cost', x['id']), Gate('', x['cost'], None, True))
        return -(-self.f.ask(gate, i, j)[1] // 10 ** 6)

    def chain_row(self, x, names):
        """A row of a limit on chains (4.1)."""
        f = self.f
        js = [f.qi.get(q) for q in names]
        if len(js) != x['max'] or None in js or len(set(js)) < len(js) or any(f.seats[j] > 1 for j in js):
            return None
        holder = {self.sits(i): i for i in range(len(f.people))}
        if any(j not in holder for j in js):
            return None
        first, last = holder[js[0]], holder[js[-1]]
        terms = {(i, j): 1 for i, all_ in enumerate(self.pairs) for j in all_ if j == js[0] and i != first}
        terms.update({(holder[a], b): 1 for a, b in zip(js, js[1:]) if b in self.pairs[holder[a]]})
        terms.update({(last, j): 1 for j in self.pairs[last] if j != js[-1]})
        return terms, x['max']

    def limit_names(self):
        """(place in limits, name of the row) of every binding limit but chains."""
        f = self.f
        for k, x in enumerate(f.p.get('limits', [])):
            if f.rules.binds(x['citation']):
                units_ = [] if 'units' not in x else [u['id'] for u in f.r['units']] if x['units'] == 'each' else x['units']
                if x['kind'] in ('moves', 'budget'):
                    yield k, x, ['limit', x['id']]
                for u in units_:
                    for side in [[]] if x['kind'] == 'donor' else [[s] for s in ('max', 'min') if s in x]:
                        yield k, x, ['limit', x['id'], u] + side
                if x['kind'] == 'chain':
                    yield k, x, None
# ---- a plan (5)
class Plan:
    """A plan of a proposal against its market; each check answers an outcome or raises Fail."""
    def __init__(self, market, plan, path):
        self.m, self.f, self.p, self.path = market, market.f, plan, path
        self.fit_to_prove, self.to, self.none = False, None, plan['status'] == 'infeasible'
        self.closed = None

    def read(self):
        """Seats as position by person, each of which the market could hold but for gates (4); Fail E_PLAN."""
        f, to, load = self.f, {}, [0] * len(self.f.posts)
        before = -1
        for k, (who, where) in enumerate(self.p['seats']):
            here = at(self.path, 'seats', k)
            require(who in f.pi, here + '/0', 'E_PLAN'), require(where in f.qi, here + '/1', 'E_PLAN')
            i, j = f.pi[who], f.qi[where]
            require(i not in to, here, 'E_PLAN')
            to[i] = j
        order = list(to)
        for k in range(1, len(order)):
            require(order[k - 1] < order[k], at(self.path, 'seats', k), 'E_PLAN')
        self.to = to
        for k, (i, j) in enumerate(to.items()):
            here, seat = at(self.path, 'seats', k), f.seat[i]
            stays = seat == j
            require(f.open[j] and not f.leaving[i] and f.pin.get(i, j) == j, here, 'E_PLAN')
            require(stays or f.may_move[i] and f.may_take[j], here, 'E_PLAN')
            require(stays or seat < 0 or not f.open[seat] or f.level[j] >= f.level[seat] or 'acceptsLower' in f.people[i], here, 'E_PLAN')
            load[j] += 1
            require(load[j] <= f.seats[j], here, 'E_PLAN')
        self.load = load

    def feasibility(self):
        """Bounds, related people, limits, and what is derived from the seats (4, 4.1, 5)."""
        f, m, p = self.f, self.m, self.p
        if self.none:
            require(not any(p[key] for key in ('seats', 'objectives', 'moves', 'chains', 'vacant', 'tied')), self.path, 'E_DERIVED')
            require(not p['tiesProven'], self.path + '/tiesProven', 'E_DERIVED')
            return 'not-checked'
        self.read()
        ok = all(i in self.to for i, least in enumerate(m.row_min) if least) and all(self.load[j] >= least for j, least in enumerate(m.col_min))
        require(ok, self.path + '/seats', 'E_PLAN')
        self.relatives()
        chains = self.chains()
        for k, x, name in m.limit_names():
            if name is None:
                good = all(sum(i in self.to for i in c['who']) <= x['max'] for c in chains)
            else:
                terms, b = m.row(name)
                good = sum(terms.get(pair, 0) for pair in self.to.items()) <= b
            require(good, at('/policy/limits', k), 'E_PLAN_LIMIT')
        self.fit_to_prove = True
        moves = self.moves()
        self.same([{key: x[key] for key in mine} if False else {key: x[key] for key in x if key not in ('fit', 'provisional', 'conditions', 'waived', 'flags', 'route')} for x in p['moves']], moves, 'moves')
        self.same(p['chains'], [{k: v for k, v in c.items() if k != 'who'} for c in chains], 'chains')
        self.same(p['vacant'], self.vacancies(), 'vacant')
        for k, who in enumerate(p['tied']):
            require(k == 0 or f.pi.get(p['tied'][k - 1], -1) < f.pi.get(who, -1), at(self.path, 'tied', k), 'E_DERIVED')
        return 'holds'

    def same(self, said, found, name):
        """What is said is what follows."""
        for k, (a, b) in enumerate(zip(said, found)):
            require(a == b, at(self.path, name, k), 'E_DERIVED')
        require(len(said) == len(found), at(self.path, name), 'E_DERIVED')

    def relatives(self):
        """No related people in one line or one unit, unless both stay (4)."""
        f, m = self.f, self.m
        bad = set()
        for a, b, k in m.related('lineOfCommand'):
            if a in self.to and b in self.to and self.to[b] in m.below(self.to[a]):
                bad.add(k) if not (self.stays(a) and self.stays(b)) else None
        for a, b, k in m.related('sameUnit'):
            if a in self.to and b in self.to and f.posts[self.to[a]]['unit'] == f.posts[self.to[b]]['unit']:
                bad.add(k) if not (self.stays(a) and self.stays(b)) else None
        require(not bad, at('/round/relations', min(bad, default=0)), 'E_ROW')

    def stays(self, i):
        """Whether somebody sits where he sits today."""
        return self.to.get(i, -1) == self.f.seat[i] >= 0

    def movers(self):
        """Who moves, by id: every person whose seat changes and who is not leaving (5)."""
        return [i for i in range(len(self.f.people)) if not self.f.leaving[i] and self.to.get(i, -1) != self.f.seat[i]]

    def route(self, i):
        """(id of the route or None, its days or None where it is not known) (5)."""
        f, j = self.f, self.to.get(i, -1)
        if j < 0:
            return None, 0
        for x in f.p.get('routes', ()):
            truth = f.ask(self.m.rows.setdefault(('route', x['id']), Gate('', x['when'], None, True)), i, j)
            if truth is None:
                break
            if truth:
                return x['id'], sum(s['days'] for s in x['steps'])
        return None, None

    def moves(self):
        """What follows of each move but fit and gates (5)."""
        f, found = self.f, []
        for i in self.movers():
            a, b = f.seat[i], self.to.get(i, -1)
            kind = 'entry' if a < 0 else 'release' if b < 0 else 'promotion' if f.level[b] > f.level[a] else 'lateral' if f.level[b] == f.level[a] else 'demotion'
            pattern, hidden = None, False
            if kind == 'promotion':
                tracks = [f.posts[j].get('track') for j in (a, b)]
                pattern = None if None in tracks else 'vertical' if tracks[0] == tracks[1] else 'diagonal'
            if kind == 'lateral':
                pattern, hidden = 'horizontal', f.posts[b].get('class', 100) < f.posts[a].get('class', 0)
            found.append({'person': f.people[i]['id'], 'from': f.posts[a]['id'] if a >= 0 else None, 'to': f.posts[b]['id'] if b >= 0 else None, 'kind': kind,
                          'pattern': pattern, 'hiddenDemotion': hidden})
        return found

    def chains(self):
        """Chains and loops of the moves (5)."""
        f, movers, next_, first = self.f, self.movers(), {}, set()
        arrive, leave = {}, {}
        for i in movers:
            arrive.setdefault(self.to.get(i, -1), []).append(i), leave.setdefault(f.seat[i], []).append(i)
        for j, who in arrive.items():
            for k, i in enumerate(who):
                if j >= 0 and k < len(leave.get(j, ())):
                    next_[leave[j][k]] = i
                else:
                    first.add(i)
        found, left = [], set(movers)
        for i in sorted(first) + movers:
            if i in left:
                line = []
                while i in left:
                    left.remove(i)
                    line.append(i)
                    i = next_.get(i, -1)
                found.append(self.chain('chain' if line[0] in first else 'loop', line))
        return sorted(found, key=lambda c: c['people'][0])

    def chain(self, kind, line):
        """One chain with the days after which each move can happen (5)."""
        routes, ready, most = [self.route(i) for i in line], None, 0
        if 'routes' in self.f.p:
            ready = []
            for _, days in routes:
                most = None if days is None or most is None else max(most, days)
                ready.append(most)
            ready = [most] * len(line) if kind == 'loop' else ready
        return {'kind': kind, 'people': [self.f.people[i]['id'] for i in line], 'ready': ready, 'crosses': len({r for r, _ in routes} - {None}) > 1, 'who': line}

    def vacancies(self):
        """Open positions with fewer holders than seats, and why (5)."""
        f, m, found = self.f, self.m, []
        into = {}
        for i, js in enumerate(m.pairs):
            for j in js:
                into.setdefault(j, []).append(i)
        for j, q in enumerate(f.posts):
            if not f.open[j] or self.load[j] >= f.seats[j]:
                continue
            eligible, short = sum(m.stay[i] != j for i in into.get(j, ())), None
            cause = 'out-of-scope' if not f.may_take[j] else 'no-eligible' if not eligible else 'shortage'
            if cause == 'shortage':
                posts, people, todo = {j}, set(), [j]
                while todo and cause == 'shortage':
                    for i in into.get(todo.pop(), ()):
                        if i not in people:
                            people.add(i)
                            if i not in self.to:
                                cause = 'not-worth-it'
                            elif self.to[i] not in posts:
                                posts.add(self.to[i]), todo.append(self.to[i])
                if cause == 'shortage':
                    short = {'positions': len(posts), 'seats': sum(f.seats[k] for k in posts), 'people': len(people)}
            found.append({'position': q['id'], 'seats': f.seats[j] - self.load[j], 'eligible': eligible, 'cause': cause, 'short': short})
        return found

    def eligibility(self):
        """Gates of everybody who moves; conditions, waivers and flags as stated (4, 5)."""
        f, m = self.f, self.m
        if self.none or self.to is None:
            return 'not-checked'
        for k, (who, where) in enumerate(self.p['seats']):
            i, j = f.pi[who], f.qi[where]
            good = f.seat[i] == j or all(not g.binds or f.outcome(g, i, j) is True or m.conditional and f.outcome(g, i, j) is None for g in f.of_pair(j))
            require(good, at(self.path, 'seats', k), 'E_ELIGIBILITY')
        for k, x in enumerate(self.p['moves']):
            i = f.pi.get(x['person'], -1)
            if i not in self.movers():
                continue
            j = self.to.get(i, -1)
            found = {'route': self.route(i)[0], 'conditions': [], 'waived': [], 'flags': []}
            for gate in f.of_pair(j) if j >= 0 else ():
                truth = f.outcome(gate, i, j)
                if gate.binds and truth is None:
                    found['conditions'].append({'rule': gate.id, 'missing': self.missing(gate, i, j)})
                if not gate.binds and truth is not True:
                    found['flags'].append(gate.id)
                if (i, j, gate.id) in f.waived and f.ask(gate, i, j) is not True:
                    found['waived'].append(gate.id)
            for key in found:
                require(x[key] == found[key], at(self.path, 'moves', k, key), 'E_ELIGIBILITY')
        return 'holds'

    def missing(self, gate, i, j):
        """What a gate reads and is unknown (5)."""
        f, found, w = self.f, [], Pair(self.f, i, j)
        for side, what, name in gate.reads:
            cause = None
            if what == 'spells':
                cause = self.spell_cause(i, name)
            elif side == 'person' and what == 'attribute':
                cause = f.datum(i, name)[1]
            elif what == 'day' or side == 'position':
                cause = 'missing' if w.look((side, what, name)) is None else None
            if cause:
                place = (0, 0, name) if side == 'person' and what != 'day' else (0, 1, str(('born', 'since', 'retires').index(name))) if side == 'person' else (1, int(what == 'place'), name)
                found.append((place, {'about': side, 'attribute': name, 'cause': cause}))
        return [x for _, x in sorted(found, key=lambda y: y[0])]

    def spell_cause(self, i, name):
        """Why a record of spells is unknown, or None (5)."""
        f = self.f
        spells, vouched = f.spells(i, name), f.vouched(i, name)
        full = vouched is not None and vouched >= number_of(f.r['asOf'])
        return ('unmapped' if any('unmapped' in s for s, _ in spells) else ('missing' if not spells else 'unchecked') if not full else
                'undated' if any('from' not in s and 'months' not in s for s, _ in spells) else None)

    def scores(self):
        """Fits of the moves and values of the stages (3.3, 4)."""
        f, m = self.f, self.m
        if self.none or self.to is None:
            return 'not-checked'
        ids = [c['id'] for c in f.p['criteria']]
        for k, x in enumerate(self.p['moves']):
            i = f.pi.get(x['person'], -1)
            if i not in self.movers():
                continue
            j = self.to.get(i, -1)
            fit = None
            if j >= 0:
                low, high, parts = f.fit(i, j)
                fit = {'low': low, 'high': high, 'parts': [{'criterion': c, 'low': a, 'high': b} for c, (a, b) in zip(ids, parts)]}
            require(x['fit'] == fit, at(self.path, 'moves', k, 'fit'), 'E_SCORE')
            require(x['provisional'] == (fit is not None and fit['low'] != fit['high']), at(self.path, 'moves', k, 'provisional'), 'E_SCORE')
        self.values = [sum(weight(i, j) for i, j in self.to.items()) for _, weight in m.stages]
        found, said = [{'stage': name, 'value': v} for (name, _), v in zip(m.stages, self.values)], self.p['objectives']
        for k in range(max(len(found), len(said))):
            require(k < len(found) and k < len(said) and found[k] == said[k], at(self.path, 'objectives', k), 'E_SCORE')
        return 'holds'

    # ---- what proves it (5.1)
    def optimality(self):
        """The certificate, stage by stage (5.1)."""
        p, m, path = self.p, self.m, self.path
        proof = p['certificate']
        if self.none:
            require(p['gap'] is None, path + '/gap', 'E_CERT_SHAPE')
            require(self.f.p['objective'] != 'stable' or p['shortage'] is None, path + '/shortage', 'E_CERT_SHAPE')
            if p['shortage'] is not None or proof is None or self.f.p['objective'] == 'stable':
                require(proof is None, path + '/certificate', 'E_CERT_SHAPE')
                return 'holds' if p['shortage'] and self.shortage(p['shortage']) else 'unproven'
            require([(s['stage'], s['value']) for s in proof['stages']] == [('rows', -1)], path + '/certificate', 'E_CERT_SHAPE')
            return Proof(m, path + '/certificate/stages').nothing(proof['stages'][0])
        require(proof is not None, path + '/certificate', 'E_CERT_SHAPE')
        require(p['shortage'] is None, path + '/shortage', 'E_CERT_SHAPE')
        require((p['gap'] is not None) == (p['status'] == 'feasible'), path + '/gap', 'E_CERT_SHAPE')
        if not self.fit_to_prove or any(j not in m.pairs[i] for i, j in self.to.items()):
            return 'not-checked'
        if self.f.p['objective'] == 'stable':
            require(not proof['stages'] and p['status'] == 'optimal', path + '/certificate', 'E_CERT_SHAPE')
            return self.stable()
        here, values = path + '/certificate/stages', [sum(weight(i, j) for i, j in self.to.items()) for _, weight in m.stages]
        check, stages, gap = Proof(m, here), proof['stages'], p['gap']
        require(stages or gap is None, here, 'E_CERT_SHAPE')
        for k, stage in enumerate(stages):
            require(k < len(m.stages) and stage['stage'] == m.stages[k][0], at(here, k, 'stage'), 'E_CERT_SHAPE')
        require(gap is not None or len(stages) == len(m.stages), here, 'E_CERT_SHAPE')
        for k, stage in enumerate(stages):
            last = gap is not None and k == len(stages) - 1
            bound = check.stage(k, stage, values[k], last)
            if last:
                require(gap == {'stage': stage['stage'], 'value': values[k], 'bound': bound}, path + '/gap', 'E_CERT_BOUND')
                return 'unproven'
        self.closed = check
        return 'holds'

    def shortage(self, s):
        """Whether a shortage shows that there is no plan (5)."""
        f, m = self.f, self.m
        if any(x not in f.pi for x in s['people']) or any(x not in f.qi for x in s['positions']):
            return False
        people, posts = {f.pi[x] for x in s['people']}, {f.qi[x] for x in s['positions']}
        if s['side'] == 'people':
            return all(m.row_min[i] and set(m.pairs[i]) <= posts for i in people) and len(people) > sum(f.seats[j] for j in posts)
        return all(i in people for i, js in enumerate(m.pairs) if posts & set(js)) and sum(m.col_min[j] for j in posts) > len(people)

    def stable(self):
        """No pair blocks the plan (4)."""
        f, m = self.f, self.m
        holders = [[] for _ in f.posts]
        for i, j in self.to.items():
            holders[j].append(i)
        for i, js in enumerate(m.pairs):
            mine = self.rank(i, self.to.get(i, -1))
            for j in js:
                if self.rank(i, j) < mine:
                    fit = m.merit(i, j) if False else f.fit(i, j)[0]
                    out = [k for k in holders[j] if not (k in f.pin or f.seat[k] == j) and (f.seat[i] == j or f.fit(k, j)[0] < fit)]
                    require(self.load[j] >= f.seats[j] and not out, self.path + '/seats', 'E_CERT_NOT_OPTIMAL')
        return 'holds'

    def rank(self, i, j):
        """Where somebody puts a position: by wish, then by level; none is last (4)."""
        f, wishes = self.f, self.f.people[i].get('wishes', [])
        return (2, 0, 0) if j < 0 else (0, wishes.index(f.posts[j]['id']), 0) if f.posts[j]['id'] in wishes else (1, 0, -f.level[j])

    def ties(self):
        """Everybody in turn has the best that those before him leave (5.2)."""
        p, m, f, path = self.p, self.m, self.f, self.path
        if self.none:
            return 'not-checked'
        if not p['tiesProven']:
            return 'unproven'
        stable = f.p['objective'] == 'stable'
        require(p['status'] == 'optimal' and not stable and not (self.closed and self.closed.loose), path + '/tiesProven', 'E_TIE_ORDER')
        if self.closed is None:
            return 'not-checked'
        require(f.p['ties']['commitments'], '/policy/ties/commitments', 'E_TIE_COMMITMENT_MISSING')
        tied = self.turns(self.closed)
        require(tied == p['tied'], path + '/tied', 'E_TIE_ORDER')
        return 'holds'

    def turns(self, face):
        """Ids of those for whom the tie rule chose; Fail where one could have better (5.2)."""
        f, m, none = self.f, self.m, -1
        where = [self.to.get(i, none) for i in range(len(f.people))]
        edges = {}
        for i, js in enumerate(face.pairs):
            if face.row_max[i] == 0:
                js = []
            face.pairs[i] = js = list(js) + ([none] if not face.row_min[i] else [])
            for j in js:
                if j != where[i]:
                    key = where[i], j
                    edges[key] = edges.get(key, 0) + 1
        graph = {}
        for a, b in edges:
            graph.setdefault(a, set()).add(b)
        tied = []
        for i in self.order():
            a = where[i]
            others = [j for j in face.pairs[i] if j != a]
            if others:
                reach = self.reaches(graph, face, a)
                others = [j for j in others if j in reach]
                mine = self.taste(i, a)
                require(all(self.taste(i, j) > mine for j in others), at('/round/people', i), 'E_TIE_ORDER')
                if others:
                    tied.append(i)
                for j in face.pairs[i]:
                    if j != a:
                        edges[a, j] -= 1
                        if edges[a, j] == 0:
                            graph[a].discard(j)
        return [f.people[i]['id'] for i in sorted(tied)]

    def reaches(self, graph, face, target):
        """Places from which the target is reached by moving people later in the order; -2 stands for room somewhere else."""
        back = {}
        for a, bs in graph.items():
            for b in bs:
                back.setdefault(b, set()).add(a)
        for j in range(-1, len(self.f.posts)):
            if j < 0 or self.load[j] < face.col_max[j]:
                back.setdefault(-2, set()).add(j)
            if j < 0 or self.load[j] > face.col_min[j]:
                back.setdefault(j, set()).add(-2)
        seen, todo = {target}, [target]
        while todo:
            for a in back.get(todo.pop(), ()):
                if a not in seen:
                    seen.add(a), todo.append(a)
        return seen

    def taste(self, i, j):
        """How somebody likes a place in his turn (5.2)."""
        rank = self.rank(i, j)
        return rank if j < 0 else rank + (self.f.seat[i] != j, -self.f.fit(i, j)[0], j)

    def order(self):
        """People in the order of the tie rule (5.2)."""
        f, r = self.f, self.f.r
        key = hashlib.sha256(b'meritra/tie/0' + lp(r['id']) + b''.join(lp(x['nonce']) for x in r['reveals'])).digest()
        def place(i):
            keys = []
            for t in f.p['ties']['order']:
                v, a = f.datum(i, t['attribute'])[0], f.p['attributes'][t['attribute']]
                if v is not None:
                    v = number_of(v) if a['type'] == 'date' else a['values'].index(v) if a['type'] == 'ordered' else v
                keys.append((v is None, 0 if v is None else v if t['direction'] == 'ascending' else -v))
            return keys, hmac.new(key, f.people[i]['id'].encode(), 'sha256').digest(), i
        return sorted(range(len(f.people)), key=place)

class Proof:
    """What is left of a market while its stages are closed one by one (5.1)."""
    def __init__(self, market, path):
        self.m, self.f, self.path, self.loose, self.done = market, market.f, path, False, []
        self.pairs, self.row_min, self.row_max = [list(js) for js in market.pairs], list(market.row_min), [1] * len(market.pairs)
        self.col_min, self.col_max = list(market.col_min), list(market.col_max)

    def row(self, name):
        """A row by its name; those of earlier stages too (5.1)."""
        if len(name) == 2 and name[0] == 'stage':
            for k, (stage, value) in enumerate(self.done):
                if stage == name[1]:
                    weight = self.m.stages[k][1]
                    return {(i, j): -weight(i, j) for i, js in enumerate(self.m.pairs) for j in js if weight(i, j)}, -value
            return None
        return self.m.row(name)

    def duals(self, node, path):
        """Duals and rows of a bound, whole and in order (5.1): u, v, [(times, terms, b)], D."""
        lists = []
        for key, index in (('people', self.f.pi), ('positions', self.f.qi)):
            of, before = [0] * len(index), -1
            for k, (name, dual) in enumerate(node[key]):
                require(index.get(name, -1) > before and dual != 0 and abs(dual) <= LIMIT, at(path, key, k), 'E_CERT_SHAPE')
                before = index[name]
                of[before] = dual
            lists.append(of)
        rows, names = [], [canonical(name) for name, _ in node.get('rows', [])]
        for k, (name, times) in enumerate(node.get('rows', [])):
            require(k == 0 or names[k - 1] < names[k], at(path, 'rows', k), 'E_CERT_SHAPE')
            row = self.row(name)
            require(row is not None, at(path, 'rows', k), 'E_CERT_SHAPE')
            rows.append((times,) + row)
        return lists[0], lists[1], rows, node.get('denominator', 1)

    def bound(self, node, path, weight):
        """B of a bound that covers every pair left (5.1), and what is left over of each pair."""
        u, v, rows, D = self.duals(node, path)
        extra, slacks = {}, []
        for times, terms, _ in rows:
            for pair, a in terms.items():
                if pair[1] in self.pairs[pair[0]]:
                    extra[pair] = extra.get(pair, 0) + times * a
                    require(abs(times * a) <= LIMIT and abs(extra[pair]) <= LIMIT, path + '/rows', 'E_CERT_SHAPE')
        for i, js in enumerate(self.pairs):
            ui, of = u[i], []
            for j in js:
                w = D * weight(i, j) if weight else 0
                require(abs(w) <= LIMIT, path + '/denominator', 'E_CERT_SHAPE')
                s = ui + v[j] + extra.get((i, j), 0) - w if extra else ui + v[j] - w
                require(s >= 0, path, 'E_CERT_BOUND')
                of.append(s)
            slacks.append(of)
        B = sum(d * (self.row_max[i] if d > 0 else self.row_min[i]) for i, d in enumerate(u) if d)
        B += sum(d * (self.col_max[j] if d > 0 else self.col_min[j]) for j, d in enumerate(v) if d) + sum(times * b for times, _, b in rows)
        return B, D, u, v, slacks, bool(rows)

    def stage(self, k, node, value, last):
        """Closes a stage, or bounds its gap (5.1): the bound."""
        here, (name, weight) = at(self.path, k), self.m.stages[k]
        B, D, u, v, slacks, rows = self.bound(node, here, weight)
        best = B // D
        if 'tree' in node:
            require(best != value, here + '/tree', 'E_CERT_SHAPE')
            best = max(value, self.tree(node['tree'], here + '/tree', weight, None if last else value))
        if last:
            require(node['value'] == best, here + '/value', 'E_CERT_BOUND')
            return best
        require(best == value, here, 'E_CERT_NOT_OPTIMAL')
        require(node['value'] == value, here + '/value', 'E_CERT_BOUND')
        g = B - D * value
        require(g <= LIMIT, here, 'E_CERT_SHAPE')
        self.loose = self.loose or g > 0 or rows or 'tree' in node
        self.shrink(u, v, slacks, g)
        self.done.append((name, value))
        return best

    def shrink(self, u, v, slacks, g):
        """What the slack leaves for the next stage (5.1)."""
        for i, d in enumerate(u):
            if d > g:
                self.row_min[i] = self.row_max[i]
            elif -d > g:
                self.row_max[i] = self.row_min[i]
        for j, d in enumerate(v):
            if d > 0:
                self.col_min[j] = max(self.col_min[j], self.col_max[j] - g // d)
            elif d < 0:
                self.col_max[j] = min(self.col_max[j], self.col_min[j] + g // -d)
        self.pairs = [[j for j, s in zip(js, of) if s <= g and self.col_max[j] > 0] if self.row_max[i] > 0 else [] for i, (js, of) in enumerate(zip(self.pairs, slacks))]

    def tree(self, node, path, weight, value):
        """The greatest bound of the leaves (5.1); value is the most they may leave, None where they may leave more."""
        if 'person' not in node:
            require(weight or 'none' in node, path, 'E_CERT_SHAPE')
            B, D, *_ = self.bound(node, path, None if 'none' in node else weight)
            if 'none' in node:
                require(B < 0, path, 'E_CERT_BOUND')
                return -10 ** 30
            require(value is None or B // D <= value, path, 'E_CERT_NOT_OPTIMAL')
            return B // D
        i = self.f.pi.get(node['person'])
        require(i is not None, path + '/person', 'E_CERT_SHAPE')
        js, before = [], -1
        for k, name in enumerate(node['positions']):
            require(self.f.qi.get(name, -1) > before, at(path, 'positions', k), 'E_CERT_SHAPE')
            before = self.f.qi[name]
            js.append(before)
        all_, least, bounds = self.pairs[i], self.row_min[i], []
        self.pairs[i], self.row_min[i] = [j for j in all_ if j in js], 1
        bounds.append(self.tree(node['in'], path + '/in', weight, value))
        self.pairs[i], self.row_min[i] = [j for j in all_ if j not in js], least
        bounds.append(self.tree(node['out'], path + '/out', weight, value))
        self.pairs[i] = all_
        return max(bounds)

    def nothing(self, node):
        """That there is no plan (5.1)."""
        here = at(self.path, 0)
        B, *_ = self.bound(node, here, None)
        if 'tree' in node:
            require(B >= 0, here + '/tree', 'E_CERT_SHAPE')
            self.tree(node['tree'], here + '/tree', None, -1)
        else:
            require(B < 0, here, 'E_CERT_BOUND')
        return 'holds'

# ---- the whole bundle (5.3, 6)
def findings(f, m):
    """What is found in the round (5.3)."""
    found, p, r, ids = [], f.p, f.r, [x['id'] for x in f.people]
    line, unit = set(), set()
    for a, b, _ in m.related('lineOfCommand'):
        if f.seat[a] >= 0 and f.seat[b] >= 0 and f.seat[b] in m.below(f.seat[a]):
            line.add((min(a, b), max(a, b), a, b))
    for a, b, _ in m.related('sameUnit'):
        if a < b and f.seat[a] >= 0 and f.seat[b] >= 0 and f.posts[f.seat[a]]['unit'] == f.posts[f.seat[b]]['unit']:
            unit.add((a, b))
    found += [{'code': 'related-in-line', 'head': ids[a], 'below': ids[b]} for *_, a, b in sorted(line)]
    found += [{'code': 'related-in-unit', 'a': ids[a], 'b': ids[b]} for a, b in sorted(unit)]
    for i, j in enumerate(f.seat):
        if j >= 0 and f.open[j] and not f.leaving[i]:
            rules = [g.id for g in f.of_pair(j) if g.binds and not g.only and f.outcome(g, i, j) is False]
            if rules:
                found.append({'code': 'incumbent-fails', 'person': ids[i], 'position': f.posts[j]['id'], 'rules': rules})
    rule = p['relations'].get('recusal')
    if rule:
        items = {}
        for i, x in enumerate(f.people):
            for item in x['evidence']:
                why = f.bias(item['by'], i) if 'by' in item else None
                if why:
                    key = item['by'], why, ids[i] if why == 'related' else None
                    items[key] = items.get(key, 0) + 1
        for a in r['actors']:
            why = 'silent' if 'statement' not in a else 'late' if a['statement']['on'] > r.get('opened', r['asOf']) else None
            for reason, who in ([(why, None)] if why else []) + [('related', x) for x in sorted(f.kin(a, rule) - {None})]:
                found.append({'code': 'recused', 'actor': a['id'], 'role': a['role'], 'reason': reason, 'person': who, 'items': items.get((a['id'], reason, who), 0)})
    today = []
    for k, x, name in m.limit_names():
        if x['kind'] == 'unit':
            u, side = name[2], name[3]
            now = sum(1 for i, j in enumerate(m.stay) if j >= 0 and f.posts[j]['unit'] == u and (m.who(x, i) is True if side == 'min' else m.who(x, i) is not False))
            if now < x['min'] if side == 'min' else now > x['max']:
                today.append({'code': 'limit-today', 'limit': x['id'], 'unit': u, 'side': side, 'bound': x[side], 'today': now})
    found += sorted(today, key=lambda x: (x['limit'], x['unit'], x['side']))
    used = {name for side, _, name in reads([p['gates'], p.get('routes'), p.get('limits'), p['criteria']])} | {t['attribute'] for t in p['ties']['order']}
    used |= {d['attribute'] for q in f.posts for d in q.get('requires', [])}
    unused = {}
    for x in f.people:
        for item in x['evidence'] + x.get('spells', []):
            if item['attribute'] not in used:
                unused[item['attribute']] = unused.get(item['attribute'], 0) + 1
    return found + [{'code': 'attribute-unused', 'attribute': a, 'items': n} for a, n in sorted(unused.items())]

def integrity(b):
    """Hashes and nonces (1, 5.2)."""
    r, p, said = b['round'], b['policy'], b['proposal']
    require(said['round']['hash'] == hash_of(r), '/round', 'E_INPUT_HASH')
    require(said['policy']['hash'] == hash_of(p), '/policy', 'E_POLICY_HASH')
    for key in ('id', 'asOf'):
        require(said['round'][key] == r[key], '/proposal/round/' + key, 'E_INPUT_HASH')
    require(said['policy']['id'] == p['id'], '/proposal/policy/id', 'E_POLICY_HASH')
    require(said['objective'] == p['objective'], '/proposal/objective', 'E_POLICY_HASH')
    sealed, shown = {c['party']: c['hash'] for c in p['ties']['commitments']}, {x['party'] for x in r['reveals']}
    for k, x in enumerate(r['reveals']):
        good = sealed.get(x['party']) == sha(b'meritra/tie-commitment/0', lp(x['party']), lp(x['nonce']))
        require(good, at('/round/reveals', k), 'E_SEED_COMMITMENT')
    for k, c in enumerate(p['ties']['commitments']):
        require(c['party'] in shown, at('/policy/ties/commitments', k), 'E_SEED_WITHHELD')
    return 'holds'

CHECKS = ('format', 'integrity', 'feasibility', 'eligibility', 'scores', 'optimality', 'ties')

def verify(b):
    """The verdicts document of a bundle (6)."""
    found = []
    def check(name, *works):
        results = []
        for work in works:
            try:
                results.append((work(), None))
            except Fail as fail:
                results.append(('fails', fail))
        outcome = next((x for x in ('fails', 'unproven', 'not-checked') if x in [o for o, _ in results]), 'holds')
        fail = next((x for _, x in results if x), None)
        found.append({'check': name, 'outcome': outcome, **({'code': fail.code, 'path': fail.path} if fail else {})})
    def format_():
        shape(b, 'bundle', '')
        require(depth(b['proposal']) <= 64, '/proposal')
        rules.append(Rules(b['policy']))
        check_round(b['round'], rules[0])
        return 'holds'
    rules = []
    check('format', format_)
    if found[0]['outcome'] != 'holds':
        found += [{'check': name, 'outcome': 'not-checked'} for name in CHECKS[1:]]
        return {'format': 'meritra/verdicts/0', 'verdicts': found}
    check('integrity', lambda: integrity(b))
    f, said = Facts(b['round'], rules[0]), b['proposal']
    f.classes()
    certain, conditional = Market(f, False), Market(f, True)
    same = certain.pairs == conditional.pairs
    plans = [Plan(certain, said['certain'], '/proposal/certain')]
    if said['conditional'] is not None:
        plans.append(Plan(conditional, said['conditional'], '/proposal/conditional'))
    def whole():
        require((said['conditional'] is None) == same, '/proposal/conditional', 'E_PLAN')
        p = f.p
        told = [{'id': x['id'], 'confidence': x['citation']['confidence']} for x in p['gates'] + p.get('limits', []) if not f.rules.binds(x['citation'])]
        require(said['rules']['unconfirmed'] == told, '/proposal/rules/unconfirmed', 'E_DERIVED')
        require(said['rules']['gateFrom'] == p['confidence']['gateFrom'], '/proposal/rules/gateFrom', 'E_DERIVED')
        require(said['rules']['lawCheckedOn'] == p['lawCheckedOn'], '/proposal/rules/lawCheckedOn', 'E_DERIVED')
        mine = findings(f, certain)
        for k, x in enumerate(said['findings']):
            require(k < len(mine) and x == mine[k], at('/proposal/findings', k), 'E_DERIVED')
        require(len(said['findings']) == len(mine), at('/proposal/findings', len(said['findings'])), 'E_DERIVED')
        return 'holds'
    check('feasibility', *[x.feasibility for x in plans], whole)
    for name in CHECKS[3:]:
        check(name, *[getattr(x, name) for x in plans])
    return {'format': 'meritra/verdicts/0', 'verdicts': found}

def main(args):
    """Prints the verdicts of each bundle; the exit code."""
    code = 0
    lines = (line for line in sys.stdin.buffer) if args == ['--stdin'] else args
    for source in lines:
        try:
            answer = verify(read_json(source if isinstance(source, bytes) else open(source, 'rb').read()))
        except (OSError, ValueError) as wrong:
            print('cannot be read: %s' % wrong, file=sys.stderr)
            code = 2
            if isinstance(source, bytes):
                print('null')
            continue
        print(canonical(answer), flush=True)
        code = max(code, int(any(x['outcome'] == 'fails' for x in answer['verdicts'])))
    return code

if __name__ == '__main__':
    sys.exit(main(sys.argv[1:]))
