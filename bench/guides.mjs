// A site of 1,000 pages in four languages: `bothy guide build` beside Hugo, which
// makes as many pages of the same words with a layout of a few lines (Debian
// package hugo; the row is left out where it is not installed). Then one word
// is changed. CPU time of the processes, best of several: whoever else works on
// the machine does not count.
//
// SPDX-License-Identifier: AGPL-3.0-or-later
import { spawnSync } from 'node:child_process';
import crypto from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { BOTHY } from '../test/e2e/lib/binary.mjs';

const GUIDES = 250, PARAGRAPHS = 6, STEPS = 5, ROUNDS = 3, CHANGES = 10;
const LANGS = ['en', 'ar', 'ckb', 'fr'];
const SENTENCES = {
	en: 'The river is high in spring, so wait until the water falls. ',
	ar: 'النهر مرتفع في الربيع، فانتظر حتى ينخفض الماء. ',
	ckb: 'ڕووبار لە بەهار بەرزە، بۆیە چاوەڕێ بکە تا ئاوەکە دادەبەزێت. ',
	fr: 'La rivière est haute au printemps, attendez que l’eau baisse. ',
};
const LETTERS = 'abcdefghijklmnopqrstuvwxyz';

// The n-th unit's id: six letters.
const idOf = (n) => Array.from({ length: 6 }, (_, i) =>
	LETTERS[Math.floor(n / 26 ** i) % 26]).join('');

// Kind with level, words in a language, and the same as Markdown.
function unitsOf(guide) {
	const units = [['title', (l) => `${SENTENCES[l].split(',')[0]} ${guide}`, '# ']];
	for (let p = 0; p < PARAGRAPHS; p++) {
		units.push(['section 1', (l) => `${SENTENCES[l].split(',')[0]} ${p}`, '## ']);
		units.push(['paragraph', (l) => SENTENCES[l].repeat(4) + `**${p}**`, '']);
		for (let s = 0; s < STEPS; s++) {
			units.push(['step 1', (l) => SENTENCES[l] + (guide + s), '1. ']);
		}
	}
	return units;
}

const seen = (kind, words) => crypto.createHash('sha256')
	.update(`${kind.split(' ')[0]}\n${words}\n`).digest('hex').slice(0, 16);

function guideFiles(units) {
	const block = ([kind, words], i) => `\n${kind.replace(/^(\S+)/, `$1 ${idOf(i)}`)}\n` +
		`words ${words('en').trim()}\n`;
	const files = { guide: 'bothy-guide 1\nsource en\ndemands\ncheck-days 180\n' +
		units.map(block).join('') };
	for (const lang of LANGS.slice(1)) {
		files[`${lang}.words`] = `bothy-words 1\nlanguage ${lang}\n` +
			units.map(([kind, words], i) => `\n${idOf(i)} done ` +
				`${seen(kind, words('en').trim())}\nwords ${words(lang).trim()}\n`)
				.join('');
	}
	return files;
}

function libraryMake(folder) {
	fs.mkdirSync(folder);
	fs.writeFileSync(path.join(folder, 'library'), 'bothy-library 1\n' +
		'name en The Example Bridge\nsource en\nexpires-days 365\n');
	fs.writeFileSync(path.join(folder, 'releases'),
		'bothy-releases 1\n\nrelease 1 2026-11-20\n');
	for (let guide = 1; guide <= GUIDES; guide++) {
		const at = path.join(folder, String(guide));
		fs.mkdirSync(at);
		for (const [name, text] of Object.entries(guideFiles(unitsOf(guide)))) {
			fs.writeFileSync(path.join(at, name), text);
		}
	}
}

