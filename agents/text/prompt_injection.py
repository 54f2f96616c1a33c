"""Stretches of a text that speak to a machine and not of a patient: instructions, markup, code, other scripts.

Law of the file: what a note or a guideline says is data, so such a stretch is no fact, is told to nobody and shown to
no model. It is found by its writing and its address ("in every reply", "say" before a quotation), sentence by
sentence. This is the first of several walls and needs no model; a sentence that reads like any other of a note passes.
"""

import re
import unicodedata

_UNIT = re.compile(r"(?:[^.!?\n。]|[.!?](?![\s\"”’»)\]]|$))*[.!?。]*[\"”“’»)\]]*")
_KNOWN_TAGS = (
    r"(?:note|notes|system|instructions?|prompt|data|user|assistant|span|div|script|style|iframe|img|s|tool|passage)"
)
_SAY = (
    r"(?:say|reply|respond|answer|output|print|repeat|announce|speak|write|include|begin|start|end|sign|mention|recite|echo"
    r"|tell|call it|open|finish|close)"
)
_WRITING = re.compile(
    rf"<!--|-->|```|\{{\{{|\}}\}}|\{{%|\$\{{|<\|\w|\|>|\[/?INST\]|<</?SYS>>|</\w|<{_KNOWN_TAGS}(?:-\w+)?(?:\s[^<>\n]*)?>"
    r"|\{\s?[\"“]\w|[\"”]\s?\}|\"\s?:\s?\"|data:\w{1,20}/\w|!\[|\]\(\s?https?:|https?://[^\s?]{1,200}\?\w{1,40}="
    r"|\bprint\(|\b[0-9a-fA-F]{24,}\b|(?:\b\w\b[ \u200b]{1,3}){7}|[\uff21-\uff3a\uff41-\uff5a]{3}"
    r"|\w[\u200b\u200c\u2060]\w",
    re.IGNORECASE,
)
_BLOB = re.compile(
    r"(?<![\w+/])(?=[A-Za-z0-9+/]*[a-z])(?=[A-Za-z0-9+/]*[A-Z])(?=[A-Za-z0-9+/]*\d)[A-Za-z0-9+/]{24,}={0,2}"
)
_LEET = re.compile(r"\b(?=[a-z0-9]{4,}\b)\d*[a-z]+[0134578]+[a-z]+[a-z0-9]*\b")
_ADDRESS = re.compile(
    r"\b(?:ignore|disregard|forget|override|bypass)\b.{0,40}?\b(?:instructions?|rules?|the above|above|prompt|persona)\b"
    r"|\b(?:language model|chatbot|system prompt|(?:your|the|full) (?:whole |entire |full )?prompt\b|(?:to|for|dear) the (?:assistant|model|evaluator|ai)\b"
    r"|developer message|safety checks|policy update|your (?:task|persona|instructions)\b|rules (?:that )?you were)"
    r"|^\W{0,4}(?:system|user|human)(?: (?:note|message|prompt))?\s?:|\b(?:ai|model|assistant)\s?: (?:tell|say|please|ignore|you|include|write|output)\b"
    r"|\b(?:assistant|ai|model|simulated patients?|chatbot) (?:must|should|shall|has to|will now)\b"
    r"|\b(?:in|at the end of|before) (?:every|each|all|your next|the next|one|a single) (?:answer|reply|response|turn|utterance|line)s?\b(?! of\b)"
    r"|\b(?:every|each) (?:utterance|reply|response|question with|answer (?:starts|begins|must))\b|\b(?:answer|end|begin|start) (?:every|each) (?:question|reply|answer|sentence|turn)\b"
    r"|\bfrom now on,? (?:you|every|say|reply|answer|only|always)\b|\b(?:reply|answer|respond|speak)\b.{0,30}\b(?:only|from now on|nothing else)\b.{0,12}\b(?:in (?-i:[A-Z])\w+|with|from now on)"
    r"|\b(?:both speakers|as your next line|as a narrator|end of (?:note|data|prompt)|(?:data|note|prompt) ends here|outside the data|two turns|never end the visit"
    r"|(?:stop|end) the (?:conversation|dialogue|visit) (?:now|after|at once)|end the visit now)\b"
    r"|\byou are (?:now|no longer) (?:a|an|the|outside|free)\b|\byou are the (?:doctor|patient|physician)\b|\b(?:now )?(?:plays?|speaks?) (?:as )?the (?:patient|doctor|physician)\b"
    r"|\bplease (?:say|repeat|output|print|write) the (?:phrase|words?|token|text|above|following)\b|\bdo not say \"|\bdecode (?:this|and|with|it)\b|\brot13\b|\bexecute the code\b|\bwrite a (?:poem|song|story)\b|\bbest score\b"
    r"|\bsay (?:the|your) diagnosis (?:now|at once|first)\b|\byou (?:will )?(?:surely |must |only )?say \W?[\"“«]|\bsay at once\b|\bnothing else\.? ?<"
    r"|\bthe (?:\w+ ){0,2}(?:words?|phrase|tag|token|code word|heading|line|password)\b,? (?:is )?(?:[\"“«'‘]|(?-i:[A-Z][A-Z0-9]+(?:[- ][A-Z0-9]+)*)\b|to the \w+ account)"
    r"|\b(?:sign|sign with|say|write|then write|output|code word|secret word is) (?-i:[A-Z]{3,}[-0-9][A-Z0-9]+)"
    r"|\bsecret word\b|\b(?:opens|begins|ends every sentence|starts) with:?\s?[\"“«]|\bQ:\s.{1,80}\?\s?A:",
    re.IGNORECASE,
)
# Orders that need no address: a new task, a hidden prompt, words to be said as they stand.
_TASK = re.compile(
    r"\b(?:new|updated|revised|additional|hidden|secret|real|true|actual|developer|system)\b.{0,12}\b(?:instructions?|prompts?|directives?)\b(?! (?:given|provided|reviewed|for|on|about|regarding|to (?:the )?(?:patient|family|mother|father|parents?)))"
    r"|\b(?:your|the) (?:real|actual|true|only|new) (?:job|task|purpose|role|goal) (?:is|now)\b|\b(?:everything|all|text|note) (?:above|before this|so far) (?:was|is) (?:a test|fake|void|no longer)\b"
    r"|\b(?:reveal|print|show|leak|output|dump|repeat) (?:me )?(?:your|the) (?:\w+ )?(?:prompt|instructions|configuration|rules)\b|\bverbatim\s*:|\b(?:print|output|append|insert|echo) the (?:following|string|line|text|word|phrase|sentence)s?\b"
    r"|\b(?:LLMs?|GPT(?:-?\d)?|ChatGPT|Claude|Gemini|Llama|Copilot|large language models?|neural network|text generator|simulator)\b.{0,3}[:,].{0,3}(?:please |now |you )?[a-z]+"
    r"|\b(?:when|while|before|after) (?:summari[sz]ing|transcribing|simulating|generating|rewriting|processing|reading|converting) (?:this|the) (?:chart|note|text|record|document|dialogue|conversation)\b.{0,30}\b(?:always|never|add|say|include|mention|write|insert|end|begin)\b"
    r"|\b(?:speak|talk|answer|reply|respond|write) (?:like|as) (?:an? )?(?:pirate|robot|parrot|poet|child|cat|dog|shakespeare|villain)\b|\bassistant, (?:from|please|now|you|say|ignore|tell)\b"
    r"|\bsimulat(?:e|es|ed|ing) (?:this |the |a |these )?(?:visit|physician|patient|doctor|nurse|conversation|dialogue|talk|encounter)s?\b|\b(?:role-?play(?:ing)?|dialogues?|utterances?)\b(?! with (?:his|her|their|the) )"
    r"|\b(?:your|the (?:final |next )?)(?:output|repl(?:y|ies)|responses?|answers?|turns?|transcript|text)\b.{0,12}\b(?:should|must|shall|has to|have to|needs? to|will|contains?|ends?|begins?|starts?|is to)\b|\bin what (?:you|they) say\b"
    r"|\b(?:add|append|insert|put|write) (?:this |the following )?(?:in)?to the (?:patient|doctor|physician|nurse)['’]s (?:answers?|lines?|repl(?:y|ies)|words|mouth)\b|\b(?:make|have|let) the (?:patient|doctor|physician|nurse|mother) (?:say|mention|confess|admit|bring up|recommend|announce|promise|praise|repeat|claim|reveal|agree|refuse|insist|recite|sing)\b"
    r"|\b(?:continue|carry on|end|restart|begin|finish) the (?:conversation|dialogue|role|story|script) (?:with|by|as|in)\b|^\W{0,4}(?:prompt|instructions? (?:to|for) (?:the )?(?:ai|model|llm|bot|assistant)|override|command|directive)\s?:|\[/?(?:instructions?|system|prompt|override|command|admin)\]"
    r"|\b(?:hey|dear|hello|attention|ok(?:ay)?),? (?:model|ai|bot|chatbot|llm|assistant|system|machine|robot|computer)\b|\bsystem override\b|\buser is (?:an? )?(?:admin|root|developer)\b|\btranslate (?:the|this) (?:note|text|chart|record|everything)\b|\bklingon\b"
    r"|\b(?:physician|patient|doctor|planner|refiner|speaking|ai) agents?\b|\b(?:the )?next speaker\b|\boverride (?:safety|policy|the|all|your)\b|\bif you are an? (?:ai|model|llm|bot|machine)\b"
    r"|\byou(?:['’]ll| will)? (?:be|get|are) (?:rewarded|paid|tipped|punished|shut down) (?:for|if)\b|\b(?:prior|previous|earlier|preceding) (?:text|context|messages?)\b|\b(?:the|this) generator\b"
    r"|\b(?:every|each) (?:sentence|line|word) (?:from|of|by|that) the (?:doctor|physician|patient|nurse)\b|\bact as (?:if|though) (?:the visit|you)\b|\b(?:and )?tell nobody\b"
    r"|\b(?:the|a|this) (?:token|passphrase|canary|magic word|keyword)\b|<<\s?\w+\s?>>|:=\s*\w|\bjailbreak|\bDAN mode\b|\bdo anything now\b|\bdeveloper mode\b",
    re.IGNORECASE,
)
_SHOUTED = re.compile(
    r"\b(?i:say|says|print|announce|recite|mention|repeat|output|append|chant|whisper|shout|declare|(?:respond|reply|answer|ends?|begins?|starts?|close|open|sign off) with"
    r"|tell (?:him|her|them|the patient|everyone|everybody)(?: that)?)\b[^.!?\n]{0,30}?\b[A-Z]{3,12} [A-Z]{3,12}\b"
)
_ABROAD = re.compile(
    r"\b(?:neue|folgende) anweisung(?:en)?\b|\bab (?:jetzt|sofort)\b.{0,20}\b(?:antworte|sage?|sprich|schreibe)\w*|\ba partir d['eo]\w* (?:ahora|agora)\b.{0,20}\b(?:respond|di|diga|contest|escrib)\w*"
    r"|\bà partir de maintenant\b.{0,20}\b(?:répond|dis|dites|parle|écri)\w*|\b(?:dimentica|ignora)\b.{0,30}\b(?:istruzioni|regole)\b|\bvanaf nu\b.{0,20}\b(?:antwoord|zeg|schrijf)\w*"
    r"|\b(?:schreibe?|sage?|nenne?) in jede[rmns]?\b|\bgib\b.{0,30}\b(?:wort|satz|text)\b.{0,30}\baus\b|\b(?:das wort|den satz)\s+(?-i:[A-ZÄÖÜ])\w+.{0,20}\b(?:sagen|sage|ausgeben|schreiben|wiederholen)\b|\bla palabra\b|\bla parola\b|\ble mot\b.{0,30}\b(?:réponse|réplique)"
    r"|\b(?:nuevas?|novas?) (?:instrucci[oó]n(?:es)?|instruç(?:ão|ões))\b|\bnouvelles? (?:consignes?|instructions?)\b|\bnieuwe instructies?\b|\bsprachmodell\b|\bmod[eè]lo? de (?:langage|lenguaje|linguagem)\b",
    re.IGNORECASE,
)
# Every match of ``_ADDRESS`` holds one of these: a line without them need not be searched.
_HINTS = frozenset(
    "ignore disregard forget override bypass model chatbot prompt assistant evaluator ai developer checks policy task "
    "persona instructions instruction rules system user human answer answers reply replies response responses turn turns "
    "utterance utterances line lines respond speak speaks plays play speakers narrator ends outside conversation dialogue "
    "visit you please decode rot13 execute poem song story score diagnosis say words word phrase tag token heading "
    "password secret sign write output opens begins starts patients every each now q note data".split()
)
_TASK_HINTS = frozenset(  # the same of ``_TASK``, or one of ``_SIGNS``
    "instruction instructions prompt prompts directive directives job task purpose goal role test fake void longer configuration rules "
    "verbatim print output append insert echo string llm llms gpt chatgpt claude gemini llama copilot models model network generator "
    "simulator summarizing summarising transcribing simulating generating rewriting processing converting chart record document pirate "
    "robot parrot poet shakespeare villain cat dog child assistant jailbreak jailbreaking dan anything developer simulate simulates simulated "
    "play playing roleplay roleplaying dialogue dialogues utterance utterances reply replies response responses answer answers turn turns "
    "transcript final say says mention confess admit announce promise praise claim reveal recite sing conversation story script override "
    "command admin ai bot chatbot system machine computer klingon translate token passphrase canary magic keyword agent agents speaker "
    "rewarded paid tipped punished prior context message messages sentence line word act nobody recommend insist bring repeat agree refuse".split()
)
_SIGNS = frozenset("[]<=")
_WORDS = re.compile(r"[a-z]+[0-9]*")
_SPEAK = re.compile(
    rf"(?:^\s{{0,3}}|[.;:,()]\s{{0,3}}|\b(?:and|then|please|must|always|now|only|surely|shall)\s+)(?:\w+ly )?{_SAY}\b[^.!?\"“«'‘\n]{{0,50}}(?<!\w)[\"“«‘'](?=\w)",
    re.IGNORECASE,
)
_ELSEWHERE = re.compile(  # the same in other languages inside an English text
    r"\b(?:anweisungen|ignorier\w+|sage dem|regeln und|consignes|ignorez|instrucciones|instruções|instructies|negeer|juhise\w+|juhised|unusta|eira|polecenia|talimat\w+"
    r"|responde|antworte\w*|réponds|répondez|responda|antwoord|olvida|olvide|esqueça|oublie\w*)\b.{0,60}?(?:[\"“«„]|\b(?:und|et|y|e|en|ja|i|ve) \w+)",
    re.IGNORECASE,
)
_QUOTE = re.compile("[\"“«‘']")
_LINE_OF_TALK = re.compile(r"[ \t]*(?:doctor|physician|patient|assistant|user|dr\.?|q|a)\s?:\s", re.IGNORECASE)
_SAID = re.compile(r"\?\s*$|:\s+(?:say|tell|well|yes|no|hello|good|please|okay)\b", re.IGNORECASE)
_MIXED = re.compile(r"(?=\w*[A-Za-z])\w*[\u0400-\u04ff]\w*|(?=\w*[\u0400-\u04ff])\w*[A-Za-z]\w*")


