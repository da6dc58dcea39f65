// SPDX-License-Identifier: MIT
//
// places: strict stand-ins for the status pages and the webhook that updates
// go to, in one server on loopback. Each takes what its real counterpart takes
// and refuses what that refuses, with its words; none knows idempotency keys.
// Written from the vendors' documentation. `fail(way, how, times)` makes one
// misbehave: a status, "hang" (nothing happens), "reset", or "lost" (it happens
// and the answer does not arrive).
import { createHmac, timingSafeEqual } from "node:crypto";
import http from "node:http";

export const STATUSPAGE_KEY = "statuspage-key";
export const STATUSPAGE_PAGE = "kctbh9vrtdwd";
export const INSTATUS_KEY = "instatus-key";
export const INSTATUS_PAGE = "ckf01fvnxywz60a35an1bq6q2";
export const WEBHOOK_SECRET = "status-secret";

const REALTIME = ["investigating", "identified", "monitoring", "resolved"];
const SCHEDULED = ["scheduled", "in_progress", "verifying", "completed"];
const STATES = ["operational", "degraded_performance", "partial_outage",
	"major_outage", "under_maintenance"];
const INSTATUS_STATES = ["OPERATIONAL", "UNDERMAINTENANCE",
	"DEGRADEDPERFORMANCE", "PARTIALOUTAGE", "MAJOROUTAGE"];
const ISO = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{3})?Z$/;

const isText = (value, max = Infinity) =>
	typeof value === "string" && value.length > 0 && value.length <= max;
const isObject = (value) => typeof value === "object" && value !== null &&
	!Array.isArray(value);

function json(request) {
	if (!/^application\/json(;|$)/.test(
		request.headers["content-type"] ?? ""))
		return undefined;
	try {
		return JSON.parse(request.body);
	} catch {
		return undefined;
	}
}

function incidentProblems(standin, given, fresh) {
	const errors = [];
	const planned = given.scheduled_for !== undefined;
	if (fresh && !isText(given.name))
		errors.push("Name can't be blank");
	if ((given.name ?? "").length > 255)
		errors.push("Name is too long (maximum is 255 characters)");
	if ((given.body ?? "").length > 25000)
		errors.push("Body is too long (maximum is 25000 characters)");
	if (given.status !== undefined && ![...(planned ? [] : REALTIME),
		...(planned || !fresh ? SCHEDULED : [])].includes(given.status))
		errors.push("Status is not included in the list");
	if (given.impact_override !== undefined && !["none", "minor", "major",
		"critical", "maintenance"].includes(given.impact_override))
		errors.push("Impact override is not included in the list");
	for (const [id, state] of Object.entries(given.components ?? {})) {
		if (!standin.components.has(id))
			errors.push(`Component ${id} does not exist`);
		if (!STATES.includes(state))
			errors.push("Component status is invalid");
	}
	for (const id of given.component_ids ?? [])
		if (!standin.components.has(id))
			errors.push(`Component ${id} does not exist`);
	if (given.metadata !== undefined && !(isObject(given.metadata) &&
		Object.values(given.metadata).every(isObject)))
		errors.push("Metadata must be an object of objects");
	if (given.backfilled && given.components)
		errors.push("Components are not allowed for backfilled incidents");
	if (planned && !(Date.parse(given.scheduled_until) >
		Date.parse(given.scheduled_for)))
		errors.push("Scheduled until must be after scheduled for");
	return errors;
}

/** A call a second over a minute of the world's: 420 first, then 429. */
function isOverPace(standin) {
	const now = standin.now();
	standin.calls = standin.calls.filter((at) => now - at < 60_000);
	standin.calls.push(now);
	return standin.calls.length > standin.perMinute;
}

function apply(standin, incident, given) {
	const { body, ...rest } = given;
	Object.assign(incident, rest);
	if (body !== undefined)
		incident.incident_updates.unshift({
			id: `u${++standin.ids}`, status: incident.status, body,
			deliver_notifications:
				given.deliver_notifications ?? true });
	for (const [id, state] of Object.entries(given.components ?? {}))
		if ((given.component_ids ?? incident.component_ids ?? [])
			.includes(id))
			standin.components.set(id, state);
}

