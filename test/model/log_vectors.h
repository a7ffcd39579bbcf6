/* Made by test/model/log_vectors.py from doc/log.md; do not edit.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
static const char vector_ops[] =
	"op set a0a1a2a3a4a5a6a7a8a9aaabacadaeaf name 8\n"
	"\332\230\333\214\330\247\331\206\n"
	"op add a0a1a2a3a4a5a6a7a8a9aaabacadaeaf devices 0\n"
	"\n"
	"op drop a0a1a2a3a4a5a6a7a8a9aaabacadaeaf devices 1\n"
	"\n"
	"\n"
	"op note a0a1a2a3a4a5a6a7a8a9aaabacadaeaf  1\n"
	"x\n"
	"op later a0a1a2a3a4a5a6a7a8a9aaabacadaeaf what-1.2 25\n"
	"op set of a later version\n"
	"";
static const char vector_body[] =
	"bothy-body/1 630dcd2966c4336691125448bbb25b4ff412a49c732db2c8abc1"
	"b8581bd710dd 56475aa75463474c0285df5dbf2bcab7 2 0\n"
	"ring team 3\n"
	"unit a0a1a2a3a4a5a6a7a8a9aaabacadaeaf\n"
	"length 286\n"
	"op set a0a1a2a3a4a5a6a7a8a9aaabacadaeaf name 8\n"
	"\332\230\333\214\330\247\331\206\n"
	"op add a0a1a2a3a4a5a6a7a8a9aaabacadaeaf devices 0\n"
	"\n"
	"op drop a0a1a2a3a4a5a6a7a8a9aaabacadaeaf devices 1\n"
	"\n"
	"\n"
	"op note a0a1a2a3a4a5a6a7a8a9aaabacadaeaf  1\n"
	"x\n"
	"op later a0a1a2a3a4a5a6a7a8a9aaabacadaeaf what-1.2 25\n"
	"op set of a later version\n"
	"";
enum { VECTOR_BODY_BYTES = 1024, VECTOR_LONG_BYTES = 73728 };
static const char vector_long_sha256[] =
	"fcf93e2894fda06bbd95e854352c00008ca09ebc4801f2d5908b78c2cd476278";
static const char vector_seed[] =
	"\000\001\002\003\004\005\006\007\010\011\n"
	"\013\014\015\016\017\020\021\022\023\024\025\026\027\030\031\032\033"
	"\034\035\036\037";
static const char vector_public[] =
	"03a107bff3ce10be1d70dd18e74bc09967e4d6309ba50d5f1ddc8664125531b8";
static const char vector_tag[] =
	"00000000000000005c648d0bdb4c68e08b55567b27950356";
static const char vector_other_tag[] =
	"000102030405060732e067d191b53787462b3f82f5514f94";
static const char vector_first[] =
	"bothy-commit/1\n"
	"org 630dcd2966c4336691125448bbb25b4ff412a49c732db2c8abc1b8581bd71"
	"0dd\n"
	"dev 56475aa75463474c0285df5dbf2bcab7\n"
	"seq 1\n"
	"prev 000000000000000000000000000000000000000000000000000000000000"
	"0000\n"
	"roster 0 00000000000000000000000000000000000000000000000000000000"
	"00000000\n"
	"hlc 1795000000000 0\n"
	"sig 31b0e3db6612ab24f42275b335b11a1f1a13f3b5c489714deccc1d05d525e"
	"122ad95641a13f3bb413283946444f39d25024000e5d6f4fa00294ec42db2cb2c"
	"05\n"
	"";
static const char vector_second[] =
	"bothy-commit/1\n"
	"org 630dcd2966c4336691125448bbb25b4ff412a49c732db2c8abc1b8581bd71"
	"0dd\n"
	"dev 56475aa75463474c0285df5dbf2bcab7\n"
	"seq 2\n"
	"prev 8db23e0914fb674f0f208682a78e400dc4090e143e86b81beaad06855152"
	"f5f0\n"
	"roster 0 00000000000000000000000000000000000000000000000000000000"
	"00000000\n"
	"hlc 1795000000000 1\n"
	"head 24f6ed6acbfe1009c030d7ca567c33ca 7 9f2e6d33a3717ee826353a404"
	"ba4618d1aeeb6879ad7936bce8ed5f46814924d\n"
	"body 00000000000000005c648d0bdb4c68e08b55567b27950356 e2655040ba2"
	"d85407a59577532245b7ba59429086dc283ea9e1901bcfacfd6b3 1234\n"
	"body 000102030405060732e067d191b53787462b3f82f5514f94 df6b8053cb5"
	"97b88f451deca81cd7652e121b1cc588823c49c605195e20a4098 99\n"
	"sig c46aa6f84b679b977610fed4e97eb0fa5235d7787d572f16e4209a84d79ec"
	"e61dd4314ce46035c478d36377fa96c0216ca56ddd5f3fe62864fb7933900504f"
	"01\n"
	"";
