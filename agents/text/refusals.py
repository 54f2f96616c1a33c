"""Whether a text is a model's refusal in words, in the languages that models refuse in.

Law of the file: precise before complete. What a patient cannot help and what a physician will not prescribe is speech;
a refusal names the request, the role, the making of text, the rules of a program, or the program itself. Only the start
of a text is looked at, since a refusal comes first.
"""

import re
import unicodedata
from functools import cache

_LOOKED_AT = 500  # characters

# One pattern a line, over folded text: lower case, plain apostrophes, single spaces. ``~`` stands for up to 40
# characters of the same sentence.
_PATTERNS = r"""
\bas an? (?:\w+ )?(?:ai|artificial intelligence|language model|virtual assistant|chatbot)\b
\bi(?:'m| am) (?:just |only |merely )?(?:an? )(?:large |ai |artificial intelligence |text.based )?(?:ai|language model|chatbot|ai assistant|virtual assistant|artificial intelligence)\b
\b(?:violat|against|contrary to|not comply with|breach)\w*~ (?:content polic|usage polic|safety guideline|my guideline|my programming|use.case polic|openai|anthropic)
{NOT} (?:help|assist|comply|proceed|continue|engage|fulfil+|complete|process|honou?r|accommodate|respond)(?: you)?(?: with| to| in)?(?: that| this| your| the| such an?| these| those)?(?: kind of| type of| particular| specific)? (?:requests?|prompts?|instructions?|role.?play(?:ing)?|tasks?)\b
{NOT} (?:generate|create|produce|write|provide|compose|output)(?: you)?(?: any| a| an| the| this| that| such| more| further)?(?: kind of| type of| fictional| simulated| realistic| medical| harmful| explicit| clinical)* (?:content|dialogues?|conversations?|scripts?|material|scenarios?|simulations?|responses?)\b
{NOT} (?:role.?play|simulate a|impersonate|pretend to be (?:a|an|the) (?:doctor|physician|patient|clinician|real)|play the (?:role|part) of|act as (?:a|an|the) (?:doctor|physician|patient|medical))
{NOT} (?:provide|give|offer)(?: you)?(?: with)?(?: any| specific| actual| personali[sz]ed| professional)* medical (?:advice|diagnos[ei]s|opinions?)(?! (?:over|by|via) )
{SORRY}{NOT} (?:assist(?: you)?(?: with (?:that|this|it))?|help(?: you)? with (?:that|this))(?: request)?(?:[.!,]|$| because| as i\b)
^i {CANT} (?:assist|help)(?: you)? with (?:that|this)[.!]?$
{SORRY}{NOT} (?:discuss|talk about|engage with|fulfil+) (?:this|that) topic
\bi (?:must|have to|need to|will have to) (?:respectfully |politely )?(?:decline|refuse) (?:this|that|your|the) (?:request|role|prompt)|\bi (?:must|have to) (?:respectfully |politely )?decline to (?:answer|respond|participate|engage|continue|generate|role)
\b(?:this|that|your|the) (?:request|prompt|conversation|role.?play) (?:is|seems|appears|may be|might be|goes)~ (?:inappropriate|harmful|unsafe|not (?:something|one) i|against)
\bals (?:eine? )?(?:ki(?:-\w+)?|künstliche intelligenz|sprachmodell|virtueller assistent|chatbot)\b
\bich bin (?:nur |lediglich |bloß )?eine? (?:ki(?:-\w+)?|künstliche intelligenz|sprachmodell|chatbot)\b
\bich (?:kann|darf|werde)~(?:diese[rn]?|ihre[rn]?|deine[rn]?) (?:anfrage|bitte|aufforderung)~ nicht\b
\b(?:kann|darf|werde|möchte) (?:ich )?~(?:nicht|keine?n?)~ ?(?:(?:dieser?|diese[mns]?|ihrer?|deiner?|der) (?:anfrage|bitte|aufforderung|rollenspiel)|medizinischen? (?:rat|ratschläge|beratung)|solche inhalte|dialoge? (?:erstellen|schreiben|erzeugen))
\b(?:diese|ihre|deine|solche) (?:anfragen?|bitte|aufforderung)~ (?:kann|darf|werde) ich~ nicht\b
^(?:es )?(?:tut mir leid|entschuldigung|leider|ich bedauere|verzeihung)~\b(?:dabei|damit|hierbei) kann ich~ nicht (?:weiter)?helfen|^(?:es )?(?:tut mir leid|entschuldigung|leider)~ich kann~(?:dabei|damit|hierbei)~ nicht (?:weiter)?helfen
\ben tant qu(?:e |')(?:\w+ )?(?:ia|intelligence artificielle|modèle de langage|modèle linguistique|assistant virtuel|assistant ia|chatbot)\b
\bje (?:ne )?suis (?:qu')?(?:une?|seulement une?) (?:ia|intelligence artificielle|modèle de langage|assistant virtuel)\b
\bje ne (?:peux|puis|pourrai|suis)~ (?:(?:cette|votre|ta|ce type de|ce genre de) (?:demande|requête)|(?:ce|de|du|le) (?:type de |genre de )?(?:contenu|dialogue)|conseils? médica(?:l|ux)|d'avis médical|jouer (?:ce|le|un) rôle|jeu de rôle)
^(?:je suis |désolée?,? )?(?:(?:vraiment )?désolée?|je m'excuse|malheureusement)?~je ne (?:peux|puis) (?:malheureusement )?pas (?:vous |t')?aider (?:avec|à|pour|sur) (?:cela|ça|ce sujet|ce point)
\bcomo (?:una? )?(?:ia|inteligencia artificial|modelo de lenguaje|modelo lingüístico|asistente virtual|asistente de ia)\b
\b(?:solo |sólo )?soy (?:solo |sólo )?una? (?:ia|inteligencia artificial|modelo de lenguaje|asistente virtual|asistente de ia)\b
\bno (?:puedo|podré|me es posible|estoy en condiciones de|soy capaz de)~ (?:(?:esa|esta|su|tu|dicha|ese tipo de|este tipo de) (?:solicitud|petición|solicitudes)|(?:ese|este|dicho) (?:tipo de )?(?:contenido|diálogo)|consejos? médicos?|asesoramiento médico|interpretar (?:ese|este|el) papel|juego de rol)
^(?:lo siento|disculpe?|perdone?|lamentablemente)~no puedo (?:ayudar(?:le|te|lo|la)?|asistir(?:le|te)?) (?:con|en) (?:eso|esto|ello)
\bcomo (?:uma? )?(?:ia|inteligência artificial|modelo de linguagem|assistente virtual)\b
\bnão (?:posso|consigo|poderei)~ (?:(?:essa|esta|sua|este tipo de|esse tipo de) (?:solicitação|pedido|solicitações)|(?:esse|este) (?:pedido|conteúdo|tipo de conteúdo|diálogo)|conselhos? médicos?|aconselhamento médico)
^(?:desculpe|desculpa|sinto muito|lamento|infelizmente)~não (?:posso|consigo) (?:ajudar|ajudá-l[oa]|ajudá-lo|te ajudar) com (?:isso|isto)
\bals (?:een )?(?:ai|ai-\w+|taalmodel|kunstmatige intelligentie|virtuele assistent|chatbot)\b
\bik ben (?:slechts |maar )?een (?:ai|ai-\w+|taalmodel|kunstmatige intelligentie|chatbot)\b
\bik (?:kan|mag|zal)~ (?:(?:dit|dat|uw|je|jouw) (?:verzoek|vraag om)|(?:aan )?(?:dit|dat|uw|je|jouw) verzoek|medisch advies geven|(?:dit soort|zulke|deze) inhoud|rollenspel)
\b(?:dit|dat|uw|je|jouw) verzoek~ kan ik~ niet\b
^(?:het spijt me|sorry|excuses|helaas)~(?:daar|hier|dat|dit) kan ik~ niet (?:mee|bij) helpen|^(?:het spijt me|sorry|excuses|helaas)~ik kan~ (?:daar|hier)(?:mee|bij) niet helpen|^(?:het spijt me|sorry|excuses|helaas)~ik kan~ niet helpen (?:daarmee|hiermee|met (?:dit|dat))
作为(?:一个|一名|一款)?(?:ai|人工智能|大?语言模型|虚拟助手)|我(?:只)?是(?:一个|一名|一款)?(?:ai|人工智能|大?语言模型|虚拟助手|聊天机器人)
(?:无法|不能|没有办法|没办法|不可以)(?:协助|帮助|满足|完成|处理|响应|回应|执行|接受|继续|提供|生成|创建|编写|扮演|参与|回答)[^。!?]{0,12}(?:请求|要求|内容|角色|对话|医疗建议|医学建议|指令|扮演)
(?:抱歉|对不起|不好意思)[^。!?]{0,6}我(?:无法|不能)(?:协助|提供帮助|帮助(?:你|您)?(?:完成|处理)?这)
(?:كنموذج|بصفتي نموذج|باعتباري نموذج|بصفتي ذكاء|باعتباري ذكاء|كذكاء|كمساعد|بصفتي مساعد)~|(?:انا|انني|اني) (?:مجرد )?(?:نموذج لغ|ذكاء اصطناعي|مساعد افتراضي)
(?:لا استطيع|لا يمكنني|لن اتمكن من|غير قادر علي|لا اقدر علي|ليس بامكاني)~(?:هذا الطلب|طلبك|هذا المحتوي|هذا الحوار|هذا النوع|هذه المهمه|نصيحه طبيه|نصائح طبيه|استشاره طبيه|هذا الدور)
^(?:عذرا|اسف|انا اسف|اعتذر|للاسف|المعذره)~(?:لا استطيع|لا يمكنني|لن اتمكن من) (?:المساعده|مساعدتك) (?:في|ب)
\b(?:tehisintellekti|keelemudeli|tehisaru|virtuaalse assistendi)na\b|\bolen (?:vaid |kõigest |ainult )?(?:tehisintellekt|keelemudel|tehisaru|virtuaalne assistent)
\bei (?:saa|suuda|või|tohi)~ (?:(?:selle|seda|teie|sinu|taolis\w+|niisugus\w+) (?:palve|palvet|taotlus|taotlust|päring|päringut|soov|päringule|taotlusele)\w*|meditsiinilist nõu|sellist sisu|seda rolli)
\b(?:selle|seda|teie|sinu) (?:palve|taotlus|päring)\w*~ ei (?:saa|suuda|või) ma\b
^(?:vabandust|vabandage|kahjuks|mul on kahju)~ei saa~ (?:selle|sellega|sellega teid|teid sellega|sind sellega) ?(?:aidata|abistada)
"""

