// SPDX-License-Identifier: MIT
//
// bolt: what one would write with @slack/bolt and redis: each slash command
// is added to a stream in Redis, acked, and posted. Less than incbot does (no
// repeat, no version, no outbox), so what it costs is a lower bound.
import bolt from "@slack/bolt";
import { createClient } from "redis";

const redis = createClient({
	socket: { path: process.env.REDIS_URL.replace("unix://", "") },
});
await redis.connect();

const app = new bolt.App({
	token: process.env.SLACK_BOT_TOKEN,
	appToken: process.env.SLACK_APP_TOKEN,
	socketMode: true,
	logLevel: bolt.LogLevel.ERROR,
	clientOptions: { slackApiUrl: process.env.SLACK_API_URL },
});

app.command("/incident", async ({ command, ack, client }) => {
	await redis.xAdd(`notes:${command.channel_id}`, "*",
		{ user: command.user_id, text: command.text });
	await ack({ text: "Noted." });
	await client.chat.postMessage({ channel: command.channel_id,
		text: command.text });
});

process.on("SIGTERM", () => process.exit(0));
await app.start();
