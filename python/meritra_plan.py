"""What is known, the market, plans, their proofs, amendments: what follows from a round and a policy. Part of meritra_verify.py, written
from docs/formats.md alone; numbers in brackets are sections of that page."""
import hmac; from meritra_rules import LIMIT, Fail, add_months, at, canonical, half_up, hash_of, lp, need, ordinal, reads, sha, units
# ---- [3.2, 3.3] what is known
class Gate:  # a rule, criterion or route: what it reads of each side, what it gave
  def __init__(self, name, rule, when=None, binds=True, only=False):
    self.id, self.rule, self.when, self.binds, self.only, self.seen, self.sides = name, rule, when, binds, only, {}, ({}, {})
    self.reads = [[x for x in reads([rule, when]) if x[0] == side] for side in ('person', 'position')]
class Facts:  # a round read by a policy; people and positions by number, in the order of their ids
  def __init__(self, r, rules):
    self.r, self.rules, self.p, self.people, self.posts, self.data, self.close = r, rules, rules.p, r['people'], r['positions'], {}, {}
    p = rules.p; self.pi, self.qi = ({x['id']: k for k, x in enumerate(t)} for t in (self.people, self.posts))
    self.n, self.m = len(self.people), len(self.posts)
    self.seat, self.level = [self.qi.get(x.get('seat'), -1) for x in self.people], [rules.levels.index(q['level']) for q in self.posts]
    self.seats, self.superior = [q.get('seats', 1) for q in self.posts], [self.qi.get(q.get('superior'), -1) for q in self.posts]
    self.dates, horizon, scope = {s['id']: s['date'] for s in r['sources']}, r.get('horizon', r['asOf']), {key: v if v == 'all' else set(v)
        for key, v in r['scope'].items()}
    self.open, self.leaving = [q.get('opens', '') <= horizon < q.get('closes', '9') for q in self.posts], [x.get('retires', '9') <= horizon
        for x in self.people]
    self.may_move, self.may_take = ([scope[key] == 'all' or x['id'] in scope[key] for x in t] for key, t in (('people', self.people),
        ('positions', self.posts)))
    self.pin, self.waived = {self.pi[x['person']]: self.qi[x['position']] for x in r['pins']}, {(self.pi[x['person']],
        self.qi[x['position']], x['rule']) for x in r['waivers']}
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
      self.gates.append(Gate('route', {'op': 'any', 'of': [{'op': 'all', 'of': [x['when']] + nots[:k]} for k, x in enumerate(p['routes'])
          if not x.get('outside')]}, None, True, True))
    def demand(k, d):  # one gate for all positions that ask the same in the same place
      right = {'op': 'day' if p['attributes'][d['attribute']]['type'] == 'date' else 'const', 'value': d['value']}
      rule = {'op': 'compare', 'left': {'op': 'person', 'attribute': d['attribute']}, 'is': d['is'], 'right': right}
      key = k, canonical(rule)
      if key not in made: rules.read(rule, ''); made[key] = Gate(f'requires/{k}', rule)
      return made[key]
    self.demands = [[demand(k, d) for k, d in enumerate(q.get('requires', []))] for q in self.posts]
    self.worth, self.counts = [Gate(c['id'], c['value']) for c in p['criteria']], {x['id']: Gate('', x.get('who', x.get('cost',
        {'op': 'const', 'value': True}))) for x in p.get('limits', [])}
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
  def silence(self, a):
    return 'silent' if 'statement' not in a else 'late' if a['statement']['on'] > self.r.get('opened', self.r['asOf']) else None
  def kin(self, a, rule):  # [3.2] ids of whom an actor is related to, himself included
    if a['id'] not in self.close:
      me, R = a.get('person'), self.r['relations']
      of = [(x['person'], x) for x in a.get('interests', [])] + [(x['b'] if x['a'] == me else x['a'], x) for x in R if me in (x['a'],
          x['b'])]
      self.close[a['id']] = ({me} | {who for who, x in of if x.get('degree', 99) <= rule['maxDegree'] or x['kind'] in rule.get('kinds',
          [])}) - {None}
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
      last = max(day for day, _ in said); said = [x for day, x in said if day == last]
      if len({canonical([x.get('value'), x.get('unmapped')]) for x in said}) > 1: causes.add('conflict')
      elif 'unmapped' in said[0]: causes.add('unmapped')
      else: found.append(units(said[0]['value']) if a['type'] == 'number' else said[0]['value'])
    return (None, min(causes)) if causes else (half_up(sum(found), len(found)) if mean else found[0], None)
  def spells(self, i, name):  # [3.2.1] spells that count, each with its day; the day vouched for; the day of the round
    as_of, months = self.r['asOf'], self.p['attributes'][name].get('validMonths', 0)
    days = [min(as_of, self.later(self.day(x), months)) for x in self.people[i].get('checked', []) if x['attribute'] == name
        and self.day(x) <= as_of]
    of = [(s, ordinal(self.day(s))) for s in self.people[i].get('spells', []) if s['attribute'] == name
        and self.day(s) <= as_of >= s.get('from', '')]
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
    rule = self.p['relations'].get(kind)
    of = [(self.pi[x['a']], self.pi[x['b']], k) for k, x in enumerate(self.r['relations']) if rule and x['degree'] <= rule['maxDegree']]
    return of + [(b, a, k) for a, b, k in of]
  def kind(self, a, b):  # [5] what a move from a to b is called
    if min(a, b) < 0: return None if a == b else 'entry' if a < 0 else 'release'
    return ('demotion', 'lateral', 'promotion')[(self.level[b] > self.level[a]) - (self.level[b] < self.level[a]) + 1]