function hugoMake(folder) {
	const layouts = path.join(folder, 'layouts', '_default');
	fs.mkdirSync(layouts, { recursive: true });
	fs.writeFileSync(path.join(folder, 'config.toml'), 'baseURL = "/"\n' +
		'relativeURLs = true\ndisableKinds = ["taxonomy", "term", "RSS", "sitemap",' +
		' "404"]\ndefaultContentLanguage = "en"\ndefaultContentLanguageInSubdir = true\n' +
		'[languages]\n' + LANGS.map((lang) =>
			`[languages.${lang}]\ncontentDir = "content/${lang}"\n`).join(''));
	fs.writeFileSync(path.join(layouts, 'single.html'), '<!doctype html><html' +
		' lang="{{ .Language.Lang }}"><head><meta charset="utf-8"><title>{{ .Title }}' +
		'</title></head><body><main>{{ .Content }}</main><footer>{{ range .Translations }}' +
		'<a href="{{ .RelPermalink }}">{{ .Language.Lang }}</a>{{ end }}</footer></body></html>');
	fs.writeFileSync(path.join(layouts, 'list.html'), '<!doctype html><title>x</title>' +
		'<ul>{{ range .Pages }}<li><a href="{{ .RelPermalink }}">{{ .Title }}</a></li>' +
		'{{ end }}</ul>');
	for (const lang of LANGS) {
		fs.mkdirSync(path.join(folder, 'content', lang), { recursive: true });
		for (let guide = 1; guide <= GUIDES; guide++) {
			fs.writeFileSync(path.join(folder, 'content', lang, `${guide}.md`),
				`---\ntitle: "${guide}"\n---\n` + unitsOf(guide).map(([kind, words, mark]) =>
					mark + words(lang).trim()).join('\n\n') + '\n');
		}
	}
}

// CPU seconds of what the shell runs, from its own count of its children.
function cpuOf(script, cwd) {
	const got = spawnSync('bash', ['-c', `set -e; ${script}; times`], { cwd,
		encoding: 'utf8', env: { ...process.env, BOTHY } });
	if (got.status !== 0) throw new Error(got.stdout + got.stderr);
	const [user, sys] = got.stdout.trim().split('\n').at(-1).split(' ')
		.map((text) => text.match(/(\d+)m([\d.]+)s/))
		.map(([, minutes, seconds]) => minutes * 60 + Number(seconds));
	return user + sys;
}

const best = (make) => Math.min(...Array.from({ length: ROUNDS }, make));
const countHtml = (folder) => fs.readdirSync(folder, { recursive: true })
	.filter((name) => name.endsWith('.html')).length;

export function guides({ row, atLeast, atMost }) {
	const home = fs.mkdtempSync(path.join(fs.existsSync('/dev/shm') ? '/dev/shm'
		: os.tmpdir(), 'bothy-site-'));
	const part = 'Guides';
	try {
		libraryMake(path.join(home, 'library'));
		const build = '"$BOTHY" guide build --only site library out >/dev/null';
		const all = best(() => cpuOf(`rm -rf out out.build; ${build}`, home));
		const pages = countHtml(path.join(home, 'out'));
		const ours = pages / all;
		let beside = '', gate = null;
		if (spawnSync('hugo', ['version']).error === undefined) {
			hugoMake(path.join(home, 'hugo'));
			const theirs = best(() => cpuOf('rm -rf public resources; hugo --quiet',
				path.join(home, 'hugo')));
			const rate = countHtml(path.join(home, 'hugo', 'public')) / theirs;
			beside = `${(ours / rate).toFixed(1)}× Hugo (${rate.toFixed(0)}/s); target 2×`;
			gate = atLeast(ours / rate, 1);
		}
		row(part, `A site of ${pages} pages in four languages: pages a CPU second`,
			ours.toFixed(0), beside, gate);
		const words = path.join(home, 'library', '7', 'ar.words');
		const text = fs.readFileSync(words, 'utf8');
		fs.writeFileSync(path.join(home, 'one'), text);
		fs.writeFileSync(path.join(home, 'two'), text.replace('الماء', 'ماء النهر'));
		const change = (name) => `cat ${name} >library/7/ar.words; ${build}`;
		const changed = best(() => cpuOf(Array.from({ length: CHANGES / 2 }, () =>
			`${change('two')}; ${change('one')}`).join('; '), home)) / CHANGES * 1e3;
		row(part, 'One word of it changed: the site built again, with its manifest',
			`${changed.toFixed(0)} ms`, 'CPU time of the whole command',
			atMost(changed, 50, 'ms'));
	} finally {
		fs.rmSync(home, { recursive: true, force: true });
	}
}