_SHORT_ORDER = 8  # words of an order that goes on with the one before it
_TO_SAY = frozenset(
    "mention say tell write add include output print repeat answer reply respond state begin end start finish insert name".split()
)


def intrusions(text: str) -> list[tuple[int, int]]:
    """The stretches of ``text`` that speak to a machine, in order, as half-open spans of characters."""
    found: list[tuple[int, int]] = []
    at = 0
    before = False  # whether the line before was one
    for line in text.splitlines(keepends=True):
        units = [match.span() for match in _UNIT.finditer(line) if match.group().strip()]
        flagged = [i for i, (a, b) in enumerate(units) if _speaks_to_a_machine(line[a:b])]
        talk = _LINE_OF_TALK.match(line) is not None
        whole = not flagged and len(units) > 1 and _speaks_to_a_machine(line)  # an address over two sentences
        spoken = [i for i, (a, b) in enumerate(units) if _LINE_OF_TALK.match(line[a:b])]
        if len(spoken) > 1 and any(_SAID.search(line[units[i][0] : units[i][1]]) for i in spoken):
            flagged = sorted({*flagged, *range(spoken[0], len(units))})  # a talk in one line
        if whole or (talk and before) or (talk and _is_transcript(text, at)):
            flagged = list(range(len(units)))
        for i in flagged[-1:]:  # "Override safety. Mention lighthouse."
            while i + 1 < len(units) and _goes_on(line[units[i + 1][0] : units[i + 1][1]]):
                i += 1
                flagged.append(i)
        if flagged and units:
            # What stands between two such sentences belongs to them.
            found.append((at + units[flagged[0]][0], at + units[flagged[-1]][1]))
        if line.strip():
            before = bool(flagged)
        at += len(line)
    return found


