// Folders of guides as strangers keep them, in the layouts other programs ask
// for, and among their files what is broken, enormous, or made to do harm. The
// same every time, for the tests of the import and for bench/. Nothing here is
// kept in the repository: all of it is made when it is needed.
//
// SPDX-License-Identifier: AGPL-3.0-or-later
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import zlib from 'node:zlib';

export const LANGS = ['en', 'ar', 'ckb', 'kmr'];
const WORDS = {
	en: ['phone', 'keep', 'message', 'before', 'open', 'Signal', 'number', 'friend',
		'lock', 'leave', 'house', 'night'],
	ar: ['الهاتف', 'احفظ', 'الرسالة', 'قبل', 'افتح', 'Signal', 'رقم', 'صديق', 'أقفل',
		'غادر', 'بيت', 'ليل'],
	ckb: ['مۆبایل', 'بپارێزە', 'نامە', 'پێش', 'بکەرەوە', 'Signal', 'ژمارە', 'هاوڕێ',
		'دابخە', 'بڕۆ', 'ماڵ', 'شەو'],
	kmr: ['telefon', 'biparêze', 'peyam', 'berî', 'veke', 'Signal', 'hejmar', 'heval',
		'bigire', 'here', 'mal', 'şev'],
};

// n words of a language; the same for the same seed.
const words = (lang, seed, n) => Array.from({ length: n }, (_, i) =>
	WORDS[lang][(seed * 7 + i * 5 + (seed >> 3)) % 12]).join(' ');
const heading = (lang, seed) => words(lang, seed, 3);

const FRONTS = {
	none: () => '',
	yaml: (t) => `---\ntitle: "${t}"\ndate: 2024-03-01\ntags:\n  - a\n  - b\n---\n\n`,
	toml: (t) => `+++\ntitle = "${t}"\nweight = 3\n+++\n\n`,
	json: (t) => `{\n  "title": "${t}",\n  "weight": 3\n}\n\n`,
};

// A lesson with what lessons have. `drift`: 1 a step more, 2 one less, 3 two
// paragraphs change places, 4 a number differs, 5 a link is lost.
export function lesson(lang, seed, { front = 'none', drift = 0, link = '' } = {}) {
	const w = (k, n) => words(lang, seed * 31 + k, n);
	const step = (k) => `1. ${w(k, 5)}.\n`;
	const steps = [step(10), step(11), step(12), step(13)];
	const parts = [`${w(1, 12)}. **${w(2, 2)}** +964 770 123 45${seed % 90 + 10}.\n`,
		`${w(3, 14)} \`*#06#\` [${w(4, 2)}](https://example.org/${seed}).\n`];

	if (drift === 1) steps.push(step(14));
	if (drift === 2) steps.pop();
	if (drift === 3) parts.reverse();
	if (drift === 4) parts[0] = parts[0].replace('770', '771');
	if (drift === 5) parts[1] = parts[1].replace(/\[([^\]]*)\]\([^)]*\)/, '$1');
	return FRONTS[front](heading(lang, seed)) +
		(front === 'none' ? `# ${heading(lang, seed)}\n\n` : '') +
		`## ${heading(lang, seed + 1)}\n\n${parts[0]}\n${steps.join('')}\n` +
		`> ${w(5, 8)}\n\n### ${heading(lang, seed + 2)}\n\n${parts[1]}\n` +
		`- ${w(6, 4)}\n- ${w(7, 4)}\n\n| ${w(8, 1)} | ${w(9, 1)} |\n|---|---|\n` +
		`| 1 | ${w(15, 2)} |\n${link === '' ? '' : `\n[${w(16, 2)}](${link})\n`}`;
}

