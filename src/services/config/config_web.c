/* SPDX-License-Identifier: MIT
 *
 * config_web: see config_web.h.
 */
#include "services/config/config_web.h"

#define AT(member) offsetof(struct config, member), \
	sizeof(((struct config *)0)->member), 0

const struct setting health_rows[HEALTH_ROWS] = {
	{ .name = "listen", SETTING_LISTEN, AT(health.listen),
	  .flags = NEEDS_RESTART, .initial = "off",
	  .help = "Address and port of GET /healthz (200, or 503 and why) "
	      "and GET /metrics (Prometheus text), such as "
	      "127.0.0.1:8080; port 0 takes a free one; \"off\" for "
	      "none." },
};

const struct setting web_rows[WEB_ROWS] = {
	{ .name = "listen", SETTING_LISTEN, AT(web.listen),
	  .flags = NEEDS_RESTART, .initial = "off",
	  .help = "Address and port at which incbot takes alerts and "
	      "acknowledgements and serves calendars and figures, such as "
	      "127.0.0.1:8081; port 0 takes a free one; \"off\" for none." },
	{ .name = "certificate_file", SETTING_PATH, AT(web.certificate_file),
	  .flags = NEEDS_RESTART,
	  .example = "\"/etc/incbot/webhooks-certificate.pem\"",
	  .help = "PEM file with the certificate and its chain: TLS without "
	      "a reverse proxy. Needs key_file." },
	{ .name = "key_file", SETTING_PATH, AT(web.key_file),
	  .flags = NEEDS_RESTART,
	  .example = "\"/etc/incbot/webhooks-key.pem\"",
	  .help = "PEM file with its private key." },
	{ .name = "calendar_token", SETTING_SECRET, AT(web.calendar_token),
	  .flags = NEEDS_RESTART | IS_SECRET,
	  .environment = "INCBOT_CALENDAR_TOKEN",
	  .example = "\"a-long-random-word\"",
	  .help = "Gives out the rotations' calendars, at "
	      "/calendar/ROTATION.ics?token=..., to whoever knows it." },
	{ .name = "figures_token", SETTING_SECRET, AT(web.figures_token),
	  .flags = NEEDS_RESTART | IS_SECRET,
	  .environment = "INCBOT_FIGURES_TOKEN",
	  .example = "\"another-long-random-word\"",
	  .help = "Shows the company's figures with plots, at "
	      "/figures/?token=..., to whoever knows it." },
};