function statuspage(standin, request, url) {
	if (isOverPace(standin))
		return [standin.limited++ ? 429 : 420,
			{ error: "Rate limited" }];
	if (request.headers.authorization !== `OAuth ${STATUSPAGE_KEY}`)
		return [401, { error: "Could not authenticate" }];
	const [, page, what, id] = url.pathname.match(
		/^\/statuspage\/v1\/pages\/([^/]+)\/([a-z]+)(?:\/([^/]+))?$/) ??
		[];
	if (page !== STATUSPAGE_PAGE)
		return [404, { error: "Not found" }];
	if (what === "components" && request.method === "GET")
		return [200, [...standin.components].map(([key, status]) =>
			({ id: key, name: key, status }))];
	if (what !== "incidents")
		return [404, { error: "Not found" }];
	const incident = standin.incidents.find((i) => i.id === id);
	if (id && !incident)
		return [404, { error: "Not found" }];
	if (request.method === "GET")
		return [200, id ? incident : standin.incidents.slice(0,
			+(url.searchParams.get("limit") ?? 100))];
	const given = json(request)?.incident;
	if (!isObject(given))
		return [400, { error: "incident is missing" }];
	const errors = incidentProblems(standin, given, !id);
	if (errors.length > 0)
		return [422, { error: errors }];
	if (request.method === "POST" && !id) {
		const made = { id: `p${++standin.ids}`, incident_updates: [] };
		apply(standin, made, given);
		standin.incidents.unshift(made);
		return [201, made];
	}
	if (request.method !== "PATCH" || !id)
		return [404, { error: "Not found" }];
	apply(standin, incident, given);
	return [200, incident];
}

const refuse = (status, code, message) =>
	[status, { error: { code, message } }];

function instatusProblem(standin, given, words) {
	if (!isText(given.message))
		return "message is required";
	if (!words.includes(given.status))
		return "status is invalid";
	if (!ISO.test(given.started ?? ""))
		return "started is invalid";
	if (!Array.isArray(given.components) || given.components.some((id) =>
		!standin.instatusComponents.has(id)))
		return "components are invalid";
	if ((given.statuses ?? []).some((s) => !INSTATUS_STATES
		.includes(s.status) || !given.components.includes(s.id)))
		return "statuses are invalid";
	return "";
}

function addInstatus(standin, incident, given) {
	const { message, status, started, notify } = given;
	const update = { id: `iu${++standin.ids}`, message, status, started,
		notify: notify ?? true };
	incident.status = status;
	incident.updates.push(update);
	for (const { id, status: state } of given.statuses ?? [])
		standin.instatusComponents.set(id, state);
	return update;
}

const INSTATUS_WORDS = { incidents: REALTIME.map((w) => w.toUpperCase()),
	maintenances: ["NOTSTARTEDYET", "INPROGRESS", "COMPLETED"] };

function instatus(standin, request, url) {
	if (request.headers.authorization !== `Bearer ${INSTATUS_KEY}`)
		return refuse(401, "unauthorized", "Invalid API key");
	if (url.pathname === "/instatus/v1/pages" && request.method === "GET")
		return [200, [{ id: INSTATUS_PAGE, name: "Example" }]];
	const [, page, kind, id, more] = url.pathname.match(
		/^\/instatus\/v1\/([^/]+)\/(incidents|maintenances)(?:\/([^/]+)(\/[a-z]+-updates)?)?$/) ?? [];
	if (page !== INSTATUS_PAGE)
		return refuse(404, "not_found", "Page not found");
	const list = standin.instatus[kind];
	const incident = list.find((i) => i.id === id);
	if (id && !incident)
		return refuse(404, "not_found", "Not found");
	if (request.method === "GET" && !more)
		return [200, id ? incident : list];
	const given = json(request);
	if (!isObject(given))
		return refuse(400, "bad_request", "Body must be JSON");
	if (request.method === "POST" && more ===
		`/${kind.slice(0, -1)}-updates`) {
		const wrong = instatusProblem(standin, given,
			INSTATUS_WORDS[kind]);
		return wrong ? refuse(422, "invalid", wrong) :
			[200, addInstatus(standin, incident, given)];
	}
	if (request.method !== "POST" || id)
		return refuse(404, "not_found", "Not found");
	const wrong = !isText(given.name) ? "name is required" :
		instatusProblem(standin, given, INSTATUS_WORDS[kind]);
	if (wrong)
		return refuse(422, "invalid", wrong);
	const made = { id: `cki${++standin.ids}`, name: given.name,
		started: given.started, updates: [] };
	addInstatus(standin, made, given);
	list.unshift(made);
	return [200, made];
}