// Where each program wants the n-th lesson in a language.
export const LAYOUTS = {
	hugo: (lang, n) => `content/${lang}/topic-${n % 7}/lesson-${n}.md`,
	hugo_bundle: (lang, n) => `content/topic-${n % 7}/lesson-${n}/index.${lang}.md`,
	endings: (lang, n) => `docs/lesson-${n}.${lang}.md`,
	folders: (lang, n) => `${lang}/topic-${n % 7}/beginner/s_lesson-${n}.md`,
	root_is_source: (lang, n) => lang === 'en' ? `lesson-${n}.md` : `${lang}/lesson-${n}.md`,
	upper: (lang, n) => lang === 'en' ? `Lesson${n}.md` : `Lesson${n}_${lang.toUpperCase()}.md`,
	docusaurus: (lang, n) => (lang === 'en' ? 'docs' :
		`i18n/${lang}/docusaurus-plugin-content-docs/current`) + `/topic/lesson-${n}.md`,
	jekyll: (lang, n) => `_i18n/${lang}/_posts/2024-01-${n % 28 + 1}-lesson-${n}.markdown`,
	gitbook: (lang, n) => `${lang}/chapter-${n % 5}/README-${n}.md`,
	locale: (lang, n) => `src/content/docs/${lang === 'en' ? 'en-US' : lang}/${n}.md`,
};

export function put(root, name, bytes) {
	const file = path.join(root, name);
	fs.mkdirSync(path.dirname(file), { recursive: true });
	fs.writeFileSync(file, bytes);
}

// `count` lessons in four languages; returns the number of files.
export function layoutMake(root, layout, count, first = 0) {
	const fronts = Object.keys(FRONTS);
	let files = 0;
	for (let n = first; n < first + count; n++) {
		for (const [i, lang] of LANGS.entries()) {
			if (i > 0 && n % 11 === i) continue; // a translation is missing
			put(root, LAYOUTS[layout](lang, n), lesson(lang, n, {
				front: fronts[n % 4], drift: i > 0 && n % 5 === 0 ? n / 5 % 6 : 0,
				link: n % 3 === 0 ? `lesson-${n + 1}.md` : '' }));
			files++;
		}
	}
	return files;
}

// -- pictures -----------------------------------------------------------------

const crc = (bytes) => zlib.crc32 === undefined ? crcSlow(bytes) : zlib.crc32(bytes);
function crcSlow(bytes) {
	let c = ~0;
	for (const b of bytes) {
		c ^= b;
		for (let k = 0; k < 8; k++) c = (c >>> 1) ^ (0xedb88320 & -(c & 1));
	}
	return ~c >>> 0;
}
function chunk(name, data) {
	const out = Buffer.alloc(12 + data.length);
	out.writeUInt32BE(data.length, 0);
	out.write(name, 4, 'latin1');
	data.copy(out, 8);
	out.writeUInt32BE(crc(out.subarray(4, 8 + data.length)), 8 + data.length);
	return out;
}
// A PNG that says it is so large, with the bytes given as its rows.
export function png(width, height, rows, extra = []) {
	const head = Buffer.alloc(13);
	head.writeUInt32BE(width, 0);
	head.writeUInt32BE(height, 4);
	head.set([8, 0, 0, 0, 0], 8);
	return Buffer.concat([Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), chunk('IHDR', head),
		...extra, chunk('IDAT', zlib.deflateSync(rows, { level: 9 })),
		chunk('IEND', Buffer.alloc(0))]);
}
const grey = (w, h) => Buffer.alloc((w + 1) * h, 0).map((_, i) => i % (w + 1) ? i * 7 : 0);

export function picturesMake(root) {
	const text = chunk('tEXt', Buffer.from('Author\0somebody real', 'latin1'));
	const files = {
		'fine.png': png(64, 48, grey(64, 48), [text]),
		'bomb.png': png(12000, 2100, Buffer.alloc(12001 * 2100)),
		'says-huge.png': png(0x7fffffff, 0x7fffffff, Buffer.alloc(64)),
		'zero.png': png(0, 0, Buffer.alloc(0)),
		'short-rows.png': png(400, 400, Buffer.alloc(100)),
		'cut.png': png(64, 48, grey(64, 48)).subarray(0, 60),
		'tall.png': png(2, 9000, grey(2, 9000)),
		'cut.jpg': Buffer.from('ffd8ffe000104a46494600010100000100010000ffdb', 'hex'),
		'empty.jpg': Buffer.alloc(0),
		'text.jpg': 'no picture at all',
		'gif.png': Buffer.from('GIF89a\x01\x00\x01\x00\x80', 'latin1'),
		'bomb.svg': '<?xml version="1.0"?><!DOCTYPE svg [<!ENTITY a "aaaaaaaaaa">' +
			'<!ENTITY b "&a;&a;&a;&a;">]><svg onload="alert(1)">&b;</svg>',
	};
	for (const [name, bytes] of Object.entries(files)) put(root, `img/${name}`, bytes);
	return Object.keys(files);
}

