"""The sentences of a release, in both languages: each is written for itself, not translated."""

from slowfilm.clearance.models import Consent

USES: dict[str, dict[str, str]] = {
    "en": {
        Consent.LIKENESS: "My likeness: my pictures are given as a reference to an engine, a "
        "program that generates pictures, so that it makes pictures of me for this film.",
        Consent.VOICE: "My voice: my recordings are given to an engine as a reference, "
        "or laid under the pictures that it makes for this film.",
        Consent.SHOWN: "Shown as I was: I may be seen and heard in the film as I was recorded.",
        Consent.ALTERED: "Shown altered: I may be seen and heard in the film in other light, in "
        "another place, or as an engine made me.",
        Consent.TRAINING: "Training: an engine may be trained with my pictures and recordings.",
    },
    "zh-hans": {
        Consent.LIKENESS: "形象：把本人的图片交给引擎（生成画面的程序）作为参考，"
        "为这部影片生成本人的画面。",
        Consent.VOICE: "声音：把本人的录音交给引擎作为参考，或配在为这部影片生成的画面上。",
        Consent.SHOWN: "按原样出现：以录制时的样子，在影片中被看到、听到。",
        Consent.ALTERED: "改动后出现：换过光线、换过地点，或由引擎生成的样子，"
        "在影片中被看到、听到。",
        Consent.TRAINING: "训练：可用本人的图片和录音训练模型。",
    },
}
PARTS = {
    "en": {"face": "face", "body": "body", "voice": "voice"},
    "zh-hans": {"face": "面部", "body": "身体", "voice": "声音"},
}
MEDIA = {
    "en": {
        "cinema": "cinemas and festivals",
        "exhibition": "exhibitions",
        "television": "television",
        "online": "online",
    },
    "zh-hans": {
        "cinema": "影院与电影节",
        "exhibition": "展览",
        "television": "电视",
        "online": "网络",
    },
}
SAYS: dict[str, dict[str, str]] = {
    "en": {
        "title": "Release for the film “{film}”",
        "who": "I, {names}, am seen or heard in pictures, clips or sounds that the makers of "
        "“{film}” have. The makers are represented by {makers}.",
        "legal": "{person} (legal name: {legal})",
        "stage": "{person} (known as {stage})",
        "both": "{person} (legal name: {legal}; known as {stage})",
        "guardian": "For {person}, born on {born}, {representative} signs as guardian "
        "({relation}). In this text “I” is {person}. On the day before they turn {age}, "
        "{until}, this release ends; they are then asked themselves.",
        "heir": "For {person}, who has died, {representative} signs ({relation}). In this text "
        "“I” is {person}.",
        "born": "I was born on {born}.",
        "allow": "I allow the makers to use these for this film, in these ways and in no other:",
        "parts": "This is of my {parts}.",
        "film": "It holds for the whole film.",
        "scenes": "It holds for these scenes alone: {scenes}.",
        "media": "It may be shown so: {media}.",
        "any-media": "It may be shown in cinemas, exhibitions, on television and online.",
        "territory": "It may be shown in these countries alone: {territory}.",
        "anywhere": "It may be shown in every country.",
        "lines": "A picture of me may be at most {lines} lines high.",
        "any-quality": "A picture of me may have any size.",
        "show-first": "Each picture with me is shown to me before it is approved.",
        "not-first": "I need not be shown each picture before it is approved.",
        "other-film": "They may not use them for another film.",
        "no-training": "Nobody may train an engine with them.",
        "never": "Besides, this may not be done: {prohibitions}",
        "never-none": "I have named nothing else that may not be done.",
        "nowhere": "They do not leave the machines that the makers run themselves.",
        "only-to": "They leave the machines that the makers run themselves only for these:",
        "until": "This release ends with the day {day} ({zone}).",
        "open": "This release has no fixed end: it ends when I withdraw it.",
        "pay": "For it I am given: {compensation}.",
        "no-pay": "For it I am given nothing, and nothing is asked of me.",
        "talent": "My talent id is {talent_id}.",
        "replaces": "It takes the place of what I signed on {day}.",
        "paper": "It was signed on paper on {day}. Witness: {witness}. Interpreter: {interpreter}. "
        "SHA-256 of the photo of the paper: {photo}.",
        "nobody": "none",
        "withdraw": "I may withdraw it, all of it or one use, at any time, without giving a "
        "reason, on my own page or by telling the makers. From then on nothing new is made, "
        "approved or locked with my likeness or my voice. A shot that is locked by then can no "
        "longer be changed; what becomes of it the makers will settle with me.",
        "governs": "I sign this text in English, and it governs; any other is a translation.",
        "doubt": "Where it is in doubt what I have allowed, I have not allowed it.",
        "comma": ", ",
    },
    "zh-hans": {
        "title": "影片《{film}》授权书",
        "who": "本人{names}，出现在《{film}》制作方所持有的图片、视频或声音中。"
        "制作方代表：{makers}。",
        "legal": "{person}（法定姓名：{legal}）",
        "stage": "{person}（艺名：{stage}）",
        "both": "{person}（法定姓名：{legal}；艺名：{stage}）",
        "guardian": "{person}生于 {born}，由监护人{representative}（{relation}）代为签署；"
        "文中“本人”指{person}。本授权至其年满 {age} 周岁前一日（{until}）结束，"
        "届时由其本人重新决定。",
        "heir": "{person}已去世，由{representative}（{relation}）代为签署；文中“本人”指{person}。",
        "born": "本人生于 {born}。",
        "allow": "本人允许制作方为这部影片使用上述素材，仅限以下方式，不得用于其他方式：",
        "parts": "授权的内容：本人的{parts}。",
        "film": "适用于整部影片。",
        "scenes": "仅适用于以下场次：{scenes}。",
        "media": "可在以下媒介放映：{media}。",
        "any-media": "可在影院、展览、电视和网络上放映。",
        "territory": "仅可在以下国家或地区放映：{territory}。",
        "anywhere": "可在所有国家和地区放映。",
        "lines": "有本人的画面，高度不得超过 {lines} 行。",
        "any-quality": "有本人的画面，大小不限。",
        "show-first": "每个有本人的画面，通过之前须先给本人看。",
        "not-first": "有本人的画面，通过之前不必逐一给本人看。",
        "other-film": "不得用于其他影片。",
        "no-training": "任何人不得用它们训练模型。",
        "never": "此外，不得：{prohibitions}",
        "never-none": "除此之外，本人没有提出其他禁止事项。",
        "nowhere": "素材不离开制作方自行管理的机器。",
        "only-to": "素材只可发送给以下各方，除此之外不离开制作方自行管理的机器：",
        "until": "本授权至 {day} 当日结束为止（{zone}）。",
        "open": "本授权不设期限，至本人撤回为止。",
        "pay": "本人为此得到：{compensation}。",
        "no-pay": "本人不为此收取报酬，也不承担任何费用。",
        "talent": "本人的演员编号：{talent_id}。",
        "replaces": "本授权取代本人于 {day} 签署的授权。",
        "paper": "本授权于 {day} 在纸上签署。见证人：{witness}。翻译：{interpreter}。"
        "纸质文件照片的 SHA-256：{photo}。",
        "nobody": "无",
        "withdraw": "本人可随时撤回全部授权或其中一项，无须说明理由：在本人的页面上撤回，"
        "或告知制作方即可。自撤回之时起，不再用本人的形象或声音制作、通过或锁定任何新的内容。"
        "届时已经锁定的镜头无法再改动，如何处理由制作方与本人商定。",
        "governs": "本人签署的是中文文本，以中文为准；其他语言的文本仅为译文。",
        "doubt": "对授权范围有疑问的，视为未授权。",
        "comma": "、",
    },
}
