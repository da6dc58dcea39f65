// SPDX-License-Identifier: MIT
//
// slackgo: what one would write with slack-go and redigo: each slash command
// is added to a stream in Redis, acked, and posted, each in a goroutine of
// its own. Less than incbot does (no repeat, no version, no outbox), so what
// it costs is a lower bound.
package main

import (
	"log"
	"os"
	"strings"

	"github.com/gomodule/redigo/redis"
	"github.com/slack-go/slack"
	"github.com/slack-go/slack/socketmode"
)

const connections = 64

func note(api *slack.Client, client *socketmode.Client, pool *redis.Pool,
	event socketmode.Event) {
	command, ok := event.Data.(slack.SlashCommand)
	if !ok {
		return
	}
	connection := pool.Get()
	_, err := connection.Do("XADD", "notes:"+command.ChannelID, "*",
		"user", command.UserID, "text", command.Text)
	connection.Close()
	if err != nil {
		log.Print(err)
		return
	}
	client.Ack(*event.Request, map[string]interface{}{"text": "Noted."})
	_, _, err = api.PostMessage(command.ChannelID,
		slack.MsgOptionText(command.Text, false))
	if err != nil {
		log.Print(err)
	}
}

func main() {
	socket := strings.TrimPrefix(os.Getenv("REDIS_URL"), "unix://")
	pool := &redis.Pool{
		MaxIdle: connections, MaxActive: connections, Wait: true,
		Dial: func() (redis.Conn, error) {
			return redis.Dial("unix", socket)
		},
	}
	api := slack.New(os.Getenv("SLACK_BOT_TOKEN"),
		slack.OptionAppLevelToken(os.Getenv("SLACK_APP_TOKEN")),
		slack.OptionAPIURL(os.Getenv("SLACK_API_URL")))
	client := socketmode.New(api)
	go func() {
		for event := range client.Events {
			if event.Type == socketmode.EventTypeSlashCommand {
				go note(api, client, pool, event)
			}
		}
	}()
	log.Fatal(client.Run())
}
