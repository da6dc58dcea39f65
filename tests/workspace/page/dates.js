/* SPDX-License-Identifier: MIT
 *
 * Times as people read them: Slack's date tokens, day lines, clock times, in
 * the time zone of whoever looks. Pure; "now" is an argument.
 */

const MONTHS = [
	'January',
	'February',
	'March',
	'April',
	'May',
	'June',
	'July',
	'August',
	'September',
	'October',
	'November',
	'December',
];
const DAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];
const DAY_MS = 86400000;

function two(number) {
	return String(number).padStart(2, '0');
}

function ordinal(day) {
	const tens = day % 100;
	if (tens >= 11 && tens <= 13) return `${day}th`;
	return day + (['th', 'st', 'nd', 'rd'][day % 10] || 'th');
}

export function timeOfDay(ms) {
	const date = new Date(ms);
	return `${two(date.getHours())}:${two(date.getMinutes())}`;
}

export function timeWithSeconds(ms) {
	return `${timeOfDay(ms)}:${two(new Date(ms).getSeconds())}`;
}

export function isoDay(ms) {
	const date = new Date(ms);
	return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}

/* "today" and its neighbours, or null for any other day. */
function nearDay(ms, now_ms) {
	if (isoDay(ms) === isoDay(now_ms)) return 'today';
	if (isoDay(ms) === isoDay(now_ms - DAY_MS)) return 'yesterday';
	if (isoDay(ms) === isoDay(now_ms + DAY_MS)) return 'tomorrow';
	return null;
}

export function dayLine(ms, now_ms) {
	const near = nearDay(ms, now_ms);
	if (near) return near[0].toUpperCase() + near.slice(1);
	const date = new Date(ms);
	return (
		`${DAYS[date.getDay()]}, ${ordinal(date.getDate())} ` +
		`${MONTHS[date.getMonth()]} ${date.getFullYear()}`
	);
}

export function ago(ms, now_ms) {
	const late = now_ms - ms;
	const size = Math.abs(late);
	const units = [
		['day', DAY_MS],
		['hour', 3600000],
		['minute', 60000],
	];
	for (const [name, unit_ms] of units) {
		const count = Math.floor(size / unit_ms);
		if (count < 1) continue;
		const words = `${count} ${name}${count === 1 ? '' : 's'}`;
		return late >= 0 ? `${words} ago` : `in ${words}`;
	}
	return late >= 0 ? 'just now' : 'in a moment';
}

function tokens(ms, now_ms) {
	const date = new Date(ms);
	const month = MONTHS[date.getMonth()];
	const day = ordinal(date.getDate());
	const year = date.getFullYear();
	const plain = `${month} ${day}, ${year}`;
	const brief = `${month.slice(0, 3)} ${date.getDate()}, ${year}`;
	const long = `${DAYS[date.getDay()]}, ${plain}`;
	const near = nearDay(ms, now_ms);
	return {
		date_num: isoDay(ms),
		date: plain,
		date_short: brief,
		date_long: long,
		date_pretty: near || plain,
		date_short_pretty: near || brief,
		date_long_pretty: near || long,
		date_slash: isoDay(ms).replaceAll('-', '/'),
		day_divider_pretty: near || `${DAYS[date.getDay()]}, ${month} ${day}`,
		time: timeOfDay(ms),
		time_secs: timeWithSeconds(ms),
		ago: ago(ms, now_ms),
	};
}

/* Fills Slack's date format. Answers null for a token Slack does not know,
 * where the caller shows the fallback. */
export function fillDate(seconds, format, now_ms) {
	const known = tokens(seconds * 1000, now_ms);
	let good = true;
	const text = format.replace(/\{(\w+)\}/g, (whole, name) => {
		if (!(name in known)) good = false;
		return known[name];
	});
	return good ? text : null;
}
