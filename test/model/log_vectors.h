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
static const char vector_other_seed[] =
	" !\042#$%&'()*+,-./0123456789:;<=>\077";
static const char vector_team_one[] =
	"bothy-team/1\n"
	"org 630dcd2966c4336691125448bbb25b4ff412a49c732db2c8abc1b8581bd71"
	"0dd\n"
	"number 1\n"
	"device 03a107bff3ce10be1d70dd18e74bc09967e4d6309ba50d5f1ddc866412"
	"5531b8 age13aqvttdk3ujkyjh9kg2w5an6dmy5mq5a84a4uxk3hfhnugfc9p0sy5"
	"p2wh 00000000000000000000000000000000 \305\236\303\256lan\n"
	"admin 00000000000000000000000000000000\n"
	"sig 56475aa75463474c0285df5dbf2bcab7 e8e40b4b54dfbbaeaaa2062cd26b"
	"a84f26db8001860e4a3b0e61676302efab42bc9e85493cae13589b3a8ea1804cc"
	"1b9cf52ce83facdb0de9d920cafbb4dee0c\n"
	"";
static const char vector_team_two[] =
	"bothy-team/1\n"
	"org 630dcd2966c4336691125448bbb25b4ff412a49c732db2c8abc1b8581bd71"
	"0dd\n"
	"number 2\n"
	"before 34ab3413da4ea701f728e507d77836bfc1a9394d94edca7a1c2d2f7b5b"
	"8ae2b8\n"
	"device 03a107bff3ce10be1d70dd18e74bc09967e4d6309ba50d5f1ddc866412"
	"5531b8 age13aqvttdk3ujkyjh9kg2w5an6dmy5mq5a84a4uxk3hfhnugfc9p0sy5"
	"p2wh 00000000000000000000000000000000 \305\236\303\256lan\n"
	"device 29acbae141bccaf0b22e1a94d34d0bc7361e526d0bfe12c89794bc9322"
	"966dd7 age1xkq8943ktzqdrth2x2ddlyfp8qu9rmfp528rka0fvhgd9ngkvf2qu2"
	"snyf 11111111111111111111111111111111 \330\242\330\262\330\247\330"
	"\257 two\n"
	"admin 00000000000000000000000000000000\n"
	"admin 11111111111111111111111111111111\n"
	"sig 56475aa75463474c0285df5dbf2bcab7 70a2b416eab627aba58b7657894c"
	"cc159ba497fc613b11a20f42d6679d4b81887181a0122e2359377ccaaa8a74a55"
	"ec97d238ce9fee77f117770ab793edc0f01\n"
	"";
static const char vector_team_three[] =
	"bothy-team/1\n"
	"org 630dcd2966c4336691125448bbb25b4ff412a49c732db2c8abc1b8581bd71"
	"0dd\n"
	"number 3\n"
	"before acc1543ecd941a1a2af3b9a22691cd94d3c9334961daad5e3587af0079"
	"ab45d5\n"
	"device 03a107bff3ce10be1d70dd18e74bc09967e4d6309ba50d5f1ddc866412"
	"5531b8 age13aqvttdk3ujkyjh9kg2w5an6dmy5mq5a84a4uxk3hfhnugfc9p0sy5"
	"p2wh 00000000000000000000000000000000 \305\236\303\256lan\n"
	"admin 00000000000000000000000000000000\n"
	"removed 24f6ed6acbfe1009c030d7ca567c33ca 7 9f2e6d33a3717ee826353a"
	"404ba4618d1aeeb6879ad7936bce8ed5f46814924d\n"
	"sig 24f6ed6acbfe1009c030d7ca567c33ca 4205724bd54670bad5c05594bc67"
	"bfada88b6f706950eaf6be7e7241c7604560cc557c0748c99946f77132ec95593"
	"fa4980e4bf608167740f41530a1ba848704\n"
	"sig 56475aa75463474c0285df5dbf2bcab7 7e3bbb202e9538b198c2e4d6b779"
	"76e00378496398f9cc370ff989409108e81ac30807658667f014367a3048655a1"
	"5ea74b7c4e3d934479a4c49ecbf90ed4701\n"
	"";
static const char vector_enrol_code[] =
	"41161 03293 87518 81208 12019 32227";
static const char vector_proof[] =
	"dd4dfb838e1bbc015c5a3d18aa43440251852e0a049ebb8ca37e99b25fb875ec";
static const char vector_state[] =
	"instead 56475aa75463474c0285df5dbf2bcab7 2 0\n"
	"from 56475aa75463474c0285df5dbf2bcab7 2 0 0\n"
	"op set a0a1a2a3a4a5a6a7a8a9aaabacadaeaf name 8\n"
	"\332\230\333\214\330\247\331\206\n"
	"from 56475aa75463474c0285df5dbf2bcab7 2 0 3\n"
	"op note a0a1a2a3a4a5a6a7a8a9aaabacadaeaf  1\n"
	"x\n"
	"";
static const char vector_void[] =
	"56475aa75463474c0285df5dbf2bcab7 2 1795000000000 1\n"
	"";
static const char vector_state_hash[] =
	"61a30cedd15bcdaeba4264b5592fe08947ceaa042b73cf1f4f125e0a8adc6153";
static const char vector_view_hash[] =
	"3c1d87639fb799b702e5abf080a4cbb91697d9bdd84899a0cd22a91973dd3ace";
