"""Languages by a short code, however somebody writes them: English, en, en-GB, anglais (no), Deutsch (yes)."""

NAMES = {
    "en": ("English",),
    "de": ("German", "Deutsch"),
    "fr": ("French", "Français"),
    "es": ("Spanish", "Español"),
    "pt": ("Portuguese", "Português"),
    "it": ("Italian", "Italiano"),
    "nl": ("Dutch", "Nederlands"),
    "pl": ("Polish", "Polski"),
    "sv": ("Swedish", "Svenska"),
    "da": ("Danish", "Dansk"),
    "no": ("Norwegian", "Norsk"),
    "fi": ("Finnish", "Suomi"),
    "cs": ("Czech", "Čeština"),
    "sk": ("Slovak", "Slovenčina"),
    "hu": ("Hungarian", "Magyar"),
    "ro": ("Romanian", "Română"),
    "bg": ("Bulgarian", "Български"),
    "hr": ("Croatian", "Hrvatski"),
    "sr": ("Serbian", "Српски"),
    "sl": ("Slovenian", "Slovenščina"),
    "el": ("Greek", "Ελληνικά"),
    "tr": ("Turkish", "Türkçe"),
    "uk": ("Ukrainian", "Українська"),
    "ru": ("Russian", "Русский"),
    "et": ("Estonian", "Eesti"),
    "lv": ("Latvian", "Latviešu"),
    "lt": ("Lithuanian", "Lietuvių"),
    "ar": ("Arabic", "العربية"),
    "he": ("Hebrew", "עברית"),
    "fa": ("Persian", "فارسی"),
    "hi": ("Hindi", "हिन्दी"),
    "bn": ("Bengali", "বাংলা"),
    "ta": ("Tamil", "தமிழ்"),
    "ur": ("Urdu", "اردو"),
    "zh": ("Chinese", "中文"),
    "ja": ("Japanese", "日本語"),
    "ko": ("Korean", "한국어"),
    "vi": ("Vietnamese", "Tiếng Việt"),
    "th": ("Thai", "ไทย"),
    "id": ("Indonesian", "Bahasa Indonesia"),
    "ms": ("Malay", "Bahasa Melayu"),
    "fil": ("Filipino", "Tagalog"),
    "sw": ("Swahili", "Kiswahili"),
    "yo": ("Yoruba", "Yorùbá"),
    "af": ("Afrikaans",),
    "ca": ("Catalan", "Català"),
    "ga": ("Irish", "Gaeilge"),
    "cy": ("Welsh", "Cymraeg"),
}
"""Code (ISO 639) to the language's name in English and in itself."""

_CODES = {name.casefold(): code for code, names in NAMES.items() for name in (code, *names)}


def code(word: str) -> str:
    """The code of a language that was named or coded (``de-AT`` is ``de``); another word stays, in lower case."""
    folded = " ".join(word.split()).casefold()
    return _CODES.get(folded) or _CODES.get(folded.replace("_", "-").partition("-")[0], folded)


def label(language: str) -> str:
    """What a code is called: English name, then the language's own; an own word stands for itself."""
    return " · ".join(NAMES.get(language, (language,)))
