/* What the automatic checker cannot see. `look` runs inside a page and gives
 * back a list of faults, each a short sentence; it changes nothing. Used by
 * Chromium and, as text, by Firefox.
 *
 * SPDX-License-Identifier: AGPL-3.0-or-later */
export function look(options) {
	const faults = [];
	const width = window.innerWidth;
	const root = document.documentElement;
	const rtl = getComputedStyle(root).direction === "rtl";
	const ARABIC = /[\u0600-\u06ff\u0750-\u077f\u08a0-\u08ff\ufb50-\ufdff\ufe70-\ufefc]/;
	const ARABIC_LOCALES = /^(ar|ckb|kmr-Arab|ku-Arab)/;

	function name(element) {
		let text = element.tagName.toLowerCase();
		if (element.id) text += "#" + element.id;
		else if (typeof element.className === "string" && element.className)
			text += "." + element.className.trim().split(/\s+/).join(".");
		const words = (element.textContent || "").trim().slice(0, 30);
		return words ? text + " “" + words + "”" : text;
	}

	/* Shown at all, and not kept for screen readers only. */
	function is_shown(element) {
		if (!element.checkVisibility()) return false;
		const style = getComputedStyle(element);
		if (style.visibility === "hidden") return false;
		if (style.clipPath !== "none" || style.clip !== "auto") return false;
		const box = element.getBoundingClientRect();
		return box.width > 1 && box.height > 1;
	}

	function scrolls(element) {
		for (let e = element; e && e !== root; e = e.parentElement) {
			if (e === document.body) continue;
			if (/auto|scroll/.test(getComputedStyle(e).overflowX)) return true;
			if (getComputedStyle(e).position === "absolute" &&
				e.matches(".skip, [class*=skip]"))
				return true;
		}
		return false;
	}

	/* 1. Nothing is wider than the window, on either side. */
	function check_overflow() {
		if (document.scrollingElement.scrollWidth > width + 1)
			faults.push("the page is " +
				document.scrollingElement.scrollWidth + " wide in a window of " + width);
		for (const element of document.body.querySelectorAll("*")) {
			if (!is_shown(element) || scrolls(element)) continue;
			const box = element.getBoundingClientRect();
			if (box.left < -1 || box.right > width + 1)
				faults.push("beyond the window: " + name(element));
		}
		for (const node of texts()) {
			const range = document.createRange();
			range.selectNodeContents(node);
			for (const box of range.getClientRects())
				if ((box.left < -1 || box.right > width + 1) && box.width > 1 &&
					!scrolls(node.parentElement))
					faults.push("words cut off: " + name(node.parentElement));
		}
	}

	function texts() {
		const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
		const list = [];
		for (let node = walker.nextNode(); node; node = walker.nextNode())
			if (node.data.trim() && is_shown(node.parentElement) &&
				!/^(SCRIPT|STYLE|TEMPLATE|NOSCRIPT)$/.test(node.parentElement.tagName))
				list.push(node);
		return list;
	}

	/* 2. What a thumb must hit is large enough; links in running text are
	 * as high as their line. */
	function check_targets() {
		const wanted = "a[href], button, input, select, textarea, summary";
		for (const element of document.querySelectorAll(wanted)) {
			if (element.type === "hidden" || !is_shown(element)) continue;
			let box = element.getBoundingClientRect();
			const inline = element.tagName === "A" &&
				getComputedStyle(element).display === "inline";
			if (inline) continue;
			if (/^(checkbox|radio|file)$/.test(element.type) && element.labels.length) {
				const label = element.labels[0].getBoundingClientRect();
				if (label.height > box.height) box = label;
			}
			if (box.height < options.target - 0.5 || box.width < options.target - 0.5)
				faults.push("target of " + Math.round(box.width) + "×" +
					Math.round(box.height) + ": " + name(element));
		}
	}

	/* 3. Each word's language has the word's script, and a run that would
	 * be turned round by the text about it stands apart. */
	function language_of(element) {
		const holder = element.closest("[lang]");
		return holder ? holder.getAttribute("lang") : "";
	}

	function is_apart(element) {
		for (let e = element; e && e !== document.body; e = e.parentElement) {
			if (e.tagName === "BDI" || e.hasAttribute("dir")) return true;
			if (/isolate|plaintext/.test(getComputedStyle(e).unicodeBidi) &&
				getComputedStyle(e).display.startsWith("inline"))
				return true;
		}
		return false;
	}

	function check_script() {
		for (const node of texts()) {
			const element = node.parentElement;
			if (element.closest("[data-words]")) continue;
			const lang = language_of(element);
			const text = node.data;
			const is_arabic_lang = ARABIC_LOCALES.test(lang);
			const automatic = element.closest("[dir=auto], bdi, pre, code, samp, kbd");
			if (ARABIC.test(text) && lang && !is_arabic_lang && !automatic)
				faults.push("Arabic script in lang=" + lang + ": " + name(element));
			if (is_arabic_lang && !automatic &&
				/[A-Za-z]{2,}([ ,]+[A-Za-z]{2,}){3,}/.test(text))
				faults.push("Latin sentence in lang=" + lang + ": " + name(element));
			const direction = getComputedStyle(element).direction;
			if (direction === "rtl" && ARABIC.test(text) && !is_apart(element)) {
				const mixed = text.match(
					/[A-Za-z0-9@:\/._+-]*[A-Za-z][A-Za-z0-9@:\/_+.-]*/g) || [];
				for (const run of mixed)
					if (/[0-9@:\/_+]/.test(run.replace(/[.:-]+$/, "")))
						faults.push("“" + run + "” does not stand apart: " + name(element));
				const measure = text.match(/[0-9]+ ?[A-Za-z]{1,3}\b/);
				if (measure)
					faults.push("“" + measure[0] + "” does not stand apart: " + name(element));
			}
			if (direction === "ltr" && ARABIC.test(text) && /[A-Za-z]/.test(text) &&
				!is_apart(element) && element !== document.body)
				faults.push("two directions in one run: " + name(element));
		}
	}

	/* 4. The page says what it is. */
	function check_head() {
		const lang = root.getAttribute("lang") || "";
		const arabic = ARABIC_LOCALES.test(lang);
		if (!lang) faults.push("no lang");
		if (arabic !== rtl) faults.push("lang=" + lang + " but " + (rtl ? "rtl" : "ltr"));
		if (!document.title.trim()) faults.push("no title");
		if (document.querySelectorAll("h1").length !== 1)
			faults.push(document.querySelectorAll("h1").length + " first headings");
		for (const heading of document.querySelectorAll("h1, h2, h3, h4"))
			if (!heading.textContent.trim()) faults.push("an empty heading");
		for (const element of document.querySelectorAll("[tabindex]"))
			if (Number(element.getAttribute("tabindex")) > 0)
				faults.push("tabindex above 0: " + name(element));
		for (const id of Object.keys(count_ids()))
			faults.push("id twice: " + id);
		if (/\{[a-z_]+\}/.test(document.body.innerText))
			faults.push("a hole was not filled: " + document.body.innerText.match(/\{[a-z_]+\}/)[0]);
	}

	function count_ids() {
		const seen = {};
		const twice = {};
		for (const element of document.querySelectorAll("[id]")) {
			if (seen[element.id]) twice[element.id] = true;
			seen[element.id] = true;
		}
		return twice;
	}

	/* 5. What "Safest" would take away is not there to begin with. */
	function check_plain() {
		const taken = "script, svg, math, iframe, object, embed, canvas, link[rel=stylesheet]";
		for (const element of document.querySelectorAll(taken))
			faults.push("a public page holds " + element.tagName.toLowerCase());
		for (const element of document.querySelectorAll("*"))
			for (const attribute of element.attributes)
				if (/^on/.test(attribute.name) || attribute.name === "style")
					faults.push("attribute " + attribute.name + " on " + name(element));
		for (const style of document.querySelectorAll("style"))
			if (/@font-face|@import|url\(/.test(style.textContent))
				faults.push("the style loads something");
	}

	check_overflow();
	if (options.target) check_targets();
	if (options.words !== false) {
		check_script();
		check_head();
	}
	if (options.plain) check_plain();
	return [...new Set(faults)];
}

/* Puts a Latin letter for every letter of Arabic script, so that the contrast
 * rule of axe does not take joined letters for an icon and leave them out. */
export function substitute() {
	const LETTERS = /[\u0600-\u06ff\u0750-\u077f\u08a0-\u08ff\ufb50-\ufdff\ufe70-\ufefc]/g;
	const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
	for (let node = walker.nextNode(); node; node = walker.nextNode())
		if (LETTERS.test(node.data)) node.data = node.data.replace(LETTERS, "a");
}