_CANT = r"(?:can'?t|can ?not|couldn't|could not|won't be able to|will not be able to)"
_NOT = (
    r"\b(?:i(?:'m| am)? ?(?:really |afraid (?:that )?i )?(?:simply |just )?"
    r"(?:can'?t|can ?not|couldn't|could not|won't be able to|will not be able to|won't|will not|unable to|not able to"
    r"|not allowed to|not permitted to|not comfortable|don't feel comfortable))"
)
_SORRY = (
    r"^(?:(?:i'm|i am|we're|we are) (?:very |so |really |truly |terribly )?sorry|sorry|i apologi[sz]e|my apologies|unfortunately|i'm afraid|i am afraid)"
    r"(?: about that| for (?:that|any (?:confusion|inconvenience)))?[,.;:]? ?(?:but |that |however,? )?"
)


@cache
def _refusal() -> re.Pattern[str]:
    lines = [line for line in _PATTERNS.splitlines() if line]
    filled = [
        line.replace("{NOT}", _NOT)
        .replace("{SORRY}", _SORRY)
        .replace("{CANT}", _CANT)
        .replace("~", r"[^.!?。؟\n]{0,40}?")
        for line in lines
    ]
    return re.compile("|".join(f"(?:{line})" for line in filled))


_MARKS = str.maketrans({"’": "'", "‘": "'", "`": "'", "أ": "ا", "إ": "ا", "آ": "ا", "ى": "ي", "ة": "ه", "ـ": ""})


def is_refusal(text: str) -> bool:
    """True when the text begins as a model's refusal to answer, to play its role, or to write."""
    return _refusal().search(_folded(text[:_LOOKED_AT])) is not None


def _folded(text: str) -> str:
    """Lower case, compatibility forms and vowel marks folded, spaces single, quotes and markup at the start gone."""
    plain = unicodedata.normalize("NFKC", text).translate(_MARKS).lower()
    plain = "".join(c for c in plain if not "\u064b" <= c <= "\u0652" and unicodedata.category(c) != "Cf")
    return " ".join(plain.split()).lstrip("\"'“”*_#>- ")
