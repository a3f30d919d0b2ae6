#!/usr/bin/env python3
"""Checks bundles of meritra. Written from docs/formats.md alone, no line from the library: two readings of one page must meet.

python3 meritra_verify.py BUNDLE.json [...]   prints the verdicts of each, a line each
python3 meritra_verify.py --stdin             reads a line for each: a bundle, or {"bundle", "given": {keys, checkpoints, witnesses}}
Exit 0: nothing fails, 1: something does, 2: something cannot be read. Standard library only; numbers in brackets: sections of the page."""
import sys; from meritra_plan import Facts, Market, Plan, amended
from meritra_rules import Fail, RoundCheck, Rules, at, canonical, depth, hash_of, lp, named, need, read_json, reads, shape
from meritra_trail import Trail, entry_form
# ---- [5.3, 6] findings and verdicts
def findings(f, m):
  p, r, ids, line, unit = f.p, f.r, [x['id'] for x in f.people], set(), set()
  for a, b, _ in f.related('lineOfCommand'): f.seat[a] >= 0 and f.seat[b] in f.under[f.seat[a]] and line.add((min(a, b), max(a, b), a, b))
  for a, b, _ in f.related('sameUnit'):
    a < b and min(f.seat[a], f.seat[b]) >= 0 and f.unit[f.seat[a]] == f.unit[f.seat[b]] and unit.add((a, b))
  found = [{'code': 'related-in-line', 'head': ids[a], 'below': ids[b]} for *_, a, b in sorted(line)] + [{'code': 'related-in-unit',
      'a': ids[a], 'b': ids[b]} for a, b in sorted(unit)]
  for i, j in enumerate(f.seat):
    rules = [g.id for g in f.of(j) if g.binds and not g.only and f.outcome(g, i, j) is False] if m.owed[i] and f.open[j] else []
    if rules: found.append({'code': 'incumbent-fails', 'person': ids[i], 'position': f.posts[j]['id'], 'rules': rules})
  rule, items, today, unused = p['relations'].get('recusal'), {}, [], {}
  for i, x in enumerate(f.people):
    for y in x['evidence']:
      why = f.bias(y, i); key = (y['by'], why, ids[i] if why == 'related' else None) if why else None; items[key] = items.get(key, 0) + 1
  for a in r['actors'] if rule else ():
    for why, who in [(f.silence(a), None)] * bool(f.silence(a)) + [('related', x) for x in sorted(f.kin(a, rule))]:
      found.append({'code': 'recused', 'actor': a['id'], 'role': a['role'], 'reason': why, 'person': who, 'items': items.get((a['id'], why,
          who), 0)})
  for _, x, name in m.limit_names():
    if x['kind'] == 'unit':
      u, side = name[2:]; now = sum(j >= 0 and f.unit[j] == u and m.who(x, i, side) for i, j in enumerate(m.stay))
      if now < x['min'] if side == 'min' else now > x['max']:
        today.append({'code': 'limit-today', 'limit': x['id'], 'unit': u, 'side': side, 'bound': x[side], 'today': now})
  used = {name for *_, name in reads([p['gates'], p.get('routes'), p.get('limits'), p['criteria']])} | {t['attribute']
      for t in p['ties']['order']} | {d['attribute'] for q in f.posts for d in q.get('requires', [])}
  for x in f.people:
    for y in x['evidence'] + x.get('spells', []): unused[y['attribute']] = unused.get(y['attribute'], 0) + (y['attribute'] not in used)
  return found + sorted(today, key=lambda x: (x['limit'], x['unit'], x['side'])) + [{'code': 'attribute-unused', 'attribute': a, 'items': n}
      for a, n in sorted(unused.items()) if n]
def public(f, b):  # [11.4] seats, moves and vacancies under pseudonyms
  p, said, load, held = b['proposal'], '/proposal', [0] * f.m, {}
  known = {x[0].split('/')[2] for x in b['input']['leaves'] if x[0].startswith('/people/')}
  if p['status'] == 'infeasible': need(not (p['seats'] or p['moves'] or p['vacant']), said, 'E_DERIVED'); return 'holds'
  for k, (who, where) in enumerate(p['seats']):
    j = f.qi.get(where, -1); ok = (k == 0 or p['seats'][k - 1][0] < who) and who in known and j >= 0 and f.open[j]; load[j] += 1
    need(ok and load[j] <= f.seats[j], at(said, 'seats', k), 'E_PLAN'); held[who] = where
  for k, x in enumerate(p['moves']):
    a, c = f.qi.get(x['from'], -1), f.qi.get(x['to'], -1)
    ok = (k == 0 or p['moves'][k - 1]['person'] < x['person']) and x['person'] in known and x['from'] != x['to'] == held.get(x['person']) \
        and (x['from'] is None or a >= 0) and x['kind'] == f.kind(a, c)
    need(ok, at(said, 'moves', k), 'E_DERIVED')
  mine = [(j, f.posts[j]['id'], f.seats[j] - load[j]) for j in range(f.m) if f.open[j] and load[j] < f.seats[j]]
  for k in range(max(len(mine), len(p['vacant']))):
    need(k < len(mine) and k < len(p['vacant']), at(said, 'vacant', k), 'E_DERIVED'); x, (j, name, n) = p['vacant'][k], mine[k]
    need((x['position'], x['seats']) == (name, n) and (x['cause'] == 'out-of-scope') != f.may_take[j], at(said, 'vacant', k), 'E_DERIVED')
  return 'holds'
