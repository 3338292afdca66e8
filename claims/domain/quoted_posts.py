"""Posts on social networks that a text tells of in its own words.

For offering them as appearances of a claim, with the account that posted them as the speaker.
Posts that a page embeds with their markup are read by the page reader; both kinds are a
``QuotedPost``. Not for who is right, and not for posts that only "users" share: without an
account there is one for a picture or video on a named network, and none otherwise.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from claims.domain.attributed import Span, SuggestedStatement
from claims.domain.page_parts import QuotedPost
from multilingual.dates import ParsedDate
from multilingual.folding import FoldedText, fold, fold_with_origins
from multilingual.intervals import DateInterval
from multilingual.sentences import split_sentences

__all__ = ["find_told_posts"]

# After `fold`: no accents, no harakat, ة as ه, ی and ى as ي, ک as ك, no zero-width joiner.
_PLATFORMS = {
    "x": r"تويتر|تويتير|توييتر|ٹويٹر|ٹوءٹر|(?:منصه|موقع|شبكه|علي|عبر|در) [\"«]?(?:اكس|ايكس)\b"
    r"|twitter|(?:on|sur|platform|network|reseau|plateforme) x\b|\bx\b(?= \(?(?:ex-|formerly"
    r"|anciennement))",
    "facebook": r"فيس ?بوك\w*|فايس ?بوك\w*|فيس ?بك|facebook",
    "telegram": r"تي?لي?[غجگ]رام|ٹيليگرام|telegram",
    "instagram": r"ا?ي?نستا?[غجگق]رام|انسٹاگرام|instagram",
    "tiktok": r"تي?ك ?ت[او]ك|ٹك ٹاك|tik ?tok",
    "youtube": r"يوتي?وب|يوٹيوب|youtube",
    "whatsapp": r"واتس ?[اآ]?[بپ]|whats ?app",
    "truth_social": r"تر[وٌ]?ث سوش[يا]?ا?ل|truth social",
    "threads": r"ثريدز|(?:on|sur|app) threads",
    "snapchat": r"سناب ?شات|snapchat",
    "linkedin": r"لينكد ?ان|linkedin",
    "bluesky": r"بلو ?سكاي|bluesky",
    "weibo": r"ويبو|weibo",
    "reddit": r"ريديت|reddit",
}
_PLATFORM = re.compile("|".join(f"(?P<{name}>{words})" for name, words in _PLATFORMS.items()))
# Only one network has words of its own for its posts.
_TWEET = re.compile(
    r"\b(?:[وفبل]?(?:ال)?تغريد(?:ه|ات|ته|تها|تين|اته|اتها)|[وف]?غردت?|توييت\w*|ٹويٹ\w*"
    r"|(?:re)?tweet(?:s|ed|er|e|es|ait)?|tweet(?:a|ant))\b"
)
_POST = re.compile(
    # Nouns of a post and verbs of posting, in Arabic, then Persian and Urdu, then Latin.
    r"\b(?:[وفبل]{0,2}(?:ال)?(?:منشور\w*|تدوين\w*|تغريد\w*|حسابه|حسابها|صفحته|صفحتها|قناته"
    r"|قناتها)"
    r"|[وف]?(?:نشرت?|نشروا|كتبت?|غردت?|دونت?|شاركت?|علقت?|بثت?|ينشر|تنشر|يكتب|تكتب)"
    r"|پستي?|توييتي?|نوشت\w*|منتشر كرد\w*|پوسٹ|لكها|ٹويٹ\w*"
    r"|post(?:s|ed|ing|e|ee|es)?|wrote|writes|written|writing|tweet(?:s|ed|er|e)?|retweeted"
    r"|shared"
    r"|ecrit|ecrivait|publie(?:e|s)?|publiait|poste|partage|message|publication|statut)\b"
)
_MEDIA = re.compile(
    r"\b(?:[وفبل]{0,2}(?:ال)?(?:صوره?|فيديو\w*|مقطع\w*|تسجيل\w*|بث)|عكس|ويدي?[وء]+\w*|ويڈيو"
    r"|photos?|pictures?|images?|videos?|clips?|footage)\b"
)
# An account under a name of its own: «كتب حساب باسم "..."», "an account called ...".
_ACCOUNT = re.compile(
    r"(?:\bحساب|\bصفحه|\bقناه|\bمستخدم|\baccount|\bcompte|\bpage|\bchannel|\buser|\bچينل"
    r"|\bكاربري|\bحسابي)\w*"
    r"(?: [^\s\"«“]+){0,3}?"
    r" (?:باسم|يحمل اسم|تحمل اسم|يدعي|المسمي|named|called|under the name|nomme|appele|au nom de"
    r"|به نام|با نام)"
    r"(?: (?:of|de))? ?[\"«“'](?P<name>[^\"»”'\n]{2,40})"
)
_HANDLE = re.compile(r"(?<![\w.@])@(\w{2,30})\b(?!\.\w)")
_QUOTED = re.compile(r"\"([^\"\n]*)\"|«([^»\n]*)»|“([^”\n]*)”")
# A shorter quotation is a name or a word, not what was posted; in characters.
_SHORTEST_QUOTED_POST = 12
# Who posted, in Arabic after the verb: up to what was posted, where, or how it begins.
_ARABIC_AUTHOR = re.compile(
    r"\b[وف]?(?:كان )?(?:قد )?(?:نشرت?|كتبت?|غردت?|دونت?|شاركت?|بثت?) (?:قد )?"
    r"(?P<name>[^\n:]{3,80}?)"
    r"(?=[,:]| (?:علي|عبر|في|من|ب?ان|قايلا?|قايله|صوره?|صورا|تغريد\w*|منشور\w*|تدوين\w*|مقطع\w*"
    r"|فيديو\w*"
    r"|تسجيل\w*|امس|اليوم|يوم|بيانا?|رساله|معلقا|خبرا?|قبل|بعد|حيث|ثم)\b)"
)
# «نشر أحد الناشطين … على "تويتر" أحمد برويز، صورة»: the name comes after the network.
_UNNAMED = re.compile(r"^(?:احد|احدي|ناشط\w*|مستخدم\w*|شخص|حساب|صفحه|بعض|عدد|الناشط)\b")
_NAME_AFTER_NETWORK = re.compile(r"^[\"»”)]?,? (?P<name>[^\W\d]+(?: [^\W\d]+){1,3})[\"»”]?,")
_LATIN_AUTHOR = re.compile(
    r"(?P<name>[A-ZÀ-Þ][\w'’.-]*(?: (?:(?:of|the|de|du|la|le|bin|al|van"
    r"|von) ){0,2}[A-ZÀ-Þ][\w'’.-]*){0,4})"
    r"(?:,[^,\n]{2,60},)? (?:has |had |a |avait |later |also |then )?"
    r"(?:wrote|posted|tweeted|retweeted|shared|said|announced|écrit|publié|tweeté|posté|partagé"
    r"|déclaré)"
)
_LATIN_HEAD = re.compile(
    r"^(?:The|A|An|In|On|Le|La|Les|Un|Une|Il|Elle|He|She|They|But|And|It|We|I)$"
)
_EDGE = " \t\u00a0,;:.!?-،؛"
_MARKED = re.compile(r"[\"«“](?P<name>[^\"«»“”]+)[\"»”]")


def find_told_posts(
    text: str,
    *,
    language: str,
    statements: Sequence[SuggestedStatement] = (),
    dates: Sequence[ParsedDate] = (),
) -> tuple[QuotedPost, ...]:
    """Find the posts that a text tells of in words, in the order they stand, one a sentence.

    Args:
        language: BCP 47 tag, for telling sentences apart.
        statements: what was found in the same text; who posted, and what, is taken from the
            statement of the same sentence, since its speaker is written in the fullest form.
        dates: found in the same text; the first one of the sentence is when it was posted.

    Returns:
        Posts whose ``span`` is their sentence. ``text`` is what was said, else what is quoted,
        else the sentence itself: a post that is only described has no words of its own.
    """
    folded = fold(text)
    if not (_PLATFORM.search(folded) or _TWEET.search(folded) or _ACCOUNT.search(folded)):
        return ()
    posts: list[QuotedPost] = []
    for start, end in split_sentences(text, language):
        post = _post_in(text, (start, end), statements, dates)
        if post is not None:
            posts.append(post)
    return tuple(posts)


def _post_in(
    text: str,
    span: Span,
    statements: Sequence[SuggestedStatement],
    dates: Sequence[ParsedDate],
) -> QuotedPost | None:
    sentence = text[slice(*span)]
    folded = fold_with_origins(sentence)
    platform = _PLATFORM.search(folded.text)
    is_tweet = _TWEET.search(folded.text) is not None
    account = _ACCOUNT.search(folded.text)
    is_posting = _POST.search(folded.text) is not None
    is_media = platform is not None and _MEDIA.search(folded.text) is not None
    if not (is_tweet or (account and is_posting) or (platform and is_posting) or is_media):
        return None
    statement = _statement_of(span, statements)
    name = sentence[slice(*folded.original_span(*account.span("name")))] if account else ""
    author = name or _author(sentence, folded, platform, statement)
    handle = _HANDLE.search(sentence)
    if not (author or handle) and not is_media:
        return None
    return QuotedPost(
        platform=(platform.lastgroup or "") if platform else ("x" if is_tweet else ""),
        account=handle[0] if handle else _bare(name),
        author=_bare(author),
        url="",
        text=_words(sentence, statement),
        posted=_posted(span, dates),
        span=span,
    )


def _statement_of(
    span: Span, statements: Sequence[SuggestedStatement]
) -> SuggestedStatement | None:
    """The first statement of the sentence that says something, by somebody who is named."""
    inside = (
        one
        for one in statements
        if not one.in_title and span[0] <= one.cue_span[0] < span[1] and one.claim
    )
    return next((one for one in inside if one.speaker and not one.is_anonymous), None)


def _author(
    sentence: str,
    folded: FoldedText,
    platform: re.Match[str] | None,
    statement: SuggestedStatement | None,
) -> str:
    arabic = _ARABIC_AUTHOR.search(folded.text)
    if arabic is not None:
        written = sentence[slice(*folded.original_span(*arabic.span("name")))]
        if not _UNNAMED.match(arabic["name"]):
            return statement.speaker if statement is not None else written
        after = _NAME_AFTER_NETWORK.match(folded.text[platform.end() :]) if platform else None
        if platform is not None and after is not None:
            first, last = after.span("name")
            return sentence[
                slice(*folded.original_span(platform.end() + first, platform.end() + last))
            ]
    if statement is not None:
        return statement.speaker
    latin = _LATIN_AUTHOR.search(sentence)
    return latin["name"] if latin and not _LATIN_HEAD.match(latin["name"]) else ""


def _bare(name: str) -> str:
    """A name without the quotation marks around the whole of it; those inside belong to it."""
    name = name.strip(_EDGE)
    marked = _MARKED.fullmatch(name)
    return marked["name"] if marked is not None else name


def _words(sentence: str, statement: SuggestedStatement | None) -> str:
    if statement is not None:
        return statement.claim
    quoted = (found[found.lastindex or 0].strip() for found in _QUOTED.finditer(sentence))
    return next((one for one in quoted if len(one) >= _SHORTEST_QUOTED_POST), sentence)


def _posted(span: Span, dates: Sequence[ParsedDate]) -> DateInterval | None:
    inside = (one for one in dates if span[0] <= one.span[0] < span[1])
    found = next(inside, None)
    return None if found is None or found.interval.is_unknown else found.interval
