/* SPDX-License-Identifier: MIT
 *
 * The emoji names that people and incident bots use most. A name that is not
 * here stays readable as :name:. Pure data.
 */

const TABLE = `
grinning 😀 smile 😄 smiley 😃 grin 😁 laughing 😆 sweat_smile 😅 joy 😂 rofl 🤣
slightly_smiling_face 🙂 upside_down_face 🙃 wink 😉 blush 😊 innocent 😇
heart_eyes 😍 yum 😋 sunglasses 😎 nerd_face 🤓 thinking_face 🤔 neutral_face 😐
expressionless 😑 no_mouth 😶 smirk 😏 unamused 😒 face_with_rolling_eyes 🙄
grimacing 😬 relieved 😌 pensive 😔 sleepy 😪 sleeping 😴 mask 😷 dizzy_face 😵
exploding_head 🤯 confused 😕 worried 😟 slightly_frowning_face 🙁 open_mouth 😮
astonished 😲 flushed 😳 fearful 😨 cold_sweat 😰 cry 😢 sob 😭 scream 😱 weary 😩
tired_face 😫 triumph 😤 rage 😡 angry 😠 skull 💀 poop 💩 robot_face 🤖 ghost 👻
+1 👍 thumbsup 👍 -1 👎 thumbsdown 👎 ok_hand 👌 wave 👋 raised_hand ✋ raised_hands 🙌
clap 👏 pray 🙏 handshake 🤝 muscle 💪 point_up ☝️ point_down 👇 point_left 👈
point_right 👉 eyes 👀 brain 🧠 speaking_head_in_silhouette 🗣️ bust_in_silhouette 👤
busts_in_silhouette 👥 man-raising-hand 🙋‍♂️ woman-raising-hand 🙋‍♀️ raising_hand 🙋
technologist 🧑‍💻 firefighter 🧑‍🚒 male-firefighter 👨‍🚒 female-firefighter 👩‍🚒
detective 🕵️ sleuth_or_spy 🕵️ construction_worker 👷 guardsman 💂 cop 👮
heart ❤️ orange_heart 🧡 yellow_heart 💛 green_heart 💚 blue_heart 💙 broken_heart 💔
100 💯 boom 💥 collision 💥 fire 🔥 sparkles ✨ star ⭐ star2 🌟 zap ⚡ dizzy 💫 sweat_drops 💦
zzz 💤 tada 🎉 confetti_ball 🎊 balloon 🎈 gift 🎁 trophy 🏆 medal 🏅 dart 🎯
warning ⚠️ rotating_light 🚨 no_entry ⛔ no_entry_sign 🚫 x ❌ o ⭕ octagonal_sign 🛑
stop_sign 🛑 exclamation ❗ heavy_exclamation_mark ❗ question ❓ grey_question ❔
grey_exclamation ❕ bangbang ‼️ interrobang ⁉️ white_check_mark ✅ heavy_check_mark ✔️
ballot_box_with_check ☑️ heavy_multiplication_x ✖️ heavy_plus_sign ➕ heavy_minus_sign ➖
red_circle 🔴 large_orange_circle 🟠 large_yellow_circle 🟡 large_green_circle 🟢
large_blue_circle 🔵 large_purple_circle 🟣 large_brown_circle 🟤 black_circle ⚫
white_circle ⚪ large_red_square 🟥 large_orange_square 🟧 large_yellow_square 🟨
large_green_square 🟩 large_blue_square 🟦 large_purple_square 🟪 black_large_square ⬛
white_large_square ⬜ black_small_square ▪️ white_small_square ▫️ small_red_triangle 🔺
small_red_triangle_down 🔻 small_blue_diamond 🔹 small_orange_diamond 🔸
large_blue_diamond 🔷 large_orange_diamond 🔶 radio_button 🔘
arrow_up ⬆️ arrow_down ⬇️ arrow_left ⬅️ arrow_right ➡️ arrow_upper_right ↗️
arrow_lower_right ↘️ arrow_up_down ↕️ left_right_arrow ↔️ arrow_right_hook ↪️
leftwards_arrow_with_hook ↩️ arrows_counterclockwise 🔄 arrows_clockwise 🔃 repeat 🔁
fast_forward ⏩ rewind ⏪ arrow_forward ▶️ double_vertical_bar ⏸️ black_square_for_stop ⏹️
information_source ℹ️ new 🆕 ok 🆗 sos 🆘 up 🆙 free 🆓 cool 🆒 one 1️⃣ two 2️⃣ three 3️⃣
four 4️⃣ five 5️⃣ six 6️⃣ seven 7️⃣ eight 8️⃣ nine 9️⃣ zero 0️⃣ keycap_ten 🔟 hash #️⃣
clock1 🕐 clock3 🕒 clock6 🕕 clock9 🕘 clock12 🕛 alarm_clock ⏰ stopwatch ⏱️
timer_clock ⏲️ hourglass ⌛ hourglass_flowing_sand ⏳ watch ⌚ calendar 📅 date 📅
spiral_calendar_pad 🗓️ spiral_note_pad 🗒️ memo 📝 pencil 📝 pencil2 ✏️ lower_left_ballpoint_pen 🖊️
page_facing_up 📄 page_with_curl 📃 bookmark_tabs 📑 bookmark 🔖 book 📖 books 📚
notebook 📓 ledger 📒 clipboard 📋 card_index 📇 file_folder 📁 open_file_folder 📂
card_index_dividers 🗂️ file_cabinet 🗄️ wastebasket 🗑️ newspaper 📰 label 🏷️
bar_chart 📊 chart_with_upwards_trend 📈 chart_with_downwards_trend 📉 pushpin 📌
round_pushpin 📍 paperclip 📎 link 🔗 lock 🔒 unlock 🔓 closed_lock_with_key 🔐 key 🔑
old_key 🗝️ shield 🛡️ hammer 🔨 wrench 🔧 hammer_and_wrench 🛠️ gear ⚙️ nut_and_bolt 🔩
toolbox 🧰 fire_extinguisher 🧯 test_tube 🧪 microscope 🔬 telescope 🔭 mag 🔍
mag_right 🔎 bulb 💡 flashlight 🔦 candle 🕯️ electric_plug 🔌 battery 🔋
satellite_antenna 📡 computer 💻 desktop_computer 🖥️ keyboard ⌨️ printer 🖨️
floppy_disk 💾 cd 💿 iphone 📱 telephone ☎️ telephone_receiver 📞 pager 📟 fax 📠
email 📧 envelope ✉️ incoming_envelope 📨 envelope_with_arrow 📩 inbox_tray 📥
outbox_tray 📤 package 📦 mailbox 📫 bell 🔔 no_bell 🔕 loudspeaker 📢 mega 📣
postal_horn 📯 speech_balloon 💬 left_speech_bubble 🗨️ thought_balloon 💭 studio_microphone 🎙️
bug 🐛 beetle 🐞 ant 🐜 spider 🕷️ turtle 🐢 snail 🐌 rabbit 🐰 dog 🐶 cat 🐱 whale 🐳
elephant 🐘 penguin 🐧 bird 🐦 unicorn_face 🦄 dragon 🐉 sauropod 🦕 butterfly 🦋
construction 🚧 rotating_light 🚨 vertical_traffic_light 🚦 traffic_light 🚥 fire_engine 🚒
ambulance 🚑 police_car 🚓 helicopter 🚁 rocket 🚀 airplane ✈️ ship 🚢 anchor ⚓ car 🚗
checkered_flag 🏁 triangular_flag_on_post 🚩 white_flag 🏳️ waving_white_flag 🏳️
house 🏠 office 🏢 hospital 🏥 bank 🏦 factory 🏭 globe_with_meridians 🌐
earth_africa 🌍 earth_americas 🌎 earth_asia 🌏 world_map 🗺️ sunny ☀️ cloud ☁️
partly_sunny ⛅ umbrella ☔ rain_cloud 🌧️ thunder_cloud_and_rain ⛈️ tornado 🌪️
snowflake ❄️ rainbow 🌈 crescent_moon 🌙 ocean 🌊 volcano 🌋 deciduous_tree 🌳 seedling 🌱
coffee ☕ tea 🍵 beer 🍺 pizza 🍕 cake 🍰 cookie 🍪 apple 🍎 popcorn 🍿
money_with_wings 💸 moneybag 💰 credit_card 💳 chart 💹 gem 💎 crown 👑 tophat 🎩
clapper 🎬 movie_camera 🎥 camera 📷 art 🎨 musical_note 🎵 game_die 🎲 jigsaw 🧩
pager 📟 broom 🧹 sponge 🧽 soap 🧼 lifebuoy 🛟 ring_buoy 🛟 parachute 🪂 compass 🧭
scales ⚖️ chains ⛓️ black_flag 🏴 crossed_swords ⚔️ hole 🕳️ crystal_ball 🔮 magnet 🧲
male-doctor 👨‍⚕️ female-doctor 👩‍⚕️ stethoscope 🩺 pill 💊 syringe 💉 adhesive_bandage 🩹
`;

const words = TABLE.trim().split(/\s+/);
const byName = new Map();
for (let i = 0; i < words.length; i += 2) byName.set(words[i], words[i + 1]);

/* The character for a name, or undefined. */
export function emoji(name) {
	return byName.get(name.replace(/::skin-tone-\d$/, ''));
}

export function emojiNames() {
	return [...byName.keys()];
}

export const QUICK = [
	'+1',
	'eyes',
	'white_check_mark',
	'pushpin',
	'tada',
	'heart',
	'fire',
	'rotating_light',
	'memo',
	'pray',
	'raised_hands',
	'x',
];
