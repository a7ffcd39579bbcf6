#!/usr/bin/env python3
"""Makes test/model/log_vectors.h from doc/log.md alone: frames, bodies, ops
and tags as bytes. Shares no code with the program; needs only the standard
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