function webhook(standin, request) {
	const parts = Object.fromEntries(
		(request.headers["x-incbot-signature"] ?? "").split(",")
			.map((part) => part.split("=")));
	const wanted = createHmac("sha256", WEBHOOK_SECRET)
		.update(`${parts.t}.${request.body}`).digest();
	const given = Buffer.from(parts.v1 ?? "", "hex");
	if (given.length !== wanted.length || !timingSafeEqual(given, wanted))
		return [403, { error: "bad signature" }];
	const event = request.headers["x-incbot-event"];
	const body = json(request);
	if (!body || !isText(event) || !isText(body.type))
		return [400, { error: "not an update" }];
	if (!standin.events.has(event))		// a repeat is known
		standin.hooks.push(body);
	standin.events.add(event);
	return [200, {}];
}

const routes = [["/statuspage/", "statuspage", statuspage],
	["/instatus/", "instatus", instatus], ["/hook", "webhook", webhook]];

export class Places {
	static async start({ components = [], instatusComponents = [],
		perMinute = 60 } = {}) {
		const standin = new Places();
		standin.ids = 0;
		standin.clock = { at: 0, since: performance.now(), speed: 1 };
		standin.calls = [];
		standin.limited = 0;
		standin.perMinute = perMinute;
		standin.trouble = null;	// instead of fail(): asked at each call
		standin.incidents = [];		// Statuspage, the newest first
		standin.components = new Map(components.map((id) =>
			[id, "operational"]));
		standin.instatus = { incidents: [], maintenances: [] };
		standin.instatusComponents = new Map(instatusComponents
			.map((id) => [id, "OPERATIONAL"]));
		standin.hooks = [];
		standin.events = new Set();
		standin.failing = new Map();
		standin.refused = [];
		standin.requests = [];
		standin.server = http.createServer((request, response) =>
			standin.#take(request, response));
		await new Promise((done) =>
			standin.server.listen(0, "127.0.0.1", done));
		standin.url = `http://127.0.0.1:${standin.server.address().port}`;
		return standin;
	}

	/** The world's clock goes so fast from now on. */
	goes(speed) {
		this.clock = { at: this.now(), since: performance.now(), speed };
	}

	now() {
		const { at, since, speed } = this.clock;
		return at + (performance.now() - since) * speed;
	}

	async stop() {
		this.server.closeAllConnections?.();
		await new Promise((done) => this.server.close(done));
	}

	/** The next calls, or all from now on; "" = it works again. */
	fail(way, how, times = Infinity) {
		this.failing.set(way, { how, times });
	}

	#take(request, response) {
		const chunks = [];
		request.on("data", (chunk) => chunks.push(chunk));
		request.on("end", () => {
			request.body = Buffer.concat(chunks).toString("utf8");
			this.#answer(request, response);
		});
	}

	#trouble(way) {
		if (this.trouble)
			return this.trouble();
		const failing = this.failing.get(way);
		if (!failing?.how || failing.times <= 0)
			return "";
		failing.times--;
		return failing.how;
	}

	#answer(request, response) {
		const url = new URL(request.url, this.url);
		const [, way, run] = routes.find(([path]) =>
			url.pathname.startsWith(path)) ?? [];
		const how = this.#trouble(way);
		this.requests.push({ way, method: request.method,
			path: url.pathname, body: request.body, how });
		if (how === "hang")
			return;
		if (how === "reset") {
			request.socket.destroy();
			return;
		}
		const [status, body] = typeof how === "number" ?
			[how, { error: "told to fail" }] :
			!run ? [404, { error: "no such place" }] :
				run(this, request, url);
		if (status >= 400)
			this.refused.push({ url: request.url, status, body });
		if (how === "lost") {
			request.socket.destroy();
			return;
		}
		response.writeHead(status,
			{ "content-type": "application/json" });
		response.end(JSON.stringify(body));
	}
}
