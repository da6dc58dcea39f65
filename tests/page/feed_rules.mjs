// SPDX-License-Identifier: MIT
//
// feed_rules: what RFC 4287 (Atom) and RSS 2.0 demand of a feed, as rules over
// its elements. The validators that can be had want a service on the Internet.
// feedProblems() answers with a sentence for each rule that is broken; none
// for a valid feed. Knows nothing of incidents.
import { parseStringPromise } from "xml2js";

const ATOM = "http://www.w3.org/2005/Atom";
const DATE = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/;
const MAIL_DATE = new RegExp("^(Mon|Tue|Wed|Thu|Fri|Sat|Sun), \\d\\d (Jan|Feb|" +
	"Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) \\d{4} \\d\\d:\\d\\d:\\d\\d " +
	"(GMT|UT|[+-]\\d{4})$");

const isIri = (text) => URL.canParse(text) && text === text.trim();
const isDate = (text) => DATE.test(text) && !Number.isNaN(Date.parse(text));
const isMailDate = (text) => MAIL_DATE.test(text) &&
	new Date(text).toUTCString().startsWith(text.slice(0, 16));

// name: [fewest, most, what its text has to be]
const ATOM_FEED = {
	id: [1, 1, isIri], title: [1, 1], updated: [1, 1, isDate],
	author: [0, Infinity], category: [0, Infinity],
	contributor: [0, Infinity], generator: [0, 1], icon: [0, 1],
	logo: [0, 1], link: [0, Infinity], rights: [0, 1], subtitle: [0, 1],
	entry: [0, Infinity],
};
const ATOM_ENTRY = {
	id: [1, 1, isIri], title: [1, 1], updated: [1, 1, isDate],
	author: [0, Infinity], category: [0, Infinity], content: [0, 1],
	contributor: [0, Infinity], link: [0, Infinity],
	published: [0, 1, isDate], rights: [0, 1], source: [0, 1],
	summary: [0, 1],
};
const RSS_CHANNEL = {
	title: [1, 1], link: [1, 1, isIri], description: [1, 1],
	language: [0, 1, (text) => /^[a-z]{2}(-[a-z]+)?$/i.test(text)],
	copyright: [0, 1], pubDate: [0, 1, isMailDate],
	lastBuildDate: [0, 1, isMailDate], generator: [0, 1],
	docs: [0, 1, isIri], ttl: [0, 1, (text) => /^\d+$/.test(text)],
	image: [0, 1], item: [0, Infinity],
};
const RSS_ITEM = {
	title: [0, 1], link: [0, 1, isIri], description: [0, 1],
	author: [0, 1], category: [0, Infinity], comments: [0, 1],
	enclosure: [0, 1], guid: [0, 1], pubDate: [0, 1, isMailDate],
	source: [0, 1],
};

const text = (element) => element._ ?? "";
const value = (element, name) => element.$?.[name]?.value;

/* The elements within one, those of the namespace only. */
function children(element, namespace) {
	return (element.$$ ?? []).filter((one) => one.$ns.uri === namespace);
}

function named(element, namespace, name) {
	return children(element, namespace)
		.filter((one) => one.$ns.local === name);
}

function countProblems(where, element, namespace, rules) {
	const found = Object.keys(rules).flatMap((name) => {
		const [fewest, most, judge] = rules[name];
		const ones = named(element, namespace, name);
		const wrong = judge ? ones.filter((one) => !judge(text(one))) :
			[];
		return [
			ones.length < fewest && `${where}: no ${name}`,
			ones.length > most && `${where}: more than one ${name}`,
			...wrong.map((one) =>
				`${where}: ${name} is "${text(one)}"`),
		];
	});
	const strange = children(element, namespace)
		.filter((one) => !(one.$ns.local in rules))
		.map((one) => `${where}: ${one.$ns.local} does not belong there`);
	return [...found, ...strange].filter(Boolean);
}

