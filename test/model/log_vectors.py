#!/usr/bin/env python3
"""Makes test/model/log_vectors.h from doc/log.md and doc/team.md alone: frames,
bodies, ops, tags, rosters, proofs, codes and states as bytes. Shares no code with the program; needs only the standard
library. Run it and compare: `log_vectors.py > log_vectors.h`.

SPDX-License-Identifier: AGPL-3.0-or-later
"""
import hashlib
import hmac

# -- Ed25519 (RFC 8032), slowly ----------------------------------------------

P = 2**255 - 19
L = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P


def point_add(a, b):
    x1, y1 = a
    x2, y2 = b
    k = D * x1 * x2 * y1 * y2 % P
    x = (x1 * y2 + x2 * y1) * pow(1 + k, P - 2, P) % P
    y = (y1 * y2 + x1 * x2) * pow(1 - k, P - 2, P) % P
    return x, y


def point_times(number, point):
    total = (0, 1)
    while number:
        if number & 1:
            total = point_add(total, point)
        point = point_add(point, point)
        number >>= 1
    return total


def base_point():
    y = 4 * pow(5, P - 2, P) % P
    square = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(square, (P + 3) // 8, P)
    if (x * x - square) % P:
        x = x * pow(2, (P - 1) // 4, P) % P
    return (x if x % 2 == 0 else P - x), y


BASE = base_point()


def point_bytes(point):
    x, y = point
    return (y | (x & 1) << 255).to_bytes(32, "little")


def number_of(data):
    return int.from_bytes(hashlib.sha512(data).digest(), "little")


def key_of(seed):
    digest = hashlib.sha512(seed).digest()
    number = int.from_bytes(digest[:32], "little")
    number = number & ((1 << 254) - 8) | 1 << 254
    return number, digest[32:], point_bytes(point_times(number, BASE))


def sign(seed, data):
    number, prefix, public = key_of(seed)
    once = number_of(prefix + data) % L
    start = point_bytes(point_times(once, BASE))
    check = number_of(start + public + data) % L
    return start + ((once + check * number) % L).to_bytes(32, "little")


# -- doc/log.md ----------------------------------------------------------------

def sha256(data):
    return hashlib.sha256(data).hexdigest()


def op(kind, thing, field, value):                              # L4
    return (b"op %s %s %s %d\n" % (kind, thing.hex().encode(), field,
                                   len(value))) + value + b"\n"


def padded(size):                                               # L3
    for step in (1, 4, 16, 64):
        if size <= step * 1024:
            return step * 1024
    power = 64 * 1024
    while power < size:
        power *= 2
    return -(-size // (power // 16)) * (power // 16)


def body(org, dev, seq, index, ring, epoch, unit, ops):         # L3
    plain = (f"bothy-body/1 {org} {dev} {seq} {index}\nring {ring} {epoch}\n"
             f"unit {unit.hex()}\nlength {len(ops)}\n").encode() + ops
    return plain + bytes(padded(len(plain)) - len(plain))


def tag(identity, nonce):                                       # L3
    prk = hmac.new(bytes(32), identity, hashlib.sha256).digest()
    key = hmac.new(prk, b"bothy/1 tag\x01", hashlib.sha256).digest()
    return (nonce + hmac.new(key, nonce, hashlib.sha256).digest()[:16]).hex()


def frame(seed, org, dev, seq, prev, hlc, heads, bodies):       # L2
    lines = [f"bothy-commit/1\norg {org}\ndev {dev}\nseq {seq}\nprev {prev}\n"
             f"roster 0 {'0' * 64}\nhlc {hlc[0]} {hlc[1]}\n"]
    lines += [f"head {d} {s} {h}\n" for d, s, h in sorted(heads)]
    lines += [f"body {t} {h} {n}\n" for t, h, n in bodies]
    signed = "".join(lines).encode()
    return signed + f"sig {sign(seed, signed).hex()}\n".encode()


# -- doc/team.md -----------------------------------------------------------------

def x25519_public(secret):
    number = int.from_bytes(secret, "little") & ((1 << 255) - 8) | 1 << 254
    y = point_times(number & ((1 << 255) - 1), BASE)[1]
    return ((1 + y) * pow(1 - y, P - 2, P) % P).to_bytes(32, "little")


def age_recipient(public):                                      # Bech32
    letters = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"
    number = int.from_bytes(public, "big") << 4
    words = [number >> 5 * i & 31 for i in range(51, -1, -1)]

    def sum_of(values):
        total = 1
        for value in values:
            top = total >> 25
            total = (total & 0x1ffffff) << 5 ^ value
            for i, poly in enumerate((0x3b6a57b2, 0x26508e6d, 0x1ea119fa,
                                      0x3d4233dd, 0x2a1462b3)):
                total ^= poly if top >> i & 1 else 0
        return total
    name = [ord(c) >> 5 for c in "age"] + [0] + [ord(c) & 31 for c in "age"]
    check = sum_of(name + words + [0] * 6) ^ 1
    words += [check >> 5 * (5 - i) & 31 for i in range(6)]
    return "age1" + "".join(letters[w] for w in words)


def roster(number, before, devices, admins, removed, seeds):    # T1
    lines = [f"bothy-team/1\norg {ORG}\nnumber {number}\n"]
    lines += [f"before {h}\n" for h in sorted(before)]
    lines += [f"device {k} {r} {m} {n}\n" for k, r, m, n in sorted(devices)]
    lines += [f"admin {m}\n" for m in sorted(admins)]
    lines += [f"removed {d} {s} {h}\n" for d, s, h in sorted(removed)]
    signed = "".join(lines).encode()
    signers = sorted((sha256(key_of(seed)[2])[:32], seed) for seed in seeds)
    return signed + "".join(f"sig {dev} {sign(seed, signed).hex()}\n"
                            for dev, seed in signers).encode()


def enrol_code(roster_bytes, key, recipient):                   # T3
    text = (f"bothy-enrol/1 {ORG} {sha256(roster_bytes)} {key.hex()} "
            f"{recipient.hex()}\n").encode()
    digits = f"{int(sha256(text), 16) % 10**30:030d}"
    return " ".join(digits[i:i + 5] for i in range(0, 30, 5))


def proof(old, ring, epoch, new):                               # T4
    prk = hmac.new(bytes(32), old, hashlib.sha256).digest()
    key = hmac.new(prk, b"bothy/1 next\x01", hashlib.sha256).digest()
    text = f"{ring} {epoch} {x25519_public(new).hex()}".encode()
    return hmac.new(key, text, hashlib.sha256).hexdigest()


def state_hash(ring, rows):                                     # L11
    lines = sorted(f"{u.hex()} {f} {k} {ms} {n} {d} {s} {b} {i} {sha256(v)}\n"
                   for u, f, k, ms, n, d, s, b, i, v in rows)
    return sha256((f"bothy-state/1 {ORG} {ring}\n" + "".join(lines)).encode())


def view_hash(ring, bodies):                                    # L11
    lines = sorted(f"{d} {s} {b}\n" for d, s, b in bodies)
    return sha256((f"bothy-view/1 {ORG} {ring}\n" + "".join(lines)).encode())


# -- the vectors -----------------------------------------------------------------

ORG = sha256(bytes(range(32)))
SEED, OTHER_SEED = bytes(range(32)), bytes(range(32, 64))
DEV = sha256(key_of(SEED)[2])[:32]
OTHER = sha256(key_of(OTHER_SEED)[2])[:32]
UNIT = bytes(range(0xA0, 0xB0))
SOUND = "ژیان".encode()
OPS = (op(b"set", UNIT, b"name", SOUND) + op(b"add", UNIT, b"devices", b"")
       + op(b"drop", UNIT, b"devices", b"\n") + op(b"note", UNIT, b"", b"x")
       + op(b"later", UNIT, b"what-1.2", b"op set of a later version"))
BODY = body(ORG, DEV, 2, 0, "team", 3, UNIT, OPS)
LONG = body(ORG, DEV, 2, 1, "case-" + UNIT.hex(), 1, UNIT,
            op(b"note", UNIT, b"text", b"y" * 70000))
SEALED = [(tag(SEED, bytes(8)), sha256(b"sealed one"), 1234),
          (tag(OTHER_SEED, bytes(range(8))), sha256(b"sealed two"), 99)]
FIRST = frame(SEED, ORG, DEV, 1, "0" * 64, (1795000000000, 0), [], [])
SECOND = frame(SEED, ORG, DEV, 2, sha256(FIRST), (1795000000000, 1),
               [(OTHER, 7, sha256(b"head"))], SEALED)

PEOPLE = [(key_of(seed)[2].hex(), age_recipient(x25519_public(seed)),
           str(i) * 32, name)
          for i, (seed, name) in enumerate([(SEED, "Şîlan"),
                                            (OTHER_SEED, "آزاد two")])]
TEAM_ONE = roster(1, [], PEOPLE[:1], ["0" * 32], [], [SEED])
TEAM_TWO = roster(2, [sha256(TEAM_ONE)], PEOPLE, ["0" * 32, "1" * 32], [],
                  [SEED])
TEAM_THREE = roster(3, [sha256(TEAM_TWO)], PEOPLE[:1], ["0" * 32],
                    [(OTHER, 7, sha256(b"head"))], [SEED, OTHER_SEED])
STATE = (f"instead {DEV} 2 0\nfrom {DEV} 2 0 0\n".encode()
         + op(b"set", UNIT, b"name", SOUND)
         + f"from {DEV} 2 0 3\n".encode() + op(b"note", UNIT, b"", b"x"))
CLOCK = (1795000000000, 1)
ROWS = [(UNIT, "name", "set", *CLOCK, DEV, 2, 0, 0, SOUND),
        (UNIT, "devices", "add", *CLOCK, DEV, 2, 0, 1, b""),
        (UNIT, "devices", "drop", *CLOCK, DEV, 2, 0, 2, b"\n"),
        (UNIT, "", "note", *CLOCK, DEV, 2, 0, 3, b"x"),
        (UNIT, "what-1.2", "later", *CLOCK, DEV, 2, 0, 4,
         b"op set of a later version")]


def text(name, data):
    print(f"static const char {name}[] =")
    row = ""
    for byte in data:
        plain = 32 <= byte < 127 and byte not in b'"\\?'
        row += chr(byte) if plain else "\\n" if byte == 10 else f"\\{byte:03o}"
        if byte == 10 or len(row) > 64:
            print(f'\t"{row}"')
            row = ""
    print(f'\t"{row}";')


print("/* Made by test/model/log_vectors.py from doc/log.md; do not edit.\n *\n"
      " * SPDX-License-Identifier: AGPL-3.0-or-later */")
text("vector_ops", OPS)
text("vector_body", BODY.rstrip(b"\0"))
print(f"enum {{ VECTOR_BODY_BYTES = {len(BODY)}, "
      f"VECTOR_LONG_BYTES = {len(LONG)} }};")
text("vector_long_sha256", sha256(LONG).encode())
text("vector_seed", SEED)
text("vector_public", key_of(SEED)[2].hex().encode())
text("vector_tag", SEALED[0][0].encode())
text("vector_other_tag", SEALED[1][0].encode())
text("vector_first", FIRST)
text("vector_second", SECOND)
text("vector_other_seed", OTHER_SEED)
text("vector_team_one", TEAM_ONE)
text("vector_team_two", TEAM_TWO)
text("vector_team_three", TEAM_THREE)
text("vector_enrol_code", enrol_code(TEAM_ONE, key_of(OTHER_SEED)[2],
                                     x25519_public(OTHER_SEED)).encode())
text("vector_proof", proof(SEED, "team", 4, OTHER_SEED).encode())
text("vector_state", STATE)
text("vector_void", f"{DEV} 2 1795000000000 1\n".encode())
text("vector_state_hash", state_hash("team", ROWS).encode())
text("vector_view_hash", view_hash("team", [(DEV, 2, 0)]).encode())