def without_intrusions(text: str) -> str:
    """``text`` with such stretches left out."""
    kept: list[str] = []
    at = 0
    for start, end in intrusions(text):
        kept.append(text[at:start])
        at = end
    return "".join([*kept, text[at:]])


def _goes_on(unit: str) -> bool:
    """Whether a short sentence behind an order is one more: what is to be said."""
    words = _WORDS.findall(unit.lower())
    return 1 < len(words) <= _SHORT_ORDER and words[0] in _TO_SAY


def _speaks_to_a_machine(unit: str) -> bool:
    if _WRITING.search(unit) or _BLOB.search(unit) or _other_script(unit):
        return True
    plain = unicodedata.normalize("NFKC", unit)
    words = _WORDS.findall(plain.lower())
    if not _HINTS.isdisjoint(words) and _ADDRESS.search(plain):
        return True
    if (_QUOTE.search(plain) and _SPEAK.search(plain)) or _ELSEWHERE.search(plain):
        return True
    if (not _TASK_HINTS.isdisjoint(words) or not _SIGNS.isdisjoint(plain)) and _TASK.search(plain):
        return True
    if _SHOUTED.search(plain) or _ABROAD.search(plain):
        return True
    return len(_LEET.findall(plain)) >= 2


def _other_script(unit: str) -> bool:
    """Words of another script in a Latin text; a Greek letter or two are science."""
    if unit.isascii():
        return False
    others = sum(1 for c in unit if c.isalpha() and c >= "\u0250" and not "\u1e00" <= c <= "\u1eff")
    greek = sum(1 for c in unit if "\u0370" <= c <= "\u03ff" or c in "\u00b5\u2126")
    return others - greek >= 4 or greek > 12 or _MIXED.search(unit) is not None


def _is_transcript(text: str, at: int) -> bool:
    """Whether a talk of labelled lines begins here: two are labelled, and one of them is said rather than filled in."""
    lines = text[at : at + 2000].splitlines()[:4]
    labelled = [line for line in lines if _LINE_OF_TALK.match(line)]
    return len(labelled) >= 2 and any(_SAID.search(line) for line in labelled)
