/* Keys, copying, and a list that stays fresh. Everything works without it.
 * SPDX-License-Identifier: AGPL-3.0-or-later */
"use strict";
(() => {
	const one = (s) => document.querySelector(s);
	const all = (s) => [...document.querySelectorAll(s)];

	/* -- copying -- */
	all("button.copies").forEach((button) => {
		const words = button.textContent;
		button.addEventListener("click", async () => {
			const box = document.getElementById(button.value);
			box.select();
			try {
				await navigator.clipboard.writeText(box.value);
			} catch (e) {
				document.execCommand("copy");
			}
			button.textContent = words + " ✓";
			setTimeout(() => { button.textContent = words; }, 2000);
		});
	});

	/* -- keys: by place on the keyboard, so Arabic layouts work too -- */
	let at = -1;
	const rows = () => all(".rows > li");
	const move = (by) => {
		const list = rows();
		if (!list.length) return;
		list.forEach((row) => row.classList.remove("at"));
		at = Math.max(0, Math.min(list.length - 1, at + by));
		list[at].classList.add("at");
		list[at].firstElementChild.focus();
	};
	const press = (id) => {
		const button = document.getElementById(id);
		if (button) button.click();
	};
	const go = (id) => {
		const box = document.getElementById(id);
		if (box) { box.focus(); box.scrollIntoView({block: "center"}); }
	};
	const keys = {
		KeyJ: () => rows().length ? move(1) : press("next-unit"),
		KeyK: () => rows().length ? move(-1) : press("previous-unit"),
		KeyI: () => press("unfinished"),
		KeyR: () => go("answer-text"), KeyN: () => go("note-text"),
		KeyE: () => press("done"), KeyL: () => press("later"),
		KeyV: () => press("veil"), KeyZ: () => press("undo"),
		KeyU: () => press("up"), KeyT: () => press("taken"), KeyX: () => press("erase-keys"), KeyC: () => press("new"), KeyD: () => press("my-day"), Slash: () => go("find"),
	};
	document.addEventListener("keydown", (event) => {
		const where = event.target;
		if (event.key === "Escape" && where.blur) where.blur();
		if (event.ctrlKey && event.key === "Enter" && where.form) {
			press("keep-done");
		}
		if (!document.body.classList.contains("keys")) return;
		if (event.ctrlKey || event.altKey || event.metaKey) return;
		if (where.closest("input,textarea,select")) return;
		if (/^[?؟]$/.test(event.key)) { location.href = "/settings#keys"; return; }
		const act = keys[event.code];
		if (!act) return;
		event.preventDefault();
		act();
	});

	/* -- what the word bank says of a draft, after a pause -- */
	all("textarea.checked").forEach((box) => {
		const place = document.getElementById(box.id + "-marks");
		let wait, last = "";
		const look = async () => {
			try {
				const answer = await fetch("/marks", {
					method: "POST", redirect: "error",
					body: new URLSearchParams(new FormData(box.form)),
				});
				const marks = answer.ok ? await answer.text() : last;
				if (marks !== last) place.innerHTML = last = marks;
			} catch (e) {
				/* locked: sending will say so */
			}
		};
		box.form.addEventListener("input", () => {
			clearTimeout(wait);
			wait = setTimeout(look, 800);
		});
	});

	/* -- fresh piles, while nobody writes -- */
	const fresh = async () => {
		if (document.hidden || !one(".piles")) return;
		const active = document.activeElement;
		if (active && active.closest("input,textarea,select,details")) return;
		try {
			const answer = await fetch(location.href, {
				redirect: "error", headers: {"X-Quiet": "1"},
			});
			if (!answer.ok) return;
			const page = new DOMParser().parseFromString(
				await answer.text(), "text/html");
			for (const part of [".piles", ".rows", "#state"]) {
				const now = one(part), then = page.querySelector(part);
				if (!now || !then) continue;
				if (now.innerHTML === then.innerHTML) continue;
				if (now.contains(active)) continue;
				now.innerHTML = then.innerHTML;
			}
		} catch (e) {
			/* locked or gone: the next click will say so */
		}
	};
	if (one(".piles") && !one("#words")) setInterval(fresh, 15000);
})();