def worst(works):  # [6] of several answers fails, then unproven, then not-checked
  results = []
  for work in works:
    try: results.append((work(), None))
    except Fail as fail: results.append(('fails', fail))
  said = [o for o, _ in results]
  return next((x for x in ('fails', 'unproven', 'not-checked') if x in said), 'holds' if said else 'not-checked'), next((x for _,
      x in results if x), None)
def integrity(b, trail):  # [1, 5.2]
  r, p, said, hidden = b['round'], b['policy'], b['proposal'], b['profile'] == 'public'
  if not hidden and said['round']['hash'] != hash_of(r): need(False, trail and trail.freeze and trail.input() or '/round', 'E_INPUT_HASH')
  need(said['policy']['hash'] == hash_of(p), '/policy', 'E_POLICY_HASH')
  for key in ('id', 'asOf'): need(said['round'][key] == r[key], '/proposal/round/' + key, 'E_INPUT_HASH')
  need(said['policy']['id'] == p['id'], '/proposal/policy/id', 'E_POLICY_HASH')
  need(said['objective'] == p['objective'], '/proposal/objective', 'E_POLICY_HASH')
  sealed, shown = {c['party']: c['hash'] for c in p['ties']['commitments']}, {x['party'] for x in r['reveals']}
  for k, x in enumerate(r['reveals']):
    need(sealed.get(x['party']) == named(b'meritra/tie-commitment/0', lp(x['party']), lp(x['nonce'])), at('/round/reveals', k),
        'E_SEED_COMMITMENT')
  for k, c in enumerate(p['ties']['commitments']): need(c['party'] in shown, at('/policy/ties/commitments', k), 'E_SEED_WITHHELD')
  return 'holds'
CHECKS = 'format integrity completeness anchored feasibility eligibility scores optimality ties decision'.split()
def verify(b, given=None):  # [6] the verdicts document; given: keys, checkpoints, witnesses from elsewhere
  found, parts, given = [], {}, given or {}
  def check(name, *works, **more):
    outcome, fail = worst(works)
    found.append({'check': name, 'outcome': outcome, **({'code': fail.code, 'path': fail.path} if fail else {}), **more}); return outcome
  def whole():
    hidden = isinstance(b, dict) and b.get('profile') == 'public'; shape(b, 'public' if hidden else 'bundle', '')
    need(('trail' in b) == ('input' in b), '')
    for key in ('proposal', 'decision'): need(key not in b or depth(b[key]) <= 64, '/' + key)
    for k, e in enumerate(b['trail']['entries'] if 'trail' in b else []): entry_form(e, f'/trail/entries/{k}')
    parts['rules'], parts['round'] = Rules(b['policy']), b['round'] if not hidden else {**b['round'], 'people': [], 'relations': [],
        'pins': [], 'waivers': [], 'scope': {**b['round']['scope'], 'people': 'all'}}
    RoundCheck(parts['round'], parts['rules']); parts['trail'] = Trail(b, given) if 'trail' in b else None; return 'holds'
  def rest():
    p = f.p
    told = [{'id': x['id'], 'confidence': x['citation']['confidence']} for x in p['gates'] + p.get('limits', [])
        if not f.rules.binds(x['citation'])]
    need((said['conditional'] is None) == same, '/proposal/conditional', 'E_PLAN'); mine = findings(f, markets[0])
    for key, v in (('unconfirmed', told), ('gateFrom', p['confidence']['gateFrom']), ('lawCheckedOn', p['lawCheckedOn'])):
      need(said['rules'][key] == v, '/proposal/rules/' + key, 'E_DERIVED')
    for k in range(max(len(mine), len(said['findings']))):
      need(mine[k:k + 1] == said['findings'][k:k + 1], at('/proposal/findings', k), 'E_DERIVED')
    return 'holds'
  if check('format', whole) == 'holds':
    f, said, trail, hidden = Facts(parts['round'], parts['rules']), b['proposal'], parts['trail'], b['profile'] == 'public'
    check('integrity', lambda: integrity(b, trail), *([trail.integrity] if trail else []))
    if trail:
      check('completeness', trail.completeness); check('anchored', trail.anchored)
      found[-1].update({'upTo': trail.upto} if found[-1]['outcome'] == 'holds' else {})
    else: check('completeness'), check('anchored')
    if hidden: check('feasibility', lambda: public(f, b))
    else:
      markets = [Market(f, False), Market(f, True)]; same = markets[0].pairs == markets[1].pairs
      plans = [Plan(m, said[w], '/proposal/' + w) for m, w in zip(markets, ('certain', 'conditional')) if said[w] is not None]
      check('feasibility', *[x.feasibility for x in plans], rest)
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
if __name__ == '__main__': sys.exit(main(sys.argv[1:]))