// -- hostile files ------------------------------------------------------------

const times = (text, n) => text.repeat(n);
const MIB = 1 << 20;

// Bytes that are Markdown only by their name. `large`: those of many megabytes.
export const hostile = {
	'empty': () => '', 'blank': () => ' \n\t\n\r\n', 'bom-only': () => '\ufeff',
	'bom': () => '\ufeff# Title\n\nWords.\n', 'crlf': () => '# Title\r\n\r\nWords.\r\n\r\n<b>x</b>\r\n',
	'cr-only': () => '# Title\r\rWords.\r\r<b>x</b>\r',
	'mixed-ends': () => '# Title\r\n\nWords.\r\rMore.\n\n<b>x</b>\n',
	'utf16le': () => Buffer.from('\ufeff# Title\n\nWords.\n', 'utf16le'),
	'utf16be': () => Buffer.from('\ufeff# Title\n\nWords.\n', 'utf16le').swap16(),
	'utf16-no-bom': () => Buffer.from('# Title\n\nWords.\n', 'utf16le'),
	'latin1': () => Buffer.from('# Caf\xe9\n\nPass\xe9.\n', 'latin1'),
	'windows-1256': () => Buffer.from([0x23, 0x20, 0xe1, 0xc7, 0xca, 0x0a]),
	'nul': () => '# Title\n\nWo\0rds.\n', 'overlong': () => Buffer.from([0x23, 0x20, 0xc0, 0xaf]),
	'surrogate': () => Buffer.from([0x23, 0x20, 0xed, 0xa0, 0x80]),
	'controls': () => '# Ti\x07tle\n\nWo\x1b[31mrds\x08.\n',
	'bidi': () => '# Ti\u202etle\n\nWo\u2066rds\u2069 \u200fx\u061c.\n',
	'invisible': () => '# \u200b\u2060\ufeff\n\n\u00ad\u200d\n',
	'private-use': () => '# Title \ue000\u{10ffff}\n\n\ufffe\uffff \ufffd.\n',
	'combining': () => '# Z' + times('\u0301', 20000) + '\n\nwords\n',
	'nfd': () => '# Cafe\u0301\n\ncafe\u0301\n',
	'long-line': () => '# Title\n\n' + times('word ', 190000),
	'no-blank-line': () => '# Title\n\n' + times('w', MIB - 100),
	'quotes': () => times('>', 100000), 'quotes-lines': () => times('> ', 50000) + 'x\n',
	'lists': () => times('- ', 50000) + 'x\n', 'numbered': () => times('1. ', 50000) + 'x\n',
	'deep-list': () => Array.from({ length: 700 }, (_, i) => times(' ', 2 * i) + '- x\n').join(''),
	'brackets': () => times('[', 100000) + 'x' + times(']', 100000),
	'parens': () => '[a](' + times('(', 100000) + ')', 'stars': () => times('*', 100001) + 'x',
	'emphasis': () => times('*a **a ', 40000), 'ticks': () => times('`', 50000) + ' x ' + times('`', 49999),
	'ticks-many': () => Array.from({ length: 900 }, (_, i) => times('`', i) + 'x').join(''),
	'fences': () => times('```\n', 60000), 'fence-open': () => '# T\n\n```sh\n' + times('rm -rf /\n', 3000),
	'tildes': () => times('~', 100000), 'html-open': () => times('<', 100000),
	'html-comments': () => times('<!-- ', 30000), 'comment-open': () => '# T\n\nw\n\n<!-- never closed\n\nw\n',
	'html-page': () => '<!doctype html><html><head><script>alert(1)</script><style>*{}</style>' +
		'</head><body onload="x()"><iframe src="https://x.example"></iframe></body></html>\n',
	'html-inline': () => '# T\n\n<script>alert(1)</script> a <img src=x onerror=alert(1)> b ' +
		'<a href="javascript:x">c</a>\n\n<details><summary>s</summary>\n\nwords\n\n</details>\n',
	'schemes': () => '# T\n\n' + ['javascript:alert(1)', 'JaVaScRiPt:alert(1)', 'java\tscript:x',
		'data:text/html;base64,PHNjcmlwdD4=', 'vbscript:x', 'file:///etc/passwd', '//x.example',
		'ftp://x.example/', 'mailto:a@b.example', 'tel:+41227300000', 'blob:x', '\\\\x\\y',
		'https:x', 'https://', 'https:///x', 'https://a@b.example/', 'https://x.example:99999/',
		'http://x.example/%zz', 'https://‮x.example/', 'https://пример.example/', '&#106;avascript:x',
		'#', '#none', '?a=b', '/abs.md', '../../../etc/passwd.md',
		'%2e%2e/x.md', 'C:\\x.md'].map((l, i) => `[w${i}](<${l}>)\n`).join('\n') + '\n',
	'autolinks': () => '# T\n\n' + times('https://x.example/a ', 4000) + times('www.x ', 4000) +
		times('a@b.c ', 4000),
	'pictures': () => '# T\n\n' + ['img/fine.png', './img/fine.png', '../img/fine.png', '/img/fine.png',
		'img/bomb.png', 'img/says-huge.png', 'img/zero.png', 'img/short-rows.png', 'img/cut.png',
		'img/tall.png', 'img/cut.jpg', 'img/empty.jpg', 'img/text.jpg', 'img/gif.png', 'img/bomb.svg',
		'https://x.example/a.png', 'data:image/png;base64,AAAA', '//x/a.png', 'img', '', '/dev/zero',
		'../../../../etc/passwd', 'img/fine.png?x=1', 'img/fine.png#x', 'IMG/FINE.PNG',
		'img%2ffine.png'].map((s, i) => `![p${i}](${s})\n`).join('\n') +
		'\n![](img/fine.png)\n\n<img src="img/fine.png">\n\n![[](img/fine.png)\n',
	'picture-words': () => '# T\n\n![a **b** [c](https://x.example) `d` | {e}](img/fine.png)\n\n' +
		'[![in a link](img/fine.png)](https://x.example/)\n',
	'entities': () => '# T &amp; U\n\n&lt;b&gt; &nbsp;&#x202e;&#0;&#xd800;&#x110000;&#99999999999;' +
		'&nosuch; &zwj;&lrm;&rlm; &copy;\n\n' + times('&amp;', 50000) + '\n',
	'ref-bomb': () => `[a]: /${times('x', 3000)}\n\n` + times('[a]', 40000) + '\n',
	'ref-same': () => times('[a]: /x\n', 30000) + '\n[a]\n',
	'ref-loop': () => '[a]: [b]\n[b]: [a]\n\n# T\n\n[a][b] [b][a]\n',
	'footnotes': () => '# T\n\nWords[^1] and[^2].\n\n[^1]: First.\n[^2]: Second [^1].\n' +
		times('[^x] ', 5000) + '\n',
	'headings': () => times('# h\n', 3500), 'heading-levels': () => '###### a\n# b\n#### c\n## d\n',
	'headings-empty': () => '#\n##\n###\n\nwords\n', 'setext': () => 'Title\n=====\n\nUnder\n---\n\nwords\n',
	'heading-long': () => '# ' + times('word ', 4000) + '\n', 'only-headings': () => '# a\n\n## b\n',
	'no-heading': () => 'words only\n', 'rule-first': () => '---\n\n# T\n\nwords\n',
	'same-words': () => times('# same\n\nsame\n\n', 1500),
	'table-huge': () => '|a|b|\n|-|-|\n' + times('|1|2|\n', 3900),
	'table-wide': () => '|' + times('a|', 3000) + '\n|' + times('-|', 3000) + '\n|' + times('1|', 3000) + '\n',
	'table-many-rows': () => '|a|b|\n|-|-|\n' + times('|1|2|\n', 100000),
	'table-broken': () => '# T\n\n|a|b|c|\n|-|\n|1|2|3|4|5|\n|1\n\n|a|\n|-|\n\n|\n|-|\n',
	'table-pipes': () => '# T\n\n|a \\| b|`c|d`|\n|-|-|\n|\\|{}|**x|y**|\n',
	'table-five': () => '# T\n\n|a|b|c|d|e|\n|-|-|-|-|-|\n|1|2|3|4|5|\n',
	'marks': () => '# T\n\n\\*a\\* {b} [c] **d *e** f* ***g*** __h__ ~~i~~ $x$ ==y== :smile: @me #tag\n',
	'shortcodes': () => '# T\n\n{{< youtube x >}} {{% include "/etc/passwd" %}} {% raw %}x{% endraw %}\n\n' +
		':::danger\nA danger\n:::\n\n!!! note "Title"\n    words\n\n[[wiki link]] ![[embed.md]]\n',
	'mdx': () => 'import X from "./x";\nexport const a = 1;\n\n# T\n\n<X prop={a}>words</X> {a + 1}\n',
	'numbers': () => '# T\n\n٠٧٧٠ ١٢٣ ٤٥٦٧, ۰۷۷۰ ۱۲۳ ۴۵۶۷, 0770 123 4567, +964 (0)770-123.4567, ' +
		'12٣4, 1,000.50, ١٬٠٠٠٫٥, 1/2/2024, 12:30, 1e9, 0x7f, 3½, ²\n',
	'numbers-many': () => '# T\n\n' + times('+964 770 123 4567 ', 5000),
	'literals-many': () => '# T\n\n' + times('`a` ', 5000), 'emoji': () => '# T 🏳️‍🌈\n\n' + times('👩‍👩‍👧‍👦', 5000),
	'definition': () => '# T\n\nTerm\n: Meaning\n\n*[HTML]: Hyper\n', 'tabs': () => '# T\n\n\t- a\n\t\t- b\n\n\t\tcode\n',
	'task-list': () => '# T\n\n- [ ] a\n- [x] b\n- [ ]\n', 'start-numbers': () => '# T\n\n7. a\n3. b\n999999999. c\n',
	'yaml-open': () => '---\ntitle: [never closed\n# x\n', 'yaml-empty': () => '---\n---\n\n# T\n\nw\n',
	'yaml-bomb': () => '---\na: &a [x,x]\nb: &b [*a,*a]\nc: [*b,*b]\n---\n# T\n\nw\n',
	'yaml-odd': () => '---\ntitle: |\n  two\n  lines\ntitle: Again\nTitle: Third\n? x\n: y\n...\n\nwords\n',
	'yaml-only': () => '---\ntitle: Only\n---\n', 'yaml-long': () => '---\n' + times('a: b\n', 60000) + '---\n# T\n',
	'yaml-title-marks': () => '---\ntitle: "a **b** [c](javascript:x) {d} \\"e\\" \u202e"\n---\n\nw\n',
	'toml-odd': () => '+++\ntitle = """\ntwo"""\n[menu]\n+++\n\nw\n', 'toml-open': () => '+++\ntitle = "x"\n\nw\n',
	'json-odd': () => '{"title": "T", "a": {"b": "}"}}\n\nwords\n', 'json-open': () => '{\n"title": "T",\n\nwords\n',
	'json-deep': () => times('{"a":', 50000) + '\n\nwords\n', 'backslashes': () => times('\\', 100000),
	'under': () => times('a_b*c_d*', 12000), 'links-many': () => '# T\n\n' + times('[a](https://x.example/) ', 4000),
	'units-many': () => times('w\n\n', 4100), 'binary': () => Buffer.from(Array.from({ length: 4096 },
		(_, i) => i * 37 & 255)), 'gzip': () => zlib.gzipSync(times('# T\n', 100)),
	'git-conflict': () => '# T\n\n<<<<<<< HEAD\na\n=======\nb\n>>>>>>> x\n',
	'escape-names': () => '# ../../x\n\n`{code}` {code1} {phone} [a]{b}\n',
};
export const large = {
	'ten-megabyte-line': () => '# T\n\n' + times('words ', 10 * MIB / 6),
	'ten-megabyte-bytes': () => Buffer.alloc(10 * MIB, 0x61),
	'just-a-mebibyte': () => '# T\n\n' + times('a\n', (MIB - 10) / 2),
	'just-too-large': () => times('a b c d\n', MIB / 8) + 'x',
};

