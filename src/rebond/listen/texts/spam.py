"""Spam: what sells something that has nothing to do with the question.

Signs are weighed, never one alone: a bank's customers write of bitcoin, an electrician's of
"voyants", and people give links for good reasons.
"""

from __future__ import annotations

import re

PREFILTER = (
    r"https?:|www\.|\.(?:com|net|org|info|biz|xyz|top|shop|online|site|click|ru|io|bet|win|"
    r"vip)\b|casino|"
    r"spins|crypto|bitcoin|forex|viagra|cialis|backlink|\bseo\b|spell|marabout|medium|m[ée]dium|"
    r"affectif|"
    r"affection|[êe]tre aim|particuliers|binary|recovery|\bearn\b|gagne|telegram|whats|follow m|"
    r"instagram|"
    r"promo|onlyfans|escort|followers|loan|girls|cash ?app|cr[ée]dit|justificatif"
)
"""Every text that could be spam matches it (RE2, case ignored)."""

LIMIT = 4
"""Least weight of the signs of a spam, plus one for each sixty words: signs meet by chance."""

_LINK_TEXT = (
    r"https?://\S+|www\.\S+|(?<![@\w.\-])[\w-]+\.(?:com|net|org|info|biz|xyz|top|shop|online|"
    r"site|click|ru|io|bet|win|vip)"
    r"(?:/\S*)?\b"
)
_LINK = re.compile(_LINK_TEXT, re.IGNORECASE)

_TRADES = re.compile(
    r"\b(?:online casino|casino en ligne|casinos?|free spins?|viagra|cialis|backlinks?|seo "
    r"(?:services?|expert|agency)|"
    r"first page of google|premi[èe]re page (?:de |sur )google|spell ?caster|love spell|"
    r"(?:grand )?marabout|"
    r"(?:grand )?(?:voyant|m[ée]dium)e?s? (?:africaine?|s[ée]rieu(?:x|se)|gu[ée]risseur)|"
    r"retour d['’]affection|"
    r"retour (?:de l['’])?(?:affectif|[êe]tre aim[ée])|(?:pr[êe]ts?|"
    r"cr[ée]dits?) entre particuliers|"
    r"offres? de pr[êe]ts?|loan offer|binary options?|recovery (?:expert|agent|specialist)|"
    r"recover(?:ed)? (?:my|your|all) (?:lost |stolen )?(?:funds?|money|bitcoins?|crypto|btc)|"
    r"earn (?:up to )?[$€£]\s?\d+|make money (?:online|fast|from home)|gagne[zr]? "
    r"(?:jusqu['’][àa] )?\d+ ?(?:€|euros)|"
    r"argent facile|onlyfans|escort girls?|(?:hot|sexy) girls?|cash ?app (?:hack|flips?)|"
    r"need a loan|"
    r"loans? (?:from|of|up to) [$€£]|cr[ée]dit rapide|sans justificatif|buy (?:instagram |"
    r"tiktok )?followers|(?:bitcoin|"
    r"crypto|forex) "
    r"(?:trad(?:er|ing)|invest(?:ment|or|ing)?|mining|platform|broker))\b",
    re.IGNORECASE,
)
_PITCHES = re.compile(
    r"\b(?:bonus|jackpot|bitcoins?|btc|crypto\w*|forex|telegram|whats ?app|instagram|promo"
    r"(?:tional|tion)? code|"
    r"code promo|coupon|click (?:here|below|the link)|cliqu(?:ez|er) (?:ici|sur le lien)|"
    r"check out (?:my|our|this)|"
    r"-\d\d ?%|promo|slots|near you|(?:d[ée]couvrez|visit(?:ez)?) (?:my|our|mon|notre|this|ce) "
    r"(?:site|website|page|blog|shop|store)|follow "
    r"(?:me|my|us)|"
    r"suivez[- ](?:moi|nous)|subscribe|abonnez[- ]vous|buy (?:now|cheap)|order now|"
    r"achetez maintenant|cheap|"
    r"limited (?:time )?offer|100 ?% (?:free|gratuit|real|guaranteed)|gratuit(?:ement)?|"
    r"for free|guaranteed|garantis?|"
    r"no risk|sans risque|profits?|invest(?:ed|ment|issement)?|work from home|travail à domicile|"
    r"contact (?:him|her|me|us) (?:on|at|via|now|today)|contactez[- ](?:le|moi|nous)|dm me|"
    r"inbox me|win|gagnez|"
    r"best (?:price|deal)s?|en \d+ ?(?:h|heures|jours))\b",
    re.IGNORECASE,
)


def promotes(text: str) -> bool:
    """Whether the signs of spam in ``text`` weigh `LIMIT` or more, or it is nothing but a link.

    A link weighs 2, each trade that mostly spam speaks of 2, each turn of a sales pitch 1.

    >>> promotes("Win at www.best-casino.top"), promotes("I buy bitcoin at their machine, cheap")
    (True, False)
    """
    links = len(_LINK.findall(text))
    if links and not re.search(r"\w", _LINK.sub("", text)):
        return True
    trades = {found.lower() for found in _TRADES.findall(text)}
    pitches = {found.lower() for found in _PITCHES.findall(_TRADES.sub(" ", text))}
    weight = 2 * min(links, 1) + 2 * len(trades) + len(pitches)
    return bool(links or trades) and weight >= LIMIT + len(text.split()) // 60


def repeats(text: str) -> bool:
    """Whether a long text is a few words over and over.

    >>> repeats("acheter ici " * 20), repeats("très " * 6 + "bien")
    (True, False)
    """
    words = text.lower().split()
    return len(words) >= 12 and len(set(words)) <= 0.2 * len(words)
