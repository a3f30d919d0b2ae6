"""What the second verifier says to the vectors in test/vectors: python3 test/full/python-vectors.py prints one line of JSON for python.full.ts."""
import hashlib, itertools, json, math, pathlib, struct, sys
ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / 'python'))
from meritra_rules import Fail, canonical, number_text, read_json
from meritra_trail import included, consistent, key_of, note_of, signed, unbase
VECTORS = ROOT / 'test' / 'vectors'


def rows(name):
    return json.loads((VECTORS / name).read_text('utf8'))


def refused(work, *args):
    try:
        work(*args)
    except (Fail, ValueError):
        return True
    return False


def merkle():
    """Names of the proofs with another verdict than the published one."""
    def good(name, of):
        proof = [unbase(x) or b'' for x in of['proof'] or []]
        if name.startswith('inclusion'):
            return included(of['leafIdx'], of['treeSize'], unbase(of['leafHash']) or b'', proof, unbase(of['root']) or b'')
        return consistent(of['size1'], of['size2'], unbase(of['root1']) or b'', unbase(of['root2']) or b'', proof)
    proofs = rows('rfc6962/proofs.json')
    return len(proofs), [name for name, of in proofs if good(name, of) == of['wantErr']]


def signatures():
    """Digest of the list of verdicts on Wycheproof and the edge cases."""
    said = [signed(bytes.fromhex(key), bytes.fromhex(sig), bytes.fromhex(msg)) for _, _, key, msg, sig, _ in rows('ed25519/wycheproof.json')]
    said += [signed(bytes.fromhex(key), bytes.fromhex(sig), msg.encode()) for _, key, sig, msg, _ in rows('ed25519/edge.json')]
    return len(said), sum(said), hashlib.sha256(''.join(str(int(x)) for x in said).encode()).hexdigest()


def notes():
    of = rows('note/note-vectors.json')
    text, lines = note_of(of['valid'][0]['note'])
    name, mark, _, public = key_of(of['valid'][0]['vkey'])
    good = [signed(public, s, text.encode()) for n, m, s in lines if (n, m) == (name, mark)]
    return good, [refused(key_of, x) for x in of['vkeys']['good']], [refused(key_of, x) for x in of['vkeys']['bad']]


def numbers(count):
    """The sequence of RFC 8785, appendix B, written and hashed."""
    def doubles():
        for bits in (VECTORS / 'jcs/es6-static.txt').read_text().split():
            yield bytes.fromhex(bits.zfill(16))
        for k in range(2000):
            yield (0x0010000000000000 + k).to_bytes(8, 'big')
        block = bytes(32)
        while True:
            block = hashlib.sha256(block).digest()
            parts = (block[k:k + 8][::-1] for k in (0, 8, 16, 24))
            yield from (data for data in parts if struct.unpack('>d', data)[0] and math.isfinite(struct.unpack('>d', data)[0]))
    digest = hashlib.sha256()
    for data in itertools.islice(doubles(), count):
        x = struct.unpack('>d', data)[0]
        digest.update(f"{int.from_bytes(data, 'big'):x},{number_text(x) if x else 0}\n".encode())
    return digest.hexdigest()


def texts():
    """Names of pairs and refusals of RFC 8785 and of the JSON test suite that come out otherwise."""
    wrong, folder = [], VECTORS / 'jcs/testdata'
    pairs, suite = sorted((folder / 'input').iterdir()), sorted((VECTORS / 'json-test-suite/test_parsing').iterdir())
    for file in pairs:
        if canonical(json.loads(file.read_text('utf8'))).encode() != (folder / 'output' / file.name).read_bytes():
            wrong.append(file.name)
    for x in rows('jcs/negative-extra.json')['mustThrow']:
        if 'hexUtf8' in x and not refused(read_json, bytes.fromhex(x['hexUtf8'])):
            wrong.append(x['hexUtf8'])
    for file in suite:
        no = refused(read_json, file.read_bytes())
        if file.name[0] == 'n' and not no or file.name[0] == 'y' and no:
            wrong.append(file.name)
    return len(pairs), len(suite), wrong


print(json.dumps({'merkle': merkle(), 'signatures': signatures(), 'notes': notes(), 'numbers': numbers(int(sys.argv[1])), 'texts': texts()}))