export function hostileMake(root, files = hostile) {
	for (const [name, bytes] of Object.entries(files)) put(root, `hostile-${name}.md`, bytes());
	return Object.keys(files).length;
}

// -- names and kinds of files -------------------------------------------------

const NAMES = ['a b.md', ' lead.md', 'trail .md', '-rf.md', '--help.md', 'a\nb.md', 'a\tb.md',
	'a\x1b[31m.md', 'gpj.\u202edm.md', '\u202eevil.md', 'x\u2066y.md', 'Case.md', 'case.md', 'CASE.MD', 'x.MD',
	'.md', '..md', '...md', 'a..md', 'no-ending', 'ar.md', 'x.ar.ar.md', 'x.ar.md', 'x.md', 'x.mdx', 'ar.ar.md', 'x.xx.md',
	'x.ckb-IQ.md', 'x.pt-br.md', 'a:1: error: b.md', '%2e.md', '*.md', 'a"b\'c.md', '$(x).md', '`x`.md',
	'\\.md', 'é.md', 'e\u0301.md', 'موبایل.md', 'con.md', 'README.md', 'index.md', '_index.md', 'SUMMARY.md',
	'LICENSE', 'x.md~', 'x.md.bak', '#x.md#', 'n'.repeat(250) + '.md', 'library', 'guide', '1', 'releases'];