function twice(where, list) {
	return list.filter((one, i) => list.indexOf(one) !== i)
		.map((one) => `${where}: ${one} stands there twice`);
}

function atomLinkProblems(where, element) {
	const links = named(element, ATOM, "link");
	const kinds = links.map((link) => [value(link, "rel") ?? "alternate",
		value(link, "type"), value(link, "hreflang")].join(" "))
		.filter((kind) => kind.startsWith("alternate"));
	return [
		...links.filter((link) => !isIri(value(link, "href") ?? ""))
			.map(() => `${where}: a link without an address`),
		...twice(where, kinds),
	];
}

function atomTextProblems(where, element) {
	return ["title", "subtitle", "summary", "rights", "content"]
		.flatMap((name) => named(element, ATOM, name))
		.filter((one) => !["text", "html", "xhtml", undefined]
			.includes(value(one, "type")))
		.map((one) => `${where}: a ${one.$ns.local} of type ` +
			value(one, "type"));
}

function atomProblems(feed) {
	const entries = named(feed, ATOM, "entry");
	const signed = named(feed, ATOM, "author").length > 0 ||
		entries.every((one) => named(one, ATOM, "author").length > 0);
	const authors = [feed, ...entries]
		.flatMap((one) => named(one, ATOM, "author"));
	return [
		...countProblems("feed", feed, ATOM, ATOM_FEED),
		...atomLinkProblems("feed", feed),
		...atomTextProblems("feed", feed),
		...named(feed, ATOM, "link").some((one) =>
			value(one, "rel") === "self") ? [] :
			["feed: does not say where it stands"],
		...signed ? [] : ["feed: entries without an author"],
		...authors.filter((one) =>
			named(one, ATOM, "name").length !== 1)
			.map(() => "feed: an author without a name"),
		...twice("feed", entries.map((one) =>
			text(named(one, ATOM, "id")[0] ?? {}))),
		...entries.flatMap((one, i) => [
			...countProblems(`entry ${i}`, one, ATOM, ATOM_ENTRY),
			...atomLinkProblems(`entry ${i}`, one),
			...atomTextProblems(`entry ${i}`, one),
			...named(one, ATOM, "content").length > 0 ||
				named(one, ATOM, "link").some((link) =>
					(value(link, "rel") ?? "alternate") ===
					"alternate") ? [] :
				[`entry ${i}: neither content nor a link`],
		]),
	];
}

function itemProblems(item, i) {
	const where = `item ${i}`;
	const has = (name) => named(item, "", name).length > 0;
	return [
		...countProblems(where, item, "", RSS_ITEM),
		...has("title") || has("description") ? [] :
			[`${where}: neither title nor description`],
		...named(item, "", "guid").filter((one) =>
			value(one, "isPermaLink") !== "false" &&
			!isIri(text(one)))
			.map((one) => `${where}: guid "${text(one)}" is no link`),
	];
}

function rssProblems(rss) {
	const channels = named(rss, "", "channel");
	if (value(rss, "version") !== "2.0" || channels.length !== 1)
		return ["rss: not one channel of version 2.0"];
	const items = named(channels[0], "", "item");
	return [
		...countProblems("channel", channels[0], "", RSS_CHANNEL),
		...named(channels[0], ATOM, "link").some((one) =>
			value(one, "rel") === "self" &&
			isIri(value(one, "href") ?? "")) ? [] :
			["channel: does not say where it stands"],
		...twice("channel", items.map((one) =>
			text(named(one, "", "guid")[0] ?? {}))),
		...items.flatMap(itemProblems),
	];
}

export async function feedProblems(xml) {
	const parsed = await parseStringPromise(xml, { xmlns: true,
		explicitChildren: true, preserveChildrenOrder: true,
		explicitRoot: false, explicitArray: true });
	if (parsed.$ns.local === "feed" && parsed.$ns.uri === ATOM)
		return atomProblems(parsed);
	return parsed.$ns.local === "rss" ? rssProblems(parsed) :
		["neither Atom nor RSS"];
}