class Pair:  # the world of a person and a position
  def __init__(self, f, i, j): self.f, self.i, self.j = f, i, j
  def attribute(self, of, name):
    if of == 'person': return self.f.datum(self.i, name)[0]
    v = self.f.posts[self.j].get('attributes', {}).get(name)
    return units(v) if v is not None and self.f.p['attributes'][name]['type'] == 'number' else v
  def day(self, of):
    r = self.f.r
    return {'asOf': r['asOf'], 'horizon': r.get('horizon', r['asOf']),
        'yearStart': r['asOf'][:4] + '-01-01'}.get(of) or self.f.people[self.i].get(of)
  def place(self, what, of):
    j = self.j if of == 'position' else self.f.seat[self.i]
    return {'level': -1, 'class': None}.get(what, '') if j < 0 else self.f.level[j] if what == 'level' else self.f.posts[j].get('level'
        if what == 'levelId' else what)
  def spells(self, name): return self.f.spells(self.i, name)
  def look(self, x):
    side, what, name = x
    if what == 'spells': return str(self.spells(name))
    v = self.attribute(side, name) if what == 'attribute' else self.day(name) if what == 'day' else self.place(name, side)
    return tuple(v) if isinstance(v, list) else v
# ---- [4] the market
class Market:  # amend [5.5]: what is in force (required, forbidden, closed) and the announced pairs
  def __init__(self, f, conditional, amend=None):
    self.f, self.conditional, p, self.low, self.rows, self.amend = f, conditional, f.p, {}, {}, amend
    need_, forbidden, closed, kept = amend or ({}, set(), set(), set())
    self.pin, self.closed = {**{i: j for i, j in f.pin.items() if (i, j) not in forbidden and (j not in closed or f.seat[i] == j)},
        **need_}, closed
    takes, above = sum(1 << j for j in range(f.m) if f.open[j] and f.may_take[j]), [sum(1 << j for j in range(f.m) if f.level[j] >= k)
        for k in range(len(f.rules.levels))]
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
    self.row_min = [int(i in self.pin or not f.may_move[i] and self.stay[i] >= 0 or p['displacement'] == 'forbid' and self.owed[i])
        for i in range(f.n)]
    for j in self.stay: stays[j] += 1
    self.col_max, self.col_min = list(f.seats), [(f.seats[j] if f.may_take[j] else stays[j]) if f.open[j] and 'mustFill' in q else 0 for j,
        q in enumerate(f.posts)]
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
      f, seat = self.f, self.f.seat[i]
      self.low[i, j] = f.fit(i, j)[0] + f.costs[0] - f.costs[1] * (seat >= 0 and seat != j and f.open[seat] and f.level[seat] == f.level[j])
    return self.low[i, j]
  def row(self, name):  # [4.1] (terms, b) of a side row by its name; None where there is none
    key = canonical(name)
    if key not in self.rows:
      kind, rest = (name[0], name[1:]) if name and isinstance(name[0], str) else ('', []); flat = all(isinstance(x, str) for x in name)
      self.rows[key] = self.kin_row(kind, *rest) if kind in ('line', 'unit') and flat and len(rest) in (3,
          4) else self.limit(*rest) if kind == 'limit' and rest else None
    return self.rows[key]
  def kin_row(self, kind, a, b, place, *last):
    f, line = self.f, kind == 'line'; i, k = f.pi.get(a, -1), f.pi.get(b, -1)
    if min(i, k) < 0 or not any((i, k) == x[:2] for x in f.related('lineOfCommand' if line else 'sameUnit')): return None
    if line:
      j = f.qi.get(place, -1)
      terms = {(k, q): 1 for q in self.pairs[k] if j >= 0 and q in f.under[j] and not (self.stay[i] == j and self.stay[k] == q)}
      return ({**terms, (i, j): 1}, 1) if terms and j in self.pairs[i] and not last else None
    terms = [{(x, j): 1 for j in self.pairs[x] if f.unit[j] == place} for x in (i, k)]
    both = all((x, self.stay[x]) in of for x, of in zip((i, k), terms))
    if i >= k or not all(terms) or both != bool(last) or last and last[0] not in (a, b): return None
    terms = {**terms[0], **terms[1]}
    if last: del terms[f.pi[last[0]], self.stay[f.pi[last[0]]]]
    return terms, 1
  def sits(self, i):  # [4.1]
    seat = self.f.seat[i]; return seat if self.owed[i] and self.f.open[seat] and (self.stay[i] >= 0 or i in self.pin) else -1
  def who(self, x, i, side): truth = self.f.ask(self.f.counts[x['id']], i, 0); return truth is True if side == 'min' else truth is not False
  def limit(self, name, *more):  # [4.1]
    f, x = self.f, next((x for x in self.f.p.get('limits', []) if x['id'] == name and self.f.rules.binds(x['citation'])), None)
    if x is None or x['kind'] != 'chain' and list(more) not in [n[2:] for _, y, n in self.limit_names() if y is x]: return None
    pairs = ((i, j) for i, js in enumerate(self.pairs) for j in js); kind = x['kind']
    if kind in ('moves', 'budget'):
      return {(i, j): 1 if kind == 'moves' else -(-f.ask(f.counts[name], i, j)[1] // 10 ** 6) for i, j in pairs
          if self.stay[i] != j}, x['max']
    if kind == 'chain':
      js, holder = [f.qi.get(q) for q in more[0]] if len(more) == 1 and isinstance(more[0], list) else [], {self.sits(i): i
          for i in range(f.n)}
      if len(js) != x['max'] or len(set(js)) < len(js) or any(j not in holder or f.seats[j] > 1 for j in js): return None
      terms = {(i, j): 1 for i, j in pairs if j == js[0] and i != holder[j] or i == holder[js[-1]] and j != js[-1]}
      return {**terms, **{(holder[a], b): 1 for a, b in zip(js, js[1:]) if b in self.pairs[holder[a]]}}, x['max']
    if kind == 'donor':
      home = {i for i in range(f.n) if self.sits(i) >= 0 and f.unit[self.sits(i)] == more[0]}
      return {(i, j): -1 for i, j in pairs if i in home and f.unit[j] == more[0]}, -max(0, len(home) - x['maxLeaving'])
    unit, side = more; terms = [(i, j) for i, j in pairs if f.unit[j] == unit and self.who(x, i, side)]
    today = sum(self.stay[i] == j for i, j in terms)
    return (dict.fromkeys(terms, -1), -min(x['min'], today)) if side == 'min' else (dict.fromkeys(terms, 1), max(x['max'], today))
  def limit_names(self):  # (place in limits, limit, name of its row) of all that bind; those on chains without rows
    for k, x in enumerate(self.f.p.get('limits', [])):
      if self.f.rules.binds(x['citation']):
        for u in [u['id'] for u in self.f.r['units']] if x.get('units') == 'each' else x.get('units', [None]):
          for side in [s for s in ('max', 'min') if s in x] if x['kind'] == 'unit' else [None]:
            yield k, x, ['limit', x['id']] + [y for y in (u, side) if y]
# ---- [5] a plan
class Plan:
  def __init__(self, market, plan, path):
    self.m, self.f, self.p, self.path, self.to, self.sound, self.face = market, market.f, plan, path, None, False, None
    self.none = plan['status'] == 'infeasible'
  def seated(self):  # seats that the market could hold but for its gates
    f, to, path, load, last = self.f, {}, self.path + '/seats', [0] * self.f.m, -1
    for k, (who, where) in enumerate(self.p['seats']):
      need(who in f.pi, at(path, k, 0), 'E_PLAN'); need(where in f.qi, at(path, k, 1), 'E_PLAN'); i = f.pi[who]
      need(i > last, at(path, k), 'E_PLAN'); last = i; to[i] = f.qi[where]
    self.to, self.load, self.movers = to, load, [i for i in range(f.n) if not f.leaving[i] and to.get(i, -1) != f.seat[i]]
    for k, (i, j) in enumerate(to.items()):
      seat = f.seat[i]; load[j] += 1
      ok = f.open[j] and not f.leaving[i] and self.m.pin.get(i, j) == j and (seat == j or j not in self.m.closed and f.may_move[i]
          and f.may_take[j] and (seat < 0 or not f.open[seat] or f.level[j] >= f.level[seat] or 'acceptsLower' in f.people[i]))
      need(ok and load[j] <= f.seats[j], at(path, k), 'E_PLAN')
  def feasibility(self):  # [4, 4.1, 5]
    f, m, p, path = self.f, self.m, self.p, self.path
    if self.none:
      need(not any(p[key] for key in ('seats', 'objectives', 'moves', 'chains', 'vacant', 'tied')), path, 'E_DERIVED')
      need(not p['tiesProven'], path + '/tiesProven', 'E_DERIVED'); return 'not-checked'
    self.seated(); to = self.to; stays = {i for i, j in to.items() if f.seat[i] == j}
    need(all(i in to or not least for i, least in enumerate(m.row_min)) and all(a >= b for a, b in zip(self.load, m.col_min)),
        path + '/seats', 'E_PLAN')
    bad = [k for kind, clash in (('lineOfCommand', lambda a, b: b in f.under[a]), ('sameUnit', lambda a, b: f.unit[a] == f.unit[b])) for a,
        b, k in f.related(kind) if a in to and b in to and clash(to[a], to[b]) and not {a, b} <= stays]
    need(not bad, at('/round/relations', min(bad, default=0)), 'E_ROW'); chains = self.chains()
    for k, x, name in m.limit_names():
      terms, b = m.row(name) if x['kind'] != 'chain' else ({}, 0)
      need(all(sum(i in to for i in line) <= x['max'] for _, line in chains) if x['kind'] == 'chain' else sum(terms.get(pair, 0)
          for pair in to.items()) <= b, at('/policy/limits', k), 'E_PLAN_LIMIT')
    self.sound = True; core = ('person', 'from', 'to', 'kind', 'pattern', 'hiddenDemotion')
    self.same([{key: x[key] for key in core} for x in p['moves']], [dict(zip(core, self.move(i))) for i in self.movers], 'moves')
    self.same(p['chains'], [self.timed(*c) for c in chains], 'chains'); self.same(p['vacant'], self.vacancies(), 'vacant')
    tied = [f.pi.get(x, -1) for x in p['tied']]
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
    kind = f.kind(a, b)
    tracks = [f.posts[j].get('track') for j in (a, b)] if kind == 'promotion' else [None]
    pattern = 'horizontal' if kind == 'lateral' else None if None in tracks else 'vertical' if tracks[0] == tracks[1] else 'diagonal'
    return f.people[i]['id'], name(a), name(b), kind, pattern, kind == 'lateral' and f.posts[b].get('class', 100) < f.posts[a].get('class',
        0)
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
    return {'kind': kind, 'people': [self.f.people[i]['id'] for i in line], 'ready': ready, 'crosses': len({r for r,
        _ in routes} - {None}) > 1}
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
      cause = 'left-empty' if j in m.closed else 'out-of-scope' if not f.may_take[j] else 'no-eligible' if not eligible \
          else 'not-worth-it' if -1 in posts else 'shortage'
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
      ok = f.seat[i] == j or all(not g.binds or f.outcome(g, i, j) is True or m.conditional and f.outcome(g, i, j) is None for g in f.of(j))
      need(ok, at(self.path, 'seats', k), 'E_ELIGIBILITY')
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
      cause = f.datum(i, name)[1] if (side, what) == ('person', 'attribute') else self.spell_cause(i,
          name) if what == 'spells' else 'missing' if (what == 'day' or side == 'position') and w.look((side, what, name)) is None else None
      if cause:
        found.append(((side == 'position', what in ('day', 'place'), days.index(name) if what == 'day' else 0, name), {'about': side,
            'attribute': name, 'cause': cause}))
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
      fit = {'low': low, 'high': high, 'parts': [{'criterion': g.id, 'low': a, 'high': b} for g, (a, b) in zip(f.worth,
          parts)]} if j >= 0 else None
      need(x['fit'] == fit, here + '/fit', 'E_SCORE'); need(x['provisional'] == (low != high), here + '/provisional', 'E_SCORE')
    found, said = [{'stage': name, 'value': v} for (name, _), v in zip(self.m.stages, self.values())], self.p['objectives']
    for k in range(max(len(found), len(said))): need(said[k:k + 1] == found[k:k + 1], at(self.path, 'objectives', k), 'E_SCORE')
    return 'holds'
  def values(self): return [sum(weight(i, j) for i, j in self.to.items()) for _, weight in self.m.stages]
  def optimality(self):  # [5.1]
    p, m, path, stable = self.p, self.m, self.path, self.f.p['objective'] == 'stable' and not self.m.amend
    proof, gap, here = p['certificate'], p['gap'], path + '/certificate/stages'
    if self.none:
      need(gap is None, path + '/gap', 'E_CERT_SHAPE'); need(not stable or p['shortage'] is None, path + '/shortage', 'E_CERT_SHAPE')
      if proof is None or p['shortage'] is not None or stable:
        need(proof is None, path + '/certificate', 'E_CERT_SHAPE')
        return 'holds' if p['shortage'] and self.shortage(p['shortage']) else 'unproven'
      need([(s['stage'], s['value']) for s in proof['stages']] == [('rows', -1)], path + '/certificate', 'E_CERT_SHAPE')
      return Proof(m, here).nothing(proof['stages'][0])
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
    if s['side'] == 'people':
      return all(m.row_min[i] and set(m.pairs[i]) <= posts for i in people) and len(people) > sum(f.seats[j] for j in posts)
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
          free = self.load[j] < f.seats[j] or any(k not in self.m.pin and f.seat[k] != j and (f.seat[i] == j or f.fit(k, j)[0] < f.fit(i,
              j)[0]) for k in holders[j])
          need(not free, self.path + '/seats', 'E_CERT_NOT_OPTIMAL')
    return 'holds'
  def ties(self):  # [5.2]
    p, path = self.p, self.path
    if self.none or not p['tiesProven']: return 'not-checked' if self.none else 'unproven'
    need(p['status'] == 'optimal' and (self.m.amend or self.f.p['objective'] != 'stable') and not (self.face and self.face.loose),
        path + '/tiesProven', 'E_TIE_ORDER')
    if self.face is None: return 'not-checked'
    need(self.f.p['ties']['commitments'], '/policy/ties/commitments', 'E_TIE_COMMITMENT_MISSING')
    need(self.turns(self.face) == p['tied'], path + '/tied', 'E_TIE_ORDER'); return 'holds'
  def turns(self, face):  # [5.2] ids of those for whom the tie rule chose; node -1 is no seat, -2 room somewhere
    f, edges, tied = self.f, {}, []
    where, chose = [self.to.get(i, -1) for i in range(f.n)], [js + [-1] * (not least) for js, least in zip(face.pairs, face.row_min)]
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
      reached = [j for j in others if j in seen]
      need(all(self.taste(i, j) > self.taste(i, a) for j in reached), at('/round/people', i), 'E_TIE_ORDER')
      if reached: tied.append(i)
      for j in others:
        edges[j, a] -= 1
        if not edges[j, a]: back[j].discard(a)
    return [f.people[i]['id'] for i in sorted(tied)]
  def taste(self, i, j):
    return self.rank(i, j) if j < 0 else self.rank(i, j)[:1] + (self.rank(i, j)[1] if self.rank(i, j)[0] == 0 else 0, -self.f.level[j],
        self.f.seat[i] != j, -self.f.fit(i, j)[0], j)
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
    self.m, self.f, self.path, self.loose, self.done = market, market.f, path, False, {}
    self.pairs, self.row_min, self.row_max = [list(js) for js in market.pairs], list(market.row_min), [1] * market.f.n
    self.col_min, self.col_max = list(market.col_min), list(market.col_max)
  def row(self, name):
    if name[:1] != ['stage']: return self.m.row(name)
    if len(name) != 2 or not isinstance(name[1], str) or name[1] not in self.done: return None
    weight, value = self.done[name[1]]
    return {(i, j): -weight(i, j) for i, js in enumerate(self.m.pairs) for j in js if weight(i, j)}, -value
  def bound(self, node, path, weight):  # B, D, duals, what is left over of each pair, whether rows count
    lists, rows, extra, slacks, D = [], [], {}, [], node.get('denominator', 1)
    for key, index in (('people', self.f.pi), ('positions', self.f.qi)):
      of, before = [0] * len(index), -1
      for k, (name, dual) in enumerate(node[key]):
        need(index.get(name, -1) > before and 0 < abs(dual) <= LIMIT, at(path, key, k), 'E_CERT_SHAPE'); before = index[name]
        of[before] = dual
      lists.append(of)
    u, v = lists; names = [canonical(name) for name, _ in node.get('rows', [])]
    for k, (name, times) in enumerate(node.get('rows', [])):
      row = self.row(name); need((k == 0 or names[k - 1] < names[k]) and row is not None, at(path, 'rows', k), 'E_CERT_SHAPE')
      rows.append((times, *row))
    for times, terms, _ in rows:
      for (i, j), a in terms.items():
        if j in self.pairs[i]:
          extra[i, j] = n = extra.get((i, j), 0) + times * a
          need(abs(times * a) <= LIMIT and abs(n) <= LIMIT, path + '/rows', 'E_CERT_SHAPE')
    for i, js in enumerate(self.pairs):
      of = []
      for j in js:
        w = D * weight(i, j) if weight else 0; s = u[i] + v[j] + (extra.get((i, j), 0) if extra else 0) - w
        if s < 0 or w > LIMIT or w < -LIMIT: need(abs(w) <= LIMIT, path + '/denominator', 'E_CERT_SHAPE'); need(False, path, 'E_CERT_BOUND')
        of.append(s)
      slacks.append(of)
    B = sum(d * (most if d > 0 else least) for of, least, most in ((u, self.row_min, self.row_max), (v, self.col_min, self.col_max)) for d,
        least, most in zip(of, least, most) if d)
    return B + sum(times * b for times, _, b in rows), D, u, v, slacks, bool(rows)
  def stage(self, k, node, value, last):  # closes a stage, or bounds its gap: the bound
    here, (name, weight) = at(self.path, k), self.m.stages[k]; B, D, u, v, slacks, rows = self.bound(node, here, weight); best = B // D
    if 'tree' in node:
      need(best != value, here + '/tree', 'E_CERT_SHAPE')
      best = max(value, self.tree(node['tree'], here + '/tree', weight, None if last else value))
    need(last or best == value, here, 'E_CERT_NOT_OPTIMAL'); need(node['value'] == best, here + '/value', 'E_CERT_BOUND')
    if last: return best
    g = B - D * value; need(g <= LIMIT, here, 'E_CERT_SHAPE'); self.loose = self.loose or g > 0 or rows or 'tree' in node
    self.done[name] = weight, value
    for i, d in enumerate(u):
      if d > g: self.row_min[i] = self.row_max[i]
      elif -d > g: self.row_max[i] = self.row_min[i]
    for j, d in enumerate(v):
      if d > 0: self.col_min[j] = max(self.col_min[j], self.col_max[j] - g // d)
      elif d < 0: self.col_max[j] = min(self.col_max[j], self.col_min[j] + g // -d)
    self.pairs = [[j for j, s in zip(js, of) if s <= g and self.col_max[j] > 0] if self.row_max[i] else [] for i, (js,
        of) in enumerate(zip(self.pairs, slacks))]
    return best
  def tree(self, node, path, weight, value):  # the greatest bound of the leaves; value: the most they may leave
    if 'person' not in node:
      need(weight or 'none' in node, path, 'E_CERT_SHAPE'); B, D, *_ = self.bound(node, path, None if 'none' in node else weight)
      if 'none' in node: need(B < 0, path, 'E_CERT_BOUND'); return -10 ** 40
      need(value is None or B // D <= value, path, 'E_CERT_NOT_OPTIMAL'); return B // D
    i, js = self.f.pi.get(node['person']), [self.f.qi.get(q, -1) for q in node['positions']]
    need(i is not None, path + '/person', 'E_CERT_SHAPE')
    for k, j in enumerate(js): need(j > (js[k - 1] if k else -1), at(path, 'positions', k), 'E_CERT_SHAPE')
    every, least = self.pairs[i], self.row_min[i]; self.pairs[i], self.row_min[i] = [j for j in every if j in js], 1
    a = self.tree(node['in'], path + '/in', weight, value); self.pairs[i], self.row_min[i] = [j for j in every if j not in js], least
    b = self.tree(node['out'], path + '/out', weight, value); self.pairs[i] = every; return max(a, b)
  def nothing(self, node):  # that there is no plan
    here = at(self.path, 0); B, *_ = self.bound(node, here, None); need(B < 0 or 'tree' in node, here, 'E_CERT_BOUND')
    if 'tree' in node: need(B >= 0, here + '/tree', 'E_CERT_SHAPE'); self.tree(node['tree'], here + '/tree', None, -1)
    return 'holds'
def amended(f, b, market):  # [5.4, 5.5, 6.2] the decision and the repairs
  of, plan, orders, unproven, head = b['proposal'], b['proposal']['certain'], ({}, set(), set()), False, {key: b['proposal'][key]
      for key in ('round', 'policy')}
  if any(i not in f.pi or j not in f.qi for i, j in plan['seats']): return 'not-checked'
  for path, x in [('/decision', b[key]) for key in ('decision',) if key in b] + [(f'/repairs/{k}', x) for k, x in enumerate(b.get('repairs',
      []))]:
    def ask(truth, *where, code='E_DECISION'): need(truth, at(path, *where), code)
    ids, posts, r, before = f.pi, f.qi, b['round'], orders; announced = {ids.get(i, -1): posts.get(j, -1) for i, j in plan['seats']}
    for key, v in (('id', r['id']), ('hash', hash_of(r)), ('asOf', r['asOf'])): ask(x['round'][key] == v, 'round', key, code='E_INPUT_HASH')
    for key, v in (('id', f.p['id']), ('hash', hash_of(f.p))): ask(x['policy'][key] == v, 'policy', key, code='E_POLICY_HASH')
    ask(x['of'] == {'format': of['format'], 'hash': hash_of(of)}, 'of'); ask(plan['status'] != 'infeasible', 'of')
    ask(not f.actors or f.actors.get(x['by'], {'role': ''})['role'] == 'decider', 'by'); ask(x['on'] >= of.get('on', r['asOf']), 'on')
    ask(x['changes'] or x['act'] == 'decision', 'changes'); required, forbidden, closed = dict(orders[0]), set(orders[1]), set(orders[2])
    named_, shut, want, last = set(), set(), set(), None
    for k, c in enumerate(x['changes']):
      i, j, effect, cause = ids.get(c['person'], -1), posts.get(c['position'], -1), c['effect'], c['cause']
      key = c['position'], c['person'] or ''; ask(j >= 0, 'changes', k, 'position')
      ask((c['person'] is None) if effect == 'close' else i >= 0, 'changes', k, 'person'); ask(last is None or last < key, 'changes', k)
      last = key
      ask(cause in {'require': ('choice', 'objection-upheld', 'court'), 'forbid': ('declined', 'refused', 'objection-upheld', 'court'),
          'close': ('choice',)}[effect] and (x['act'] != 'decision' or cause == 'choice'), 'changes', k, 'cause')
      ask('reason' in c or cause != 'choice', 'changes', k, 'reason')
      ask('document' in c or cause not in ('objection-upheld', 'court'), 'changes', k, 'document')
      ask(i not in named_ if i >= 0 else j not in shut, 'changes', k)
      ask(j not in (want if i < 0 else shut if effect == 'require' else ()), 'changes', k)
      if effect == 'forbid': ask(announced.get(i) == j != f.seat[i], 'changes', k, 'position')
      if effect == 'require':
        rivals = {n for n, js in enumerate(market.pairs) if j in js}; fit = lambda n: f.fit(n, j)[0]
        mine = {who for who in f.actors if ids.get(f.actors[who].get('person'), -1) == i or any(y['person'] == c['person']
            for y in f.actors[who].get('interests', [])) or any({y['a'], y['b']} == {c['person'], f.actors[who].get('person')}
            for y in r['relations'])}
        for name, v in (('rank', 1 + sum(fit(n) > fit(i) for n in rivals - {i})), ('of', len(rivals | {i})), ('related', sorted(mine))):
          ask(c.get(name) == v, 'changes', k, name)
      else: ask(not {'rank', 'of', 'related'} & set(c), 'changes', k)
      named_.add(i) if i >= 0 else shut.add(j); effect == 'require' and want.add(j)
    claims = {(ids.get(c['person'], -1), posts[c['position']]): c['effect'] for c in x['changes']}
    takers = {j for (i, j), e in claims.items() if e == 'require'}
    required = {i: j for i, j in required.items() if i not in named_ and j not in shut and j not in takers}
    forbidden = {t for t in forbidden if claims.get(t) != 'require'}; closed -= takers
    required.update({i: j for (i, j), e in claims.items() if e == 'require'}); forbidden |= {t for t, e in claims.items() if e == 'forbid'}
    closed |= shut; orders = required, forbidden, closed
    pid, qid = (lambda i: f.people[i]['id']), (lambda j: f.posts[j]['id'] if j >= 0 else None)
    for key, v in (('required', [[pid(i), qid(j)] for i, j in sorted(required.items())]), ('forbidden', [[pid(i), qid(j)] for i,
        j in sorted(forbidden)]), ('closed', [qid(j) for j in sorted(closed)])):
      ask(x['inForce'][key] == v, 'inForce', key)
    if not x['changes']: ask(x['plan'] == plan, 'plan'); now = announced
    else:
      ask(x['plan']['status'] != 'infeasible', 'plan', 'status')
      try: m = Market(f, False, (*orders, set(announced.items())))
      except Fail as fail:
        ask(fail.code != 'E_PIN_INELIGIBLE', 'inForce', 'required', sorted(required).index(fail.path), code='E_PIN_INELIGIBLE'); raise
      p = Plan(m, x['plan'], path + '/plan')
      for check in (p.feasibility, p.eligibility, p.scores, p.optimality, p.ties):
        unproven = check() in ('unproven', 'not-checked') or unproven
      now = p.to
    moved = [{'person': q['id'], 'from': qid(announced.get(i, -1)), 'to': qid(now.get(i, -1)), 'why': 'named' if i in named_ else 'induced'}
        for i, q in enumerate(f.people) if announced.get(i, -1) != now.get(i, -1)]
    count = lambda t: [list(t.values()).count(j) for j in range(f.m)]
    left = [{'position': qid(j), 'seats': a - c} for j, (a, c) in enumerate(zip(count(announced), count(now))) if a > c]
    loss = [{'stage': name, 'loss': sum(w(*t) for t in announced.items()) - sum(w(*t) for t in now.items())} for name, w in market.stages]
    for key, v in (('changed', moved), ('vacated', left), ('loss', loss)):
      for k, row in enumerate(x[key]): ask(v[k:k + 1] == [row], key, k)
      ask(len(v) == len(x[key]), key)
    of, plan = x, x['plan']
  return 'unproven' if unproven else 'holds'