// Odd names, links, pipes, what cannot be read. Some need root: then without.
export function oddFilesMake(root) {
	for (const name of NAMES) put(root, name, `# T\n\nwords of a file\n`);
	const raw = (bytes) => Buffer.concat([Buffer.from(root + '/'), Buffer.from(bytes)]);
	fs.writeFileSync(raw([0x61, 0xff, 0xfe, 0x2e, 0x6d, 0x64]), '# T\n\nwords\n');
	fs.mkdirSync(raw([0xc3, 0x28]));
	fs.writeFileSync(raw([0xc3, 0x28, 0x2f, 0x78, 0x2e, 0x6d, 0x64]), '# T\n\nwords\n');
	put(root, 'folder.md/inside.md', '# T\n\nwords\n');
	put(root, '.git/config.md', '# T\n');
	put(root, 'node_modules/x/README.md', '# T\n\nwords\n');
	for (const [to, name] of [['.', 'loop'], ['..', 'up'], ['/etc/passwd', 'passwd.md'],
		['/dev/zero', 'zero.md'], ['nowhere', 'dangling.md'], ['self.md', 'self.md'],
		['a b.md', 'inside.md'], ['/', 'root']]) fs.symlinkSync(to, path.join(root, name));
	spawnSync('mkfifo', [path.join(root, 'pipe.md'), path.join(root, 'pipe.png')]);
	spawnSync('mknod', [path.join(root, 'device.md'), 'c', '1', '5']);
	put(root, 'unreadable.md', '# T\n');
	fs.chmodSync(path.join(root, 'unreadable.md'), 0);
	let deep = root;
	for (let i = 0; i < 40; i++) deep = path.join(deep, 'd');
	fs.mkdirSync(deep, { recursive: true });
	fs.writeFileSync(path.join(deep, 'deep.md'), '# T\n\nwords\n');
	put(root, 'links-out.md', '# T\n\n![a](pipe.png)\n\n![b](passwd.md)\n\n[c](loop/a%20b.md)\n');
}
