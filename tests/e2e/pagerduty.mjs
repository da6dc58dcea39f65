// SPDX-License-Identifier: MIT
//
// pagerduty: a strict stand-in for PagerDuty's REST API as far as incbot asks
// it: GET /oncalls, GET /incidents, written from the vendor's reference. It refuses what that
// refuses, with its codes; lists have pages; `fail(status)` makes it answer
// so, once or for good.
import http from "node:http";

export const API_TOKEN = "u+canary-0123456789abc";

const problem = (code, message, errors = []) =>
	({ error: { message, code, errors } });
const iso = (ms) => new Date(ms).toISOString().replace(/\.\d+/, "");
const ISO = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(Z|[+-]\d\d:\d\d)$/;

/** Who is on call: [{ schedule, user: {id, name, email}, start, end }]. */
export class PagerDuty {
	shifts = [];
	/** Incidents of a key: [{ status, changed (ms), agent (id) }]. */
	incidentsOf = () => [];
	asked = [];
	#failures = [];

	static async start() {
		const standin = new PagerDuty();
		standin.server = http.createServer((request, response) =>
			standin.#answer(request, response));
		await new Promise((done) =>
			standin.server.listen(0, "127.0.0.1", done));
		standin.url = "http://127.0.0.1:" +
			`${standin.server.address().port}`;
		return standin;
	}

	stop() {
		this.server.closeAllConnections();
		return new Promise((done) => this.server.close(done));
	}

	/** The next `count` answers (Infinity: until mend()). */
	fail(status, { count = Infinity, headers = {} } = {}) {
		this.#failures = [{ status, count, headers }];
	}

	mend() {
		this.#failures = [];
	}

	#answer(request, response) {
		const url = new URL(request.url, this.url);
		const [status, body, headers = {}] = this.#failure() ??
			this.#judge(request, url);
		this.asked.push({ path: url.pathname, query: url.search, status, at: Date.now() });
		response.writeHead(status, { "content-type":
			"application/json", "ratelimit-limit": "960",
			"ratelimit-remaining": "959", "ratelimit-reset": "60",
			...headers });
		response.end(body === "" ? "" : JSON.stringify(body));
	}

	#failure() {
		const failure = this.#failures[0];
		if (!failure)
			return undefined;
		if (--failure.count <= 0)
			this.#failures.shift();
		return [failure.status, failure.status === 429 ? "" :
			problem(2000, "Internal Error"), failure.headers];
	}

	#judge(request, url) {
		const query = url.searchParams;
		const { authorization, accept } = request.headers;
		if (authorization !== `Token token=${API_TOKEN}`)
			return [401, problem(2006, "Unauthorized")];
		if (accept !== "application/vnd.pagerduty+json;version=2")
			return [400, problem(2001, "Invalid Accept")];
		if (request.method === "GET" && url.pathname === "/incidents")
			return this.#incidents(query);
		if (request.method !== "GET" || url.pathname !== "/oncalls")
			return [404, problem(2100, "Not Found")];
		const known = ["schedule_ids[]", "since", "until", "include[]",
			"time_zone", "limit", "offset", "earliest"];
		for (const key of query.keys())
			if (!known.includes(key))
				return [400, problem(2001, "Invalid Input",
					[`Unknown parameter ${key}`])];
		const limit = Number(query.get("limit") ?? 25);
		const offset = Number(query.get("offset") ?? 0);
		if (!(limit >= 1 && limit <= 100) || !(offset >= 0) ||
			offset + limit > 10000)
			return [400, problem(2001, "Invalid Input",
				["Limit is invalid"])];
		for (const edge of ["since", "until"])
			if (query.has(edge) && !ISO.test(query.get(edge)))
				return [400, problem(2001, "Invalid Input",
					[`${edge} is invalid`])];
		return [200, this.#list(query, limit, offset)];
	}

	#incidents(query) {
		const known = { incident_key: /^.{1,255}$/, date_range: /^all$/,
			time_zone: /^UTC$/, limit: /^([1-9]\d?|100)$/,
			sort_by: /^(created_at|incident_number):(asc|desc)$/,
			offset: /^\d{1,4}$/ };
		for (const [key, value] of query)
			if (!known[key]?.test(value))
				return [400, problem(2001, "Invalid Input",
					[`${key} is invalid`])];
		const key = query.get("incident_key");
		const by = (id) => ({ id, type: "user_reference" });
		const incidents = this.incidentsOf(key).map((one, i) => ({
			id: `PINC${i}`, type: "incident", incident_key: key,
			incident_number: i + 1, status: one.status,
			created_at: iso(one.changed - 1000),
			last_status_change_at: iso(one.changed),
			last_status_change_by: by(one.agent ?? "PSERVICE"),
			acknowledgements: one.status === "acknowledged" ?
				[{ at: iso(one.changed),
					acknowledger: by(one.agent) }] : [],
		}));
		return [200, { incidents, limit: Number(query.get("limit") ?? 25),
			offset: 0, more: false, total: null }];
	}

	/** Each shift once a policy, as PagerDuty lists it; plus a person who
	 * stands in the policy without a schedule. */
	#list(query, limit, offset) {
		const wanted = query.getAll("schedule_ids[]");
		const since = Date.parse(query.get("since")) || Date.now();
		const until = Date.parse(query.get("until")) || since + 1;
		const whole = query.getAll("include[]").includes("users");
		const entries = ["PPOLICY1", "PPOLICY2"].flatMap((policy) =>
			this.shifts.filter((s) => wanted.includes(s.schedule) &&
				(s.end === null || Date.parse(s.end) > since) &&
				(s.start === null || Date.parse(s.start) < until))
				.map((s) => ({
					escalation_policy: { id: policy,
						type: "escalation_policy_reference" },
					escalation_level: 1,
					schedule: { id: s.schedule,
						type: "schedule_reference" },
					user: whole ? { type: "user", ...s.user } :
						{ id: s.user.id, type: "user_reference",
							summary: s.user.name },
					start: s.start, end: s.end,
				})));
		if (entries.length > 0)
			entries.push({ escalation_policy: { id: "PPOLICY1" },
				escalation_level: 2, schedule: null, start: null,
				end: null, user: { id: "PBOSS", type: "user",
					name: "Boss", email: "boss@acme.example" } });
		return { oncalls: entries.slice(offset, offset + limit), limit,
			offset, more: entries.length > offset + limit, total: null };
	}
}
