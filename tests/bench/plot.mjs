// SPDX-License-Identifier: MIT
//
// plot: the growth figures as SVG: incidents to the right on a logarithmic
// scale, time upwards, one line for each figure. No library.
const WIDTH = 640, HEIGHT = 320, LEFT = 60, RIGHT = 150, TOP = 20, BOTTOM = 50;

const lines = [
	{ title: "p50 at 1, open", state: "open", key: "p50", colour: "#1f6feb" },
	{ title: "p50 at 1, closed", state: "closed", key: "p50",
		colour: "#8250df" },
	{ title: "p99 at 64, open", state: "open", key: "p99",
		colour: "#bc4c00" },
	{ title: "p99 at 64, closed", state: "closed", key: "p99",
		colour: "#1a7f37" },
];

export function plot(points) {
	const top = Math.max(...points.flatMap((p) => [p.p50, p.p99])) * 1.1;
	const counts = [...new Set(points.map((p) => p.count))];
	const most = Math.log10(Math.max(...counts));
	const x = (count) => LEFT + Math.log10(count) / most *
		(WIDTH - LEFT - RIGHT);
	const y = (ms) => HEIGHT - BOTTOM - ms / top * (HEIGHT - TOP - BOTTOM);
	const parts = [];
	const text = (at, up, words, more = "") => parts.push(
		`<text x="${at.toFixed(1)}" y="${up.toFixed(1)}"${more}>` +
		`${words}</text>`);

	for (let i = 0; i <= 4; i++) {
		const ms = top * i / 4;

		parts.push(`<path d="M${LEFT} ${y(ms).toFixed(1)}H${WIDTH -
			RIGHT}" stroke="#d0d7de"/>`);
		text(LEFT - 6, y(ms) + 4, ms.toFixed(0),
			' text-anchor="end"');
	}
	for (const count of counts)
		text(x(count), HEIGHT - BOTTOM + 18,
			count.toLocaleString("en"), ' text-anchor="middle"');
	text((LEFT + WIDTH - RIGHT) / 2, HEIGHT - 10, "incidents",
		' text-anchor="middle"');
	text(12, TOP - 6, "ack, ms");
	lines.forEach((line, i) => {
		const mine = points.filter((p) => p.state === line.state);
		const path = mine.map((p, j) => `${j ? "L" : "M"}${x(p.count)
			.toFixed(1)} ${y(p[line.key]).toFixed(1)}`).join("");

		parts.push(`<path d="${path}" fill="none" stroke-width="2" ` +
			`stroke="${line.colour}"/>`);
		text(WIDTH - RIGHT + 12, TOP + 14 + i * 18, line.title,
			` fill="${line.colour}"`);
	});
	return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ` +
		`${HEIGHT}" font-family="sans-serif" font-size="12" role="img" ` +
		`aria-label="Time to ack by number of incidents">\n` +
		`<rect width="${WIDTH}" height="${HEIGHT}" fill="#fff"/>\n` +
		`${parts.join("\n")}\n</svg>\n`;
}
